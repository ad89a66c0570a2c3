"""What can go wrong, in words for the person at the keyboard.

WorkbenchError     exit code 1, one line on stderr
├── InputError     the paths, options or files given cannot be used
├── ModelError     an embedding model cannot be loaded
└── EngineError    where the work was to be done it cannot be
db.errors.ProjectError   exit code 1 as well; see there
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """Something the user can understand and act on. The message is one plain line."""


class InputError(WorkbenchError):
    """The paths, options or files given cannot be used as asked."""


class ModelError(WorkbenchError):
    """A model cannot be loaded or used."""


class EngineError(WorkbenchError):
    """The place where the work was to be done cannot be reached, or has failed."""

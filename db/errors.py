"""What can be wrong with a project file, in words for the person who opened it.

ProjectError
├── NotAProject      the file is not SQLite, or is somebody else's database
├── NewerProject     a later version of the program wrote it
├── ProjectBusy      another program holds the write lock
├── ProjectReadOnly  the file, its folder or its disk does not take writes
├── ProjectReplaced  another file has taken its name since it was opened
├── DiskFull         no room left
├── UnsafeProject    somebody has hidden in it what would run when it is used
├── BackupRefused    a copy cannot be written where it was asked for
├── ProjectsDiffer   projects to be joined hold the same articles in different shapes
├── Interrupted      what was being read is no longer wanted
└── ProjectDamaged   SQLite found it torn or inconsistent
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ProjectError(Exception):
    """A project file cannot be used as asked. The message is one plain line."""


class NotAProject(ProjectError):
    """The file is not a claim-workbench project."""


class NewerProject(ProjectError):
    """The project was written by a later version of the program."""


class ProjectBusy(ProjectError):
    """Another program holds the write lock longer than we wait."""


class ProjectReadOnly(ProjectError):
    """The project cannot be written to."""


class ProjectReplaced(ProjectError):
    """The file that was opened is no longer the one of that name."""


class DiskFull(ProjectError):
    """The disk, or the quota, has no room left."""


class UnsafeProject(ProjectError):
    """The file holds triggers or views that are not ours."""


class BackupRefused(ProjectError):
    """A copy of the project cannot take the place that was named for it."""


class ProjectsDiffer(ProjectError):
    """Projects cannot be joined: they hold the same articles in different shapes."""


class Interrupted(ProjectError):
    """What was being read is no longer wanted."""


class ProjectDamaged(ProjectError):
    """SQLite says that the file is damaged."""


_BY_CODE: dict[int, tuple[type[ProjectError], str]] = {
    sqlite3.SQLITE_NOTADB: (NotAProject, "is not a claim-workbench project (not SQLite)"),
    sqlite3.SQLITE_BUSY: (ProjectBusy, "is locked by another program; try again"),
    sqlite3.SQLITE_LOCKED: (ProjectBusy, "is locked by another program; try again"),
    sqlite3.SQLITE_READONLY: (ProjectReadOnly, "cannot be written to (read-only)"),
    sqlite3.SQLITE_PERM: (ProjectReadOnly, "cannot be opened (permission denied)"),
    sqlite3.SQLITE_CANTOPEN: (ProjectReadOnly, "cannot be opened or made there"),
    sqlite3.SQLITE_FULL: (DiskFull, "cannot grow: the disk is full; nothing stored was lost"),
    sqlite3.SQLITE_IOERR: (DiskFull, "cannot be read or written (disk error or disk full)"),
    sqlite3.SQLITE_CORRUPT: (ProjectDamaged, "is damaged; restore a copy, or: workbench recover"),
}


@contextmanager
def speaking_plainly(path: object) -> Iterator[None]:
    """Turn SQLite's errors about `path` into ProjectErrors; others pass through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        known = _BY_CODE.get(code & 0xFF) if code is not None else None
        if known is None:
            raise
        kind, words = known
        raise kind(f"{path} {words}") from error

"""Whether anybody still looks: the terminal, or the server behind a browser, may have gone.

A program that leads no session gets no signal when its terminal is closed: it would read the end of
its input for ever. A served review gets none when its server is killed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKS_EVERY = 1.0
"""Seconds between two looks."""


def watch() -> Callable[[], bool]:
    """Return a function that says whether the terminal or the server of now is still there."""
    if _in_terminal():
        return _in_terminal
    parent = os.getppid()
    return lambda: os.getppid() == parent


def _in_terminal() -> bool:
    try:
        return sys.__stdin__ is not None and sys.__stdin__.isatty()
    except (OSError, ValueError):
        return False

"""Whether the terminal is still there.

A program that leads no session gets no signal when its terminal is closed; it would read the end of
its input for ever.
"""

from __future__ import annotations

import sys

LOOKS_EVERY = 1.0
"""Seconds between two looks whether the terminal has been closed."""


def is_there() -> bool:
    """Say whether standard input is a terminal that is open."""
    try:
        return sys.__stdin__ is not None and sys.__stdin__.isatty()
    except (OSError, ValueError):
        return False

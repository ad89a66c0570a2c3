"""Many rows, a part at a time."""

from collections.abc import Iterator

BLOCK = 1 << 13
"""Rows that are worked on at a time, where nothing else is said."""


def blocks(count: int, size: int = BLOCK) -> Iterator[slice]:
    """Yield parts of `count` claims, words or articles."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))

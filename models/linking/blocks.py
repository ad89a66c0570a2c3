"""Many rows, a part at a time."""

from collections.abc import Iterator

BLOCK = 1 << 13
"""Rows that are worked on at a time, where nothing else is said."""


def blocks(count: int, size: int = 0) -> Iterator[slice]:
    """Yield parts of `count` claims, words or articles."""
    size = size or BLOCK
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))

"""Lend the pages that describe the tables to a project file that has lost its own.

A project is made in one go, so its tables begin on the same pages in every file that today's
version made. In a file that an older version made, or that was packed since, what is then read
makes no sense, and is refused by the digests of its articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.connection import open_writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER = 100
_INTERIOR = 5
_PAGE_SIZE, _PAGE_COUNT, _FREE_PAGES = slice(16, 18), slice(28, 32), slice(32, 40)


def lend(broken: Path, scratch: Path) -> None:
    """Put a new project's pages of the schema, and its header, in the place of those of `broken`.

    `scratch` is a folder to make the new project in. Raises ProjectError, OSError.
    """
    new = scratch / "first.db"
    open_writer(new).close()
    lent, data = new.read_bytes(), bytearray(broken.read_bytes())
    size = int.from_bytes(lent[_PAGE_SIZE], "big")
    for page in {1, *_below(lent, 1, size)}:
        data[(page - 1) * size : page * size] = lent[(page - 1) * size : page * size]
    data[_PAGE_COUNT] = (len(data) // size).to_bytes(4, "big")
    data[_FREE_PAGES] = bytes(8)
    broken.write_bytes(data)
    broken.with_name(broken.name + "-wal").unlink(missing_ok=True)


def _below(data: bytes, page: int, size: int) -> Iterator[int]:
    """Yield the pages of a table below one of them, as SQLite's file format has it."""
    start = (page - 1) * size
    head = start + (_HEADER if page == 1 else 0)
    if data[head] != _INTERIOR:
        return
    cells = int.from_bytes(data[head + 3 : head + 5], "big")
    places = [head + 8]  # of the number of the last page
    for number in range(cells):
        pointer = head + 12 + 2 * number
        places.append(start + int.from_bytes(data[pointer : pointer + 2], "big"))
    for place in places:
        child = int.from_bytes(data[place : place + 4], "big")
        yield child
        yield from _below(data, child, size)

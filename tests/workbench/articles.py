"""Articles written to a folder and read from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Document
from workbench.stages.document import Options, Skipped, read

if TYPE_CHECKING:
    from pathlib import Path

PROSE = "The old bridge was closed on Monday.\n"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def one(path: Path, **options: str) -> Document | Skipped:
    (item,) = read([path], Options(**options))
    return item


def article(folder: Path, data: bytes | str, name: str = "a.txt", **options: str) -> Document:
    item = one(write(folder, name, data), **options)
    assert isinstance(item, Document), item
    return item


def reason(folder: Path, data: bytes | str, name: str = "a.txt") -> str:
    item = one(write(folder, name, data))
    assert isinstance(item, Skipped), item
    return item.reason

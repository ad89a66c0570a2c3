"""Files that were offered to the project and could not be taken in, with the reasons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db.connection import writing
from db.shelf import SkippedFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


def put(db: Database, refused: Iterable[tuple[str, str]], taken: Iterable[str]) -> None:
    """Keep (path, reason) of what was refused; forget what was said of files taken in since."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(db):
        db.conn.executemany("DELETE FROM skipped WHERE path = ?", [(path,) for path in taken])
        db.conn.executemany(
            "INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)",
            [(path, reason, at) for path, reason in refused],
        )


def everything(db: Database) -> list[SkippedFile]:
    """Return what was refused and has not been taken in since, by path."""
    return [SkippedFile(*row) for row in db.execute("SELECT * FROM skipped ORDER BY path")]

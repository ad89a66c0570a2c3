"""Notes that are being written: kept while typing, gone once the note is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.connection import writing

if TYPE_CHECKING:
    from sqlite_utils import Database


def put(db: Database, reviewer: str, cluster_id: int, text: str | None) -> None:
    """Keep what `reviewer` has written so far; None forgets it."""
    with writing(db):
        if text is None:
            db.execute(
                "DELETE FROM draft WHERE reviewer = ? AND cluster_id = ?", [reviewer, cluster_id]
            )
        else:
            db.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", [reviewer, cluster_id, text]
            )


def get(db: Database, reviewer: str, cluster_id: int) -> str | None:
    """Return what `reviewer` was writing about a cluster, None when nothing is kept."""
    row = db.execute(
        "SELECT text FROM draft WHERE reviewer = ? AND cluster_id = ?", [reviewer, cluster_id]
    ).fetchone()
    return None if row is None else str(row[0])

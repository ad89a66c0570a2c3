"""Where each reviewer stopped: the open cluster and the filter of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import filters
from db.connection import writing
from db.records import Filter

if TYPE_CHECKING:
    from sqlite_utils import Database


def put(db: Database, reviewer: str, cluster_id: int | None, filter_: Filter) -> None:
    """Remember the place of `reviewer`; a cluster that is gone by now is forgotten."""
    with writing(db):
        db.execute(
            "INSERT OR REPLACE INTO bookmark VALUES (?, (SELECT id FROM cluster WHERE id = ?), ?)",
            [reviewer, cluster_id, filters.to_text(filter_)],
        )


def get(db: Database, reviewer: str) -> tuple[int | None, Filter]:
    """Return the place of `reviewer`, the beginning when there is none."""
    row = db.execute(
        "SELECT cluster_id, filter FROM bookmark WHERE reviewer = ?", [reviewer]
    ).fetchone()
    return (None, Filter()) if row is None else (row[0], filters.from_text(str(row[1])))

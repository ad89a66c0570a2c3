"""The last part of a recovery: where reviewers stopped, which clusters are theirs, half notes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from db import bookmarks

if TYPE_CHECKING:
    from sqlite_utils import Database

    from db.recovery import Recovery
    from db.salvage import Fields


def store(db: Database, recovery: Recovery) -> None:
    """Store bookmarks, shares and notes half written, as far as there are such clusters.

    Call inside `writing`.
    """
    rows = recovery.salvage.rows
    for row in rows["bookmark"].values():
        _put_bookmark(db, row)
    for row in rows["assignment"].values():
        _put(db, "assignment", row, "cluster_id", "reviewer", "at")
    for row in rows["draft"].values():
        _put(db, "draft", row, "cluster_id", "reviewer", "text")


def _put(db: Database, table: str, row: Fields, *columns: str) -> bool:
    """Store a row of a table whose first column here is a cluster that must be there."""
    try:
        cursor = db.execute(
            f"INSERT INTO {table} ({', '.join(columns)})"
            " SELECT ?1, ?2, ?3 FROM cluster WHERE id = ?1",
            [row.get(name) for name in columns],
        )
    except (sqlite3.Error, OverflowError):
        return False
    return bool(cursor.rowcount)


def _put_bookmark(db: Database, row: Fields) -> None:
    """Keep a reviewer's place, if there is such a cluster and the filter can be read."""
    values = [row.get(name) for name in ("reviewer", "cluster_id", "filter")]
    try:
        db.execute(
            "INSERT INTO bookmark VALUES (?1, (SELECT id FROM cluster WHERE id = ?2), ?3)", values
        )
    except (sqlite3.Error, OverflowError):
        return
    try:
        bookmarks.get(db, str(values[0]))
    except (AttributeError, LookupError, TypeError, ValueError):
        db.execute("DELETE FROM bookmark WHERE reviewer = ?", [values[0]])

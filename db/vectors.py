"""Vectors by the hash of (text, model, version): what was embedded once is never embedded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.connection import writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

_PER_QUERY = 500


def get(db: Database, keys: Sequence[str]) -> dict[str, bytes]:
    """Return the stored bytes of those of `keys` that are there.

    They are little-endian: float32 of a text, float16 of its words.
    """
    found: dict[str, bytes] = {}
    ordered = sorted(keys)  # as they lie in the file
    for at in range(0, len(keys), _PER_QUERY):
        part = ordered[at : at + _PER_QUERY]
        marks = ", ".join("?" * len(part))
        found.update(
            db.execute(f"SELECT key, data FROM vector WHERE key IN ({marks})", part).fetchall()
        )
    return found


def known(db: Database, keys: Sequence[str]) -> set[str]:
    """Return those of `keys` that have a vector."""
    found: set[str] = set()
    for at in range(0, len(keys), _PER_QUERY):
        part = keys[at : at + _PER_QUERY]
        marks = ", ".join("?" * len(part))
        rows = db.execute(f"SELECT key FROM vector WHERE key IN ({marks})", part)
        found.update(row[0] for row in rows)
    return found


def put(db: Database, model: str, rows: Iterable[tuple[str, bytes]]) -> None:
    """Store vectors under their keys, in one transaction."""
    with writing(db):
        db.conn.executemany(
            "INSERT OR IGNORE INTO vector (key, model, data) VALUES (?, ?, ?)",
            [(key, model, data) for key, data in rows],
        )

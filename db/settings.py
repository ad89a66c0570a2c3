"""Small facts about the project as a whole, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.connection import writing

if TYPE_CHECKING:
    from sqlite_utils import Database


def get(db: Database, name: str, default: str = "") -> str:
    """Return a setting, or `default` when it was never put."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
    return default if row is None else str(row[0])


def beginning_with(db: Database, prefix: str) -> dict[str, str]:
    """Return the settings whose names begin so, by name in the order of the alphabet."""
    rows = db.execute(
        "SELECT name, value FROM setting WHERE substr(name, 1, ?) = ? ORDER BY name",
        [len(prefix), prefix],
    )
    return dict(rows.fetchall())


def remove(db: Database, name: str) -> None:
    """Forget a setting."""
    with writing(db):
        db.execute("DELETE FROM setting WHERE name = ?", [name])


def put(db: Database, name: str, value: str) -> None:
    """Store a setting in place of what it was."""
    if get(db, name, "\0") != value:
        with writing(db):
            db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value])

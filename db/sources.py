"""The sources that articles come from, by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def id_of(db: Database, name: str) -> int:
    """Return the id of the source of that name, made if there is none. Call inside `writing`."""
    db.execute("INSERT OR IGNORE INTO source (name) VALUES (?)", [name])
    return int(db.execute("SELECT id FROM source WHERE name = ?", [name]).fetchone()[0])

"""The fourteenth step: vectors in a table with row numbers.

A row of one without them may lie in a page of the tree only up to a quarter of it; the rest of each
vector took pages of its own, and a third of the file was unused space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def take(db: Database) -> None:
    """Move all vectors, in the order of their keys; what they took is free for what comes."""
    db.executescript(
        """
        CREATE TABLE vector_in_rows (
            key   TEXT NOT NULL PRIMARY KEY,
            model TEXT NOT NULL,
            data  BLOB NOT NULL
        ) STRICT;
        INSERT INTO vector_in_rows SELECT key, model, data FROM vector ORDER BY key;
        DROP TABLE vector;
        ALTER TABLE vector_in_rows RENAME TO vector;
        """
    )

"""The eighth step: what a clustering leaves behind for articles that join a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def take(db: Database) -> None:
    """Make room for the links and signatures of claims, and for what the collection is like."""
    db.executescript(
        """
        CREATE TABLE study (
            id            INTEGER PRIMARY KEY CHECK (id = 1) DEFAULT 1,
            tools         TEXT NOT NULL,
            claims        INTEGER NOT NULL,
            last_document INTEGER NOT NULL,
            articles      TEXT NOT NULL,
            collection    BLOB NOT NULL
        ) STRICT;
        CREATE TABLE near (
            claim_id INTEGER PRIMARY KEY,
            links    BLOB NOT NULL
        ) STRICT;
        CREATE TABLE signature (
            id        INTEGER PRIMARY KEY,
            claims    BLOB NOT NULL,
            documents BLOB NOT NULL,
            data      BLOB NOT NULL
        ) STRICT;
        """
    )

"""The step to a library: acts on sources and articles, what was told of them, skipped files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_DETAILS = """
    ALTER TABLE document ADD COLUMN told_source TEXT;
    ALTER TABLE document ADD COLUMN told_published TEXT;

    CREATE TABLE withdrawn (
        claim_id   INTEGER PRIMARY KEY REFERENCES claim (id),
        cluster_id INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE skipped (
        path   TEXT PRIMARY KEY,
        reason TEXT NOT NULL,
        at     TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
"""
_ACTS = """
    CREATE TABLE act_of_library (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        kind       TEXT NOT NULL,  -- of records.ActKind; a new kind needs no new table
        cluster_id INTEGER REFERENCES cluster (id),  -- null: on a source or an article
        reviewer   TEXT NOT NULL,
        at         TEXT NOT NULL,
        value      TEXT NOT NULL,
        claims     TEXT NOT NULL,
        undoes     INTEGER REFERENCES act_of_library (id),
        uid        TEXT NOT NULL UNIQUE,
        written    INTEGER NOT NULL,
        evidence   TEXT NOT NULL DEFAULT ''
    ) STRICT;
    INSERT INTO act_of_library SELECT * FROM act ORDER BY id;
    CREATE TABLE undone_before AS SELECT act_id FROM undone;
    DELETE FROM undone;
    DROP TABLE act;
    ALTER TABLE act_of_library RENAME TO act;
    INSERT INTO undone SELECT act_id FROM undone_before;
    DROP TABLE undone_before;
    CREATE INDEX act_cluster ON act (cluster_id);
    CREATE INDEX act_reviewer ON act (reviewer, id);
    CREATE INDEX act_kind ON act (kind);
    CREATE TRIGGER act_is_never_replaced BEFORE INSERT ON act
        WHEN EXISTS (SELECT 1 FROM act WHERE id = NEW.id OR uid = NEW.uid)
        BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
    CREATE TRIGGER act_is_never_changed BEFORE UPDATE ON act
        BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
    CREATE TRIGGER act_is_never_removed BEFORE DELETE ON act
        BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
"""


def take(db: Database) -> None:
    """Take the step. Call inside `writing`."""
    db.executescript(_DETAILS)
    db.executescript(_ACTS)

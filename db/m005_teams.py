"""The step to several reviewers: each has verdicts of their own, and acts are known in any file.

Copies of one file get the same names for the same acts and clusters, whoever takes the step.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

_BEFORE = """
    CREATE TABLE act_of_teams (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        kind       TEXT NOT NULL,  -- of records.ActKind; a new kind needs no new table
        cluster_id INTEGER NOT NULL REFERENCES cluster (id),
        reviewer   TEXT NOT NULL,
        at         TEXT NOT NULL,
        value      TEXT NOT NULL,
        claims     TEXT NOT NULL,
        undoes     INTEGER REFERENCES act_of_teams (id),
        uid        TEXT NOT NULL UNIQUE,
        written    INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE undone_before AS SELECT act_id FROM undone;
    DELETE FROM undone;
"""
_AFTER = """
    -- With it SQLite need not look through the whole log for what refers to each act that goes.
    CREATE INDEX act_refers ON act (undoes);
    DROP TABLE act;
    ALTER TABLE act_of_teams RENAME TO act;
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

    ALTER TABLE cluster ADD COLUMN uid TEXT;
    CREATE TRIGGER cluster_is_named AFTER INSERT ON cluster WHEN NEW.uid IS NULL
        BEGIN UPDATE cluster SET uid = lower(hex(randomblob(16))) WHERE id = NEW.id; END;

    ALTER TABLE verdict ADD COLUMN reason TEXT NOT NULL DEFAULT '';
    ALTER TABLE verdict ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX verdict_disputed ON verdict (cluster_id) WHERE disputed;

    CREATE TABLE reviewer_verdict (
        cluster_id INTEGER NOT NULL REFERENCES cluster (id),
        reviewer   TEXT NOT NULL,
        label      TEXT CHECK (label IN ('consistent', 'conflicting', 'single-sourced')),
        note       TEXT NOT NULL,
        flagged    INTEGER NOT NULL,
        changed    INTEGER NOT NULL,
        decided_at TEXT NOT NULL,
        claims     TEXT NOT NULL,
        PRIMARY KEY (cluster_id, reviewer)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reviewer_verdict_reviewer ON reviewer_verdict (reviewer);

    CREATE TABLE assignment (
        cluster_id INTEGER NOT NULL REFERENCES cluster (id),
        reviewer   TEXT NOT NULL,
        at         TEXT NOT NULL,
        PRIMARY KEY (cluster_id, reviewer)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assignment_reviewer ON assignment (reviewer);
"""


def take(db: Database) -> None:
    """Take the step; verdicts are to be derived behind it. Call inside `writing`."""
    db.executescript(_BEFORE)
    _name_acts(db)
    db.executescript(_AFTER)
    _name_clusters(db)
    # Only now: to sort all names at once takes a fraction of putting each into its place.
    db.execute("CREATE UNIQUE INDEX cluster_uid ON cluster (uid)")


def microseconds(at: str) -> int:
    """Return a time in ISO format as microseconds since 1970, 0 when it is none."""
    try:
        return max(0, int(datetime.fromisoformat(at).timestamp() * 1_000_000))
    except (ValueError, OverflowError):
        return 0


def name_of_act(row: Sequence[object]) -> str:
    """Name an act of an older schema, from its eight columns in their order."""
    return _name("act", *row)


def _name_acts(db: Database) -> None:
    """Copy the log; what each act says and its place in the log name it."""
    written = 0
    for row in db.execute("SELECT * FROM act ORDER BY id").fetchall():
        written = max(written + 1, microseconds(str(row[4])))
        db.execute(
            "INSERT INTO act_of_teams VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*row, name_of_act(row), written],
        )


def _name_clusters(db: Database) -> None:
    """Name each cluster by its number and the claims that it holds."""
    held = (
        "SELECT cluster.id, (SELECT json_group_array(key) FROM (SELECT key FROM claim"
        " WHERE cluster_id = cluster.id ORDER BY key)) FROM cluster"
    )
    names = [(_name("cluster", *row), row[0]) for row in db.execute(held).fetchall()]
    db.conn.executemany("UPDATE cluster SET uid = ? WHERE id = ?", names)


def _name(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]

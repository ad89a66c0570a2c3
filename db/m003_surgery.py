"""The third step: acts that move claims or join articles, doubts, shared origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def take(db: Database) -> None:
    """Let claims be moved, differences be doubted, and articles share an origin."""
    db.executescript(
        """
        ALTER TABLE claim ADD COLUMN left_out TEXT
            CHECK (left_out IN ('dropped', 'replaced', 'unused'));

        CREATE TABLE renamed (
            old TEXT PRIMARY KEY,
            new TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX renamed_new ON renamed (new);

        CREATE TABLE act_of_any_kind (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            kind       TEXT NOT NULL CHECK (kind IN ('verdict', 'note', 'flag', 'merge', 'detach',
                'whole', 'drop', 'join', 'part', 'undo', 'redo')),
            cluster_id INTEGER NOT NULL REFERENCES cluster (id),
            reviewer   TEXT NOT NULL,
            at         TEXT NOT NULL,
            value      TEXT NOT NULL,
            claims     TEXT NOT NULL,
            undoes     INTEGER REFERENCES act_of_any_kind (id)
        ) STRICT;
        INSERT INTO act_of_any_kind SELECT * FROM act ORDER BY id;
        DROP TABLE act;
        ALTER TABLE act_of_any_kind RENAME TO act;
        CREATE INDEX act_cluster ON act (cluster_id);
        CREATE INDEX act_reviewer ON act (reviewer, id);
        CREATE INDEX act_kind ON act (kind);
        CREATE TRIGGER act_is_never_replaced BEFORE INSERT ON act
            WHEN EXISTS (SELECT 1 FROM act WHERE id = NEW.id)
            BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
        CREATE TRIGGER act_is_never_changed BEFORE UPDATE ON act
            BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
        CREATE TRIGGER act_is_never_removed BEFORE DELETE ON act
            BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;

        CREATE TABLE undone (
            act_id INTEGER PRIMARY KEY REFERENCES act (id)
        ) STRICT;
        INSERT INTO undone SELECT undoes FROM act WHERE undoes IS NOT NULL;

        ALTER TABLE difference ADD COLUMN left_value TEXT NOT NULL DEFAULT '';
        ALTER TABLE difference ADD COLUMN right_value TEXT NOT NULL DEFAULT '';
        ALTER TABLE difference ADD COLUMN doubt TEXT NOT NULL DEFAULT '';

        CREATE TABLE relation (
            id        INTEGER PRIMARY KEY,
            reason    TEXT NOT NULL,
            documents TEXT NOT NULL,
            name      TEXT NOT NULL,
            share     REAL,
            evidence  TEXT NOT NULL
        ) STRICT;
        CREATE TABLE membership (
            claim_id              INTEGER PRIMARY KEY REFERENCES claim (id),
            partner_id            INTEGER REFERENCES claim (id),
            probability           REAL NOT NULL,
            because               TEXT NOT NULL,
            runner_up             INTEGER REFERENCES claim (id),
            runner_up_probability REAL NOT NULL
        ) STRICT;
        ALTER TABLE cluster ADD COLUMN origins INTEGER NOT NULL DEFAULT 0;
        UPDATE cluster SET origins = sources;
        """
    )

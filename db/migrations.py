"""The schema, as numbered steps; the only DDL there is.

A step that has shipped is never edited: tests/old_dbs holds a file of every schema ever shipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from db import m003_surgery as surgery
from db import m005_teams as teams
from db import m008_studies as studies
from db import m009_library as library
from db import m011_blocks as blocks
from db import m012_former_homes as former_homes
from db import m013_decided as decided
from db import m014_vectors as vectors

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("claim-workbench")


@migrations()
def m001_first_schema(db: Database) -> None:
    """Sources to bookmarks: everything the first release stores."""
    db.executescript(
        """
        CREATE TABLE source (
            id   INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE document (
            id            INTEGER PRIMARY KEY,
            source_id     INTEGER NOT NULL REFERENCES source (id),
            name          TEXT NOT NULL,
            path          TEXT NOT NULL,
            digest        TEXT NOT NULL UNIQUE,
            content       TEXT NOT NULL,
            encoding      TEXT NOT NULL,
            text          TEXT NOT NULL,
            title         TEXT NOT NULL,
            published     TEXT NOT NULL,
            url           TEXT NOT NULL,
            added_at      TEXT NOT NULL,
            split_by      TEXT,
            superseded_by INTEGER REFERENCES document (id)
        ) STRICT;
        CREATE INDEX document_path ON document (path);
        CREATE INDEX document_content ON document (content);
        CREATE INDEX document_superseded ON document (superseded_by);

        CREATE TABLE sentence (
            id          INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES document (id),
            start       INTEGER NOT NULL CHECK (start >= 0),
            "end"       INTEGER NOT NULL CHECK ("end" > start),
            text        TEXT NOT NULL,
            kind        TEXT NOT NULL CHECK (kind IN ('prose', 'headline', 'furniture')),
            reason      TEXT NOT NULL,
            UNIQUE (document_id, start)
        ) STRICT;

        CREATE TABLE cluster (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            headline   TEXT NOT NULL,
            claims     INTEGER NOT NULL,
            documents  INTEGER NOT NULL,
            sources    INTEGER NOT NULL,
            suggestion TEXT NOT NULL
                CHECK (suggestion IN ('consistent', 'conflicting', 'single-sourced')),
            rank       INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX cluster_rank ON cluster (rank, id);
        CREATE INDEX cluster_suggestion ON cluster (suggestion, rank, id);

        CREATE TABLE claim (
            id          INTEGER PRIMARY KEY,
            key         TEXT NOT NULL UNIQUE,
            document_id INTEGER NOT NULL REFERENCES document (id),
            sentence_id INTEGER NOT NULL REFERENCES sentence (id),
            text        TEXT NOT NULL,
            spans       TEXT NOT NULL,
            speaker     TEXT NOT NULL,
            cluster_id  INTEGER REFERENCES cluster (id)
        ) STRICT;
        CREATE INDEX claim_cluster ON claim (cluster_id);
        CREATE INDEX claim_document ON claim (document_id);
        CREATE VIRTUAL TABLE claim_fts USING fts5 (
            text, speaker, content = 'claim', content_rowid = 'id',
            tokenize = "unicode61 remove_diacritics 2"
        );

        CREATE TABLE vector (
            key   TEXT PRIMARY KEY,
            model TEXT NOT NULL,
            data  BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE difference (
            id          INTEGER PRIMARY KEY,
            cluster_id  INTEGER NOT NULL REFERENCES cluster (id),
            kind        TEXT NOT NULL,
            left_claim  INTEGER NOT NULL REFERENCES claim (id),
            left_start  INTEGER NOT NULL,
            left_end    INTEGER NOT NULL,
            right_claim INTEGER NOT NULL REFERENCES claim (id),
            right_start INTEGER NOT NULL,
            right_end   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX difference_cluster ON difference (cluster_id);

        CREATE TABLE act (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            kind       TEXT NOT NULL CHECK (kind IN ('verdict', 'note', 'flag', 'undo')),
            cluster_id INTEGER NOT NULL REFERENCES cluster (id),
            reviewer   TEXT NOT NULL,
            at         TEXT NOT NULL,
            value      TEXT NOT NULL,
            claims     TEXT NOT NULL,
            undoes     INTEGER UNIQUE REFERENCES act (id)
        ) STRICT;
        CREATE INDEX act_cluster ON act (cluster_id);
        CREATE TRIGGER act_is_never_replaced BEFORE INSERT ON act
            WHEN EXISTS (SELECT 1 FROM act WHERE id = NEW.id OR undoes = NEW.undoes)
            BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
        CREATE TRIGGER act_is_never_changed BEFORE UPDATE ON act
            BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;
        CREATE TRIGGER act_is_never_removed BEFORE DELETE ON act
            BEGIN SELECT RAISE (ABORT, 'the log of acts only grows'); END;

        CREATE TABLE verdict (
            cluster_id INTEGER PRIMARY KEY REFERENCES cluster (id),
            label      TEXT CHECK (label IN ('consistent', 'conflicting', 'single-sourced')),
            note       TEXT NOT NULL,
            flagged    INTEGER NOT NULL,
            changed    INTEGER NOT NULL,
            reviewer   TEXT NOT NULL,
            decided_at TEXT NOT NULL,
            claims     TEXT NOT NULL
        ) STRICT;
        CREATE INDEX verdict_label ON verdict (label);

        CREATE TABLE bookmark (
            reviewer   TEXT PRIMARY KEY,
            cluster_id INTEGER REFERENCES cluster (id),
            filter     TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE setting (
            name  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
    )


@migrations()
def m002_atomic_claims(db: Database) -> None:
    """What a claim is beside its words: what was filled in, who says it, how surely, when."""
    db.executescript(
        """
        ALTER TABLE claim ADD COLUMN filled TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE claim ADD COLUMN said TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE claim ADD COLUMN certainty TEXT NOT NULL DEFAULT 'asserted';
        ALTER TABLE claim ADD COLUMN link TEXT NOT NULL DEFAULT '';
        ALTER TABLE claim ADD COLUMN dates TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE claim ADD COLUMN unchecked TEXT NOT NULL DEFAULT '';
        ALTER TABLE claim ADD COLUMN rule TEXT NOT NULL DEFAULT '';
        """
    )


@migrations()
def m003_surgery_and_origins(db: Database) -> None:
    """Acts that move claims or join articles, redo, doubts about differences, shared origins."""
    surgery.take(db)


@migrations()
def m004_opinions(db: Database) -> None:
    """What a model reads as a contradiction, of pairs of claims wherever these are."""
    db.executescript(
        """
        CREATE TABLE opinion (
            left_claim    INTEGER NOT NULL REFERENCES claim (id),
            right_claim   INTEGER NOT NULL REFERENCES claim (id),
            contradiction REAL NOT NULL,
            PRIMARY KEY (left_claim, right_claim)
        ) STRICT, WITHOUT ROWID;
        INSERT OR REPLACE INTO opinion
            SELECT left_claim, right_claim,
                CAST(substr(doubt, instr(doubt, '(') + 1) AS REAL) / 100
            FROM difference WHERE kind = 'meaning';
        """
    )


@migrations()
def m005_teams(db: Database) -> None:
    """Verdicts of each reviewer, adjudication, assignment, and names that hold in any file."""
    teams.take(db)


@migrations()
def m006_evidence(db: Database) -> None:
    """What a verdict was given on, beside the claims: how many origins, which differences."""
    db.executescript(
        """
        ALTER TABLE act ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
        ALTER TABLE verdict ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
        ALTER TABLE reviewer_verdict ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
        CREATE INDEX verdict_changed ON verdict (cluster_id) WHERE changed;
        """
    )


@migrations()
def m007_finding(db: Database) -> None:
    """Words of whole sentences among what is searched, and an index for each way to filter."""
    db.executescript(
        """
        DROP TABLE claim_fts;
        CREATE VIRTUAL TABLE claim_fts USING fts5 (
            text, speaker, sentence, content = '', tokenize = "unicode61 remove_diacritics 2"
        );
        INSERT INTO claim_fts (rowid, text, speaker, sentence)
            SELECT claim.id, claim.text, claim.speaker, sentence.text
            FROM claim JOIN sentence ON sentence.id = sentence_id ORDER BY claim.id;

        DROP INDEX claim_cluster;
        DROP INDEX claim_document;
        CREATE INDEX claim_cluster ON claim (cluster_id, document_id, speaker);
        CREATE INDEX claim_document ON claim (document_id, cluster_id);
        CREATE INDEX claim_speaker ON claim (speaker, cluster_id, document_id) WHERE speaker != '';
        CREATE INDEX claim_unclustered ON claim (document_id)
            WHERE cluster_id IS NULL AND left_out IS NULL;
        CREATE INDEX document_source ON document (source_id);
        CREATE INDEX document_published ON document (published);
        CREATE INDEX document_unsplit ON document (id)
            WHERE split_by IS NULL AND superseded_by IS NULL;
        CREATE INDEX difference_kind ON difference (kind, cluster_id) WHERE doubt = '';
        CREATE INDEX verdict_flagged ON verdict (cluster_id) WHERE flagged;
        CREATE INDEX verdict_noted ON verdict (cluster_id, note) WHERE note != '';
        """
    )


@migrations()
def m008_studies(db: Database) -> None:
    """What a clustering leaves behind for articles that join: links, signatures, the collection."""
    studies.take(db)


@migrations()
def m009_library(db: Database) -> None:
    """Acts on sources and articles, what was told of them before, and files that were skipped."""
    library.take(db)


@migrations()
def m010_batches_and_drafts(db: Database) -> None:
    """Acts that were one to their reviewer, and notes half written."""
    db.executescript(
        """
        ALTER TABLE act ADD COLUMN batch TEXT NOT NULL DEFAULT '';
        CREATE INDEX act_batch ON act (batch) WHERE batch != '';

        CREATE TABLE draft (
            reviewer   TEXT NOT NULL,
            cluster_id INTEGER NOT NULL,
            text       TEXT NOT NULL,
            PRIMARY KEY (reviewer, cluster_id)
        ) STRICT, WITHOUT ROWID;
        """
    )


@migrations()
def m011_blocks(db: Database) -> None:
    """Which claims a clustering has looked at together."""
    blocks.take(db)


@migrations()
def m012_former_homes(db: Database) -> None:
    """From which clusters claims came when projects were joined."""
    former_homes.take(db)


@migrations()
def m013_decided(db: Database) -> None:
    """Which clusters are decided, and indexes for what is left and who is alone."""
    decided.take(db)


@migrations()
def m014_vectors(db: Database) -> None:
    """Vectors in a table that wastes less of the file."""
    vectors.take(db)


@migrations()
def m015_next_choices(db: Database) -> None:
    """Find the claims to which one is the next choice."""
    db.execute("CREATE INDEX membership_runner_up ON membership (runner_up)")


@migrations()
def m016_names(db: Database) -> None:
    """Which names each article has, for articles that join."""
    db.execute("CREATE TABLE naming (document_id INTEGER PRIMARY KEY, names TEXT NOT NULL) STRICT")


STEPS = frozenset(
    step.__name__
    for step in (
        m001_first_schema,
        m002_atomic_claims,
        m003_surgery_and_origins,
        m004_opinions,
        m005_teams,
        m006_evidence,
        m007_finding,
        m008_studies,
        m009_library,
        m010_batches_and_drafts,
        m011_blocks,
        m012_former_homes,
        m013_decided,
        m014_vectors,
        m015_next_choices,
        m016_names,
    )
)
"""The names of all steps that this version knows."""

TRIGGERS = frozenset(
    {
        "8f51831bbd5acdd18ba6ee51ae41a500c82c2b9c9b4798720624b82bfbe9ae3f",  # act_is_never_replaced
        "e3821ae402e17de4e525c9f8da5064308f0abb11bc40bcd34bcb08b7b245fce7",  # act_is_never_changed
        "c71981b76eaa2e6cd9dc1621a9bad0c08658f128eedb8b0079cbe94301ca02a6",  # act_is_never_removed
        "72b88357bad8ccf75d44e8268fd3be07f3f32b2b3186fccc838b3423e2c3858a",  # act_is_never_replaced
        "7bf1389f5543e1a1150c8083613b699757237d03068445adfdff6cca7b06b9c5",  # act_is_never_replaced
        "a41abd6052d454708b3bc538105246cad55683135938e83735729bbd82b2b4e3",  # act_is_never_changed
        "aa7a94313c2a60cb1de992315715b7437df0d2869bff42eb396fb480d80a0d77",  # act_is_never_removed
        "1f9e4d92c1e28aa5632673aedb2040c389d50a8efa9b2ca5f4f850543e71a163",  # cluster_is_named
    }
)
"""The digests of all triggers that any step has ever made; no other may be in a project."""

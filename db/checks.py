"""Re-derive what is stored and say what does not hold: the ground of the `verify` verb."""

from __future__ import annotations

import math
import sqlite3
import struct
import sys
from array import array
from typing import TYPE_CHECKING

from db import acts, claims, clusters, documents, headlines, sentences, verdicts
from db.connection import reading
from db.digests import claim_key, digest_of, document_digest
from db.places import rebuild

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlite_utils import Database

    from db.records import Claim, Document


_OF_WORDS = "/words"
"""Stands in the name of a model whose vectors are those of single words."""


def problems(db: Database) -> Iterator[str]:
    """Yield one line for everything in the project that is not as it must be.

    What cannot even be read is a problem too; the rest is still looked at. Raises ProjectError.
    """
    with reading(db):
        for what, found in (
            ("file", _file(db)),
            ("articles", _documents(db)),
            ("vectors", _vectors(db)),
            ("clusters", _clusters(db)),
            ("differences", _differences(db)),
            ("headlines", _headlines(db)),
            ("acts", _acts(db)),
            ("claims left out", _left_out(db)),
            ("verdicts", _verdicts(db)),
            ("search", _search_index(db)),
            ("unfinished", _unfinished(db)),
        ):
            yield from _readable(what, found)


def _readable(what: str, found: Iterable[str]) -> Iterator[str]:
    try:
        yield from found
    except (sqlite3.Error, LookupError, TypeError, ValueError) as error:
        yield f"{what}: cannot be read ({error})"


def _file(db: Database) -> Iterator[str]:
    for (line,) in db.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"file: {line}"
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table} {rowid}: points at a missing {parent}"


def _documents(db: Database) -> Iterator[str]:
    for (document_id,) in db.execute("SELECT id FROM document ORDER BY id").fetchall():
        yield from _readable(f"article {document_id}", of_article(db, document_id))


def of_article(db: Database, document_id: int) -> Iterator[str]:
    """Yield what is wrong with an article, its sentences and its claims. Raises KeyError."""
    document = documents.get(db, document_id)
    content, kept = db.execute(
        "SELECT content, iif(path = '', split_by, '') FROM document WHERE id = ?", [document_id]
    ).fetchone()
    if content != digest_of(document.text.encode()):
        yield f"article {document.name}: its text is not the one that was read"
    if document.digest != document_digest(document.source, document.text, kept or ""):
        yield f"article {document.name}: its digest does not fit its source and text"
    by_id = {sentence.id: sentence for sentence in sentences.of_document(db, document_id)}
    for sentence in by_id.values():
        if document.text[sentence.start : sentence.end] != sentence.text:
            yield f"sentence {sentence.id}: is not at its place in {document.name}"
    for claim in claims.of_document(db, document_id):
        home = by_id.get(claim.sentence_id)
        if home is None:
            yield f"claim {claim.key}: its sentence is of another article than {document.name}"
        elif not all(home.start <= start < end <= home.end for start, end in claim.spans):
            yield f"claim {claim.key}: reaches outside its sentence in {document.name}"
        yield from _claim(document, claim)


def _claim(document: Document, claim: Claim) -> Iterator[str]:
    if claim.text != rebuild(document.text, claim.spans, claim.filled):
        yield f"claim {claim.key}: is not at its place in {document.name}"
    if claim.key != claim_key(document.digest, claim.spans):
        yield f"claim {claim.key}: its key does not fit its place in {document.name}"


def _vectors(db: Database) -> Iterator[str]:
    for key, model, data in db.execute("SELECT key, model, data FROM vector ORDER BY key"):
        yield from _readable(f"vector {key[:16]}", _vector_problems(key, model, data))


def vector_is_sound(row: Mapping[str, object]) -> bool:
    """Say whether a row of vectors, as read from anywhere, holds one."""
    key, model, data = row.get("key"), row.get("model"), row.get("data")
    if not (isinstance(key, str) and isinstance(model, str) and isinstance(data, bytes)):
        return False
    return not any(_readable("vector", _vector_problems(key, model, data)))


def _vector_problems(key: str, model: str, data: bytes) -> Iterator[str]:
    return _words(key, data) if _OF_WORDS in model else _vector(key, data)


def _vector(key: str, data: bytes) -> Iterator[str]:
    row = array("f", data)
    if sys.byteorder == "big":
        row.byteswap()
    if not abs(math.hypot(*row) - 1) < 1e-3:
        yield f"vector {key[:16]}: is not of length 1"


def _words(key: str, data: bytes) -> Iterator[str]:
    """Half floats, the unit rows of a text's words one after the other."""
    if len(data) % 2:
        raise ValueError("half a number")
    if not all(abs(value) < 1 + 1e-3 for (value,) in struct.iter_unpack("<e", data)):
        yield f"vector {key[:16]}: is not of words of length 1"


def _clusters(db: Database) -> Iterator[str]:
    counted = (
        "SELECT cluster.id, cluster.claims, documents, sources, count(claim.id),"
        " count(DISTINCT document_id), count(DISTINCT source_id) FROM cluster"
        " LEFT JOIN claim ON claim.cluster_id = cluster.id"
        " LEFT JOIN document ON document.id = document_id GROUP BY cluster.id"
    )
    for cluster_id, *counts in db.execute(counted):
        said, there = counts[:3], counts[3:]
        for what, says, holds in zip(("claims", "articles", "sources"), said, there, strict=True):
            if says != holds:
                yield f"cluster {cluster_id}: says {says} {what}, holds {holds}"
    for (cluster_id,) in db.execute("SELECT id FROM cluster WHERE uid IS NULL OR uid = ''"):
        yield f"cluster {cluster_id}: has no name of its own"
    impossible = "origins > documents OR origins < (claims > 0)"
    for cluster_id, origins in db.execute(f"SELECT id, origins FROM cluster WHERE {impossible}"):
        yield f"cluster {cluster_id}: says {origins} origins"


def _differences(db: Database) -> Iterator[str]:
    for side in ("left", "right"):
        misplaced = (
            f"SELECT difference.id, difference.cluster_id FROM difference"
            f" LEFT JOIN claim ON claim.id = {side}_claim"
            f" LEFT JOIN sentence ON sentence.id = sentence_id"
            f" WHERE claim.cluster_id IS NOT difference.cluster_id"
            f' OR NOT (start <= {side}_start AND {side}_start < {side}_end AND {side}_end <= "end")'
        )
        for difference_id, cluster_id in db.execute(misplaced):
            yield f"difference {difference_id}: is not in a claim of cluster {cluster_id}"


def _headlines(db: Database) -> Iterator[str]:
    named = headlines.chosen(db)
    nobodys = db.execute(
        "SELECT id FROM cluster WHERE claims > 0 AND NOT EXISTS"
        " (SELECT 1 FROM claim WHERE cluster_id = cluster.id AND text = headline)"
        " AND EXISTS (SELECT 1 FROM claim WHERE cluster_id = cluster.id)"
    )
    for (cluster_id,) in nobodys.fetchall():
        if cluster_id not in named:
            yield f"cluster {cluster_id}: its headline is none of its claims"
    for cluster_id, chosen in named.items():
        held = claims.in_cluster(db, cluster_id)
        if held and chosen.holds(held) and clusters.get(db, cluster_id).headline != chosen.text:
            yield f"cluster {cluster_id}: its headline is not what its acts say"


def _acts(db: Database) -> Iterator[str]:
    held = len([acts.read(row) for row in db.execute(f"SELECT {acts.COLUMNS} FROM act")])
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'act'").fetchone()
    written = row[0] if row else 0
    if held != written:
        yield f"acts: {written} were written, {held} are there"
    backwards = (
        "SELECT id FROM (SELECT id, written, lag(written, 1, 0) OVER (ORDER BY id) AS before"
        " FROM act) WHERE written < before"
    )
    for (act_id,) in db.execute(backwards):
        yield f"act {act_id}: came into the log before the one that it follows"
    last = (
        "SELECT undoes FROM act WHERE kind = 'undo' AND id IN"
        " (SELECT max(id) FROM act WHERE undoes IS NOT NULL GROUP BY undoes)"
    )
    for (act_id,) in db.execute(f"{last} EXCEPT SELECT act_id FROM undone"):
        yield f"act {act_id}: was undone, and stands"
    for (act_id,) in db.execute(f"SELECT act_id FROM undone EXCEPT {last}"):
        yield f"act {act_id}: was never undone, and does not stand"


def _left_out(db: Database) -> Iterator[str]:
    """A claim is left out because an act says so, of it or of its words in another version."""
    named = (
        "SELECT json_each.value FROM act, json_each(act.claims) WHERE kind IN ('whole', 'drop')"
        " UNION SELECT new FROM renamed"
    )
    # The one that an act speaks of may have been replaced since, or have come back.
    other_version = (
        "SELECT 1 FROM document AS own JOIN document AS other ON other.id != own.id AND"
        " coalesce(other.superseded_by, other.id) = coalesce(own.superseded_by, own.id)"
        " WHERE own.id = claim.document_id"
    )
    unasked = (
        f"SELECT key FROM claim WHERE left_out IS NOT NULL AND key NOT IN ({named})"
        f" AND NOT EXISTS ({other_version})"
    )
    for (key,) in db.execute(unasked):
        yield f"claim {key}: is left out, and no act says so"


def _verdicts(db: Database) -> Iterator[str]:
    touched = db.execute(
        "SELECT cluster_id FROM act WHERE cluster_id IS NOT NULL"
        " UNION SELECT cluster_id FROM verdict UNION SELECT cluster_id FROM reviewer_verdict"
    )
    for (cluster_id,) in touched.fetchall():
        (row, owned), derived = verdicts.stored(db, cluster_id), verdicts.derived(db, cluster_id)
        if row != derived[0]:
            yield f"cluster {cluster_id}: its verdict is not what its acts say"
        if owned != derived[1]:
            yield f"cluster {cluster_id}: the verdicts of its reviewers are not what they did"
    unlike = (
        "SELECT id FROM cluster LEFT JOIN verdict ON cluster_id = id"
        " WHERE decided != (label IS NOT NULL) ORDER BY id"
    )
    for (cluster_id,) in db.execute(unlike):
        yield f"cluster {cluster_id}: counts as decided or not otherwise than its verdict says"


def _search_index(db: Database) -> Iterator[str]:
    unfound = "SELECT count(*) FROM claim WHERE id NOT IN (SELECT id FROM claim_fts_docsize)"
    missing = db.execute(unfound).fetchone()[0]
    if missing:
        yield f"search: {missing} claims cannot be found by their words"


def _unfinished(db: Database) -> Iterator[str]:
    unread = len(documents.unsplit(db))
    moved = db.execute(
        "SELECT count(*) FROM claim JOIN document ON document.id = document_id"
        " WHERE (cluster_id IS NULL) = (superseded_by IS NULL AND left_out IS NULL)"
    ).fetchone()[0]
    if unread or moved:
        yield (
            f"unfinished: {unread} articles are not split, {moved} claims not clustered;"
            " run: workbench add"
        )

"""Re-derive what is stored and say what does not hold: the ground of the `verify` verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import claims, documents, sentences, verdicts
from db.errors import speaking_plainly
from db.records import claim_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from db.records import Claim, Document


def problems(db: Database) -> Iterator[str]:
    """Yield one line for everything in the project that is not as it must be."""
    with speaking_plainly("the project"):
        yield from _sqlite(db)
        for document in documents.all_versions(db):
            yield from _document(db, document)
        yield from _clusters(db)
        yield from _verdicts(db)
        yield from _search_index(db)


def _sqlite(db: Database) -> Iterator[str]:
    for (line,) in db.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"file: {line}"
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table} {rowid}: points at a missing {parent}"


def _document(db: Database, document: Document) -> Iterator[str]:
    by_id = {sentence.id: sentence for sentence in sentences.of_document(db, document.id)}
    for sentence in by_id.values():
        if document.text[sentence.start : sentence.end] != sentence.text:
            yield f"sentence {sentence.id}: is not at its place in {document.name}"
    for claim in claims.of_document(db, document.id):
        home = by_id.get(claim.sentence_id)
        if home is None:
            yield f"claim {claim.key}: its sentence is of another article than {document.name}"
        elif not all(home.start <= start < end <= home.end for start, end in claim.spans):
            yield f"claim {claim.key}: reaches outside its sentence in {document.name}"
        yield from _claim(document, claim)


def _claim(document: Document, claim: Claim) -> Iterator[str]:
    if claim.text != "".join(document.text[start:end] for start, end in claim.spans):
        yield f"claim {claim.key}: is not at its place in {document.name}"
    if claim.key != claim_key(document.digest, claim.spans):
        yield f"claim {claim.key}: its key does not fit its place in {document.name}"


def _clusters(db: Database) -> Iterator[str]:
    counted = (
        "SELECT cluster.id, claims, count(claim.id) FROM cluster"
        " LEFT JOIN claim ON claim.cluster_id = cluster.id GROUP BY cluster.id"
    )
    for cluster_id, said, there in db.execute(counted):
        if said != there:
            yield f"cluster {cluster_id}: says {said} claims, holds {there}"
    clustered = db.execute("SELECT 1 FROM setting WHERE name = 'clustered'").fetchone()
    stale = (
        "SELECT key FROM claim JOIN document ON document.id = document_id"
        " WHERE (cluster_id IS NULL) = (superseded_by IS NULL)"
    )
    if clustered:
        for (key,) in db.execute(stale):
            yield f"claim {key}: its cluster is out of date; run: workbench add"


def _verdicts(db: Database) -> Iterator[str]:
    touched = db.execute("SELECT cluster_id FROM act UNION SELECT cluster_id FROM verdict")
    for (cluster_id,) in touched.fetchall():
        stored = db.execute("SELECT * FROM verdict WHERE cluster_id = ?", [cluster_id]).fetchone()
        derived = verdicts.derived(db, cluster_id)
        if (None if stored is None else list(stored)) != derived:
            yield f"cluster {cluster_id}: its verdict is not what its acts say"


def _search_index(db: Database) -> Iterator[str]:
    unfound = "SELECT count(*) FROM claim WHERE id NOT IN (SELECT id FROM claim_fts_docsize)"
    missing = db.execute(unfound).fetchone()[0]
    if missing:
        yield f"search: {missing} claims cannot be found by their words"

"""Articles and the sources they come from. A changed file is a new version beside the old one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from os.path import exists
from typing import TYPE_CHECKING

from db import claims, library, verdicts
from db import sources as source_table
from db.connection import writing
from db.digests import digest_of, document_digest
from db.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

_COLUMNS = """
    source.name, document.name, path, digest, encoding, text, title, published, url, document.id
"""
_FROM = f"SELECT {_COLUMNS} FROM document JOIN source ON source.id = source_id"


class Put(StrEnum):
    """What became of a document that was offered to the project."""

    ADDED = "added"
    NEW_VERSION = "new version"
    UNCHANGED = "already there"
    UPDATED = "details updated"
    REMOVED = "removed by a reviewer"


def put(db: Database, document: Document) -> Put:
    """Store `document` unless the project has it; see `put_all`."""
    return put_all(db, [document])[0]


def put_all(db: Database, given: Iterable[Document]) -> list[Put]:
    """Store documents, all in one transaction; say what became of each.

    What the project has is not stored again; what a document's file held before gives way.

    The project has it when the same text is there under the same source, or under any source when
    that of `document` is only a guess. Details that are given replace those that are stored; what
    reviewers have said of them stands above both.
    """
    with writing(db):
        return [_put(db, document) for document in given]


def _put(db: Database, document: Document) -> Put:
    said, told = library.said(db), document
    here = _current_at(db, document.path)
    kept = here is not None and document.source_is_a_guess
    named = here.source if here is not None and kept else said.name(document.source)
    document = _of_source(document, named)
    if library.is_removed(db, document.path, document.digest):
        return Put.REMOVED
    known = _known(db, document)
    if known is None:
        stored, put = _insert(db, document), Put.ADDED
    else:
        stored, put = known.id, _meet_again(db, known, document, said.dates.get(known.id))
    if here is not None and here.id != stored:
        _supersede(db, here.id, stored)
        put = Put.NEW_VERSION
    source = told.source if known is None or not told.source_is_a_guess else None
    if here is not None and kept:
        source = library.told_source(db, here.id)
    if said:
        library.tell(db, stored, source, told.published)
    return put


def get(db: Database, document_id: int) -> Document:
    """Return one document. Raises KeyError."""
    row = db.execute(f"{_FROM} WHERE document.id = ?", [document_id]).fetchone()
    if row is None:
        raise KeyError(document_id)
    return _document(row)


def current(db: Database) -> list[Document]:
    """Return every document that no newer version has replaced, in the order of their names."""
    rows = db.execute(f"{_FROM} WHERE superseded_by IS NULL ORDER BY document.name, document.id")
    return [_document(row) for row in rows]


def some(db: Database, ids: Iterable[int]) -> list[Document]:
    """Return some documents, in the order of their names."""
    rows = db.execute(
        f"{_FROM} WHERE document.id IN (SELECT value FROM json_each(?))"
        " ORDER BY document.name, document.id",
        [json.dumps(sorted(ids))],
    )
    return [_document(row) for row in rows]


def outlines(db: Database) -> list[Document]:
    """Return the documents of `current` without their texts, which are most of what they weigh."""
    columns = _COLUMNS.replace(" text,", " '',")
    rows = db.execute(
        f"SELECT {columns} FROM document JOIN source ON source.id = source_id"
        " WHERE superseded_by IS NULL ORDER BY document.name, document.id"
    )
    return [_document(row) for row in rows]


def details(db: Database) -> Iterator[tuple[str, str, str | None]]:
    """Yield the digest, the day and the splitter of each document of `current`, in its order."""
    yield from db.execute(
        "SELECT digest, published, split_by FROM document WHERE superseded_by IS NULL"
        " ORDER BY name, id"
    )


def oldest_of_sources(db: Database, ids: Iterable[int]) -> list[int]:
    """Return, for each source of some documents, the oldest current document of it."""
    rows = db.execute(
        "SELECT min(id) FROM document WHERE superseded_by IS NULL AND source_id IN"
        " (SELECT source_id FROM document WHERE id IN (SELECT value FROM json_each(?)))"
        " GROUP BY source_id",
        [json.dumps(sorted(ids))],
    )
    return [row[0] for row in rows]


def all_versions(db: Database) -> list[Document]:
    """Return every document ever stored."""
    return [_document(row) for row in db.execute(f"{_FROM} ORDER BY document.id")]


def replaced_since(db: Database) -> list[tuple[int, int]]:
    """Return (older, newer) for versions that were replaced since the clusters were made.

    The newest come last.
    """
    rows = db.execute(
        "SELECT id, superseded_by FROM document WHERE superseded_by != id AND EXISTS"
        " (SELECT 1 FROM claim WHERE document_id = document.id AND cluster_id IS NOT NULL)"
        " ORDER BY id"
    )
    return [(older, newer) for older, newer in rows]


def any_split(db: Database) -> bool:
    """Say whether any document has been split into sentences."""
    row = db.execute("SELECT EXISTS (SELECT 1 FROM document WHERE split_by IS NOT NULL)").fetchone()
    return bool(row[0])


def is_split(db: Database, document_id: int) -> bool:
    """Say whether a document has been split into sentences."""
    row = db.execute("SELECT split_by FROM document WHERE id = ?", [document_id]).fetchone()
    return row is not None and row[0] is not None


def unsplit(db: Database) -> list[int]:
    """Return the ids of the documents that still have to be split into sentences."""
    rows = db.execute(
        "SELECT id FROM document INDEXED BY document_unsplit"
        " WHERE split_by IS NULL AND superseded_by IS NULL ORDER BY name, id"
    )
    return [row[0] for row in rows]


def mark_split(db: Database, document_id: int, splitter: str) -> None:
    """Say that `splitter` has split the document. Call inside `writing`."""
    db.execute("UPDATE document SET split_by = ? WHERE id = ?", [splitter, document_id])


def set_title(db: Database, document_id: int, title: str) -> None:
    """Give a document a title. Call inside `writing`."""
    db.execute("UPDATE document SET title = ? WHERE id = ?", [title, document_id])


def sources(db: Database) -> list[str]:
    """Return the names of the sources that have a current document."""
    rows = db.execute(
        "SELECT name FROM source WHERE EXISTS (SELECT 1 FROM document"
        " WHERE source_id = source.id AND +superseded_by IS NULL) ORDER BY name"
    )
    return [row[0] for row in rows]


def _document(row: Sequence[object]) -> Document:
    *texts, document_id = row
    source, name, path, digest, encoding, text, title, published, url = map(str, texts)
    return Document(
        source=source,
        name=name,
        path=path,
        digest=digest,
        encoding=encoding,
        text=text,
        title=title,
        published=published,
        url=url,
        id=int(str(document_id)),
    )


def _of_source(document: Document, source: str) -> Document:
    return replace(document, source=source, digest=document_digest(source, document.text))


def _known(db: Database, document: Document) -> Document | None:
    """Find the document that `document` is again.

    An old version counts only under its own source, or in the file that it was read from: text that
    a file has left behind may be news in another.
    """
    row = db.execute(
        f"{_FROM} WHERE content = :content AND (digest = :digest"
        "  OR path = :path AND (superseded_by IS NULL OR :guess)"
        "  OR superseded_by IS NULL AND :guess)"
        " ORDER BY digest = :digest DESC, path = :path DESC, superseded_by, document.id LIMIT 1",
        {
            "content": _content(document),
            "digest": document.digest,
            "path": document.path,
            "guess": document.source_is_a_guess,
        },
    ).fetchone()
    return None if row is None else _document(row)


def _meet_again(db: Database, known: Document, document: Document, date: str | None) -> Put:
    """Bring the details of `known` up to date, and put it in force if it was not.

    `date` is the one that a reviewer has set.
    """
    details = replace(
        known,
        title=document.title or known.title,
        published=(document.published or known.published) if date is None else date,
        url=document.url or known.url,
    )
    if not document.source_is_a_guess and document.source != known.source:
        details = _of_source(details, document.source)
        claims.rename(db, known.id, details.digest)
        verdicts.compare_evidence(db)
    revived = _revive(db, known.id)
    if revived or not exists(known.path):
        details = replace(details, path=document.path, name=document.name)
    if details != known:
        _update(db, details)
    if revived:
        return Put.ADDED
    return Put.UPDATED if details != known else Put.UNCHANGED


def _revive(db: Database, document_id: int) -> bool:
    """Make an old version current again; say whether it was old."""
    cursor = db.execute(
        "UPDATE document SET superseded_by = NULL WHERE id = ? AND superseded_by IS NOT NULL",
        [document_id],
    )
    return bool(cursor.rowcount)


def _current_at(db: Database, path: str) -> Document | None:
    row = db.execute(f"{_FROM} WHERE path = ? AND superseded_by IS NULL", [path]).fetchone()
    return None if row is None else _document(row)


def _supersede(db: Database, older: int, newer: int) -> None:
    """Let `newer` take the place of `older` and of all that `older` had replaced.

    The claims of `older` stay in their clusters until the clusters are made anew in one piece.
    """
    db.execute(
        "UPDATE document SET superseded_by = ? WHERE id = ? OR superseded_by = ?",
        [newer, older, older],
    )


def _update(db: Database, document: Document) -> None:
    db.execute(
        "UPDATE document SET source_id = ?, name = ?, path = ?, digest = ?, title = ?,"
        " published = ?, url = ? WHERE id = ?",
        [
            source_table.id_of(db, document.source),
            document.name,
            document.path,
            document.digest,
            document.title,
            document.published,
            document.url,
            document.id,
        ],
    )


def _content(document: Document) -> str:
    return digest_of(document.text.encode())


def _insert(db: Database, document: Document) -> int:
    cursor = db.execute(
        "INSERT INTO document"
        " (source_id, name, path, digest, content, encoding, text, title, published, url, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            source_table.id_of(db, document.source),
            document.name,
            document.path,
            document.digest,
            _content(document),
            document.encoding,
            document.text,
            document.title,
            document.published,
            document.url,
            datetime.now(UTC).isoformat(timespec="seconds"),
        ],
    )
    return int(cursor.lastrowid or 0)


def splitters(db: Database) -> list[tuple[str, str, str]]:
    """Return (digest, name, what split it) of every document that has been split."""
    return db.execute(
        "SELECT digest, name, split_by FROM document WHERE split_by IS NOT NULL ORDER BY id"
    ).fetchall()


def corrected(db: Database, other: Database) -> list[tuple[Document, str]]:
    """Return the documents here, each with the source that another project has corrected it to."""
    renamed = {old for (old,) in other.execute("SELECT old FROM renamed")}
    there = {document.digest for document in all_versions(other)}
    found = []
    for document in all_versions(db):
        keys = {claim.key for claim in claims.of_document(db, document.id)}
        if document.digest in there or not keys & renamed:
            continue
        same = other.execute(
            "SELECT source.name FROM document JOIN source ON source.id = source_id"
            " WHERE content = ? AND document.id IN (SELECT document_id FROM claim JOIN renamed"
            " ON new = key WHERE old IN (SELECT value FROM json_each(?)))",
            [_content(document), json.dumps(sorted(keys))],
        ).fetchone()
        if same is not None:
            found.append((document, str(same[0])))
    return found


def correct(db: Database, document: Document, source: str) -> None:
    """Give a document another source, and its claims the keys that follow from it."""
    with writing(db):
        details = _of_source(document, source)
        if not document.path:
            split_by = db.execute(
                "SELECT split_by FROM document WHERE id = ?", [document.id]
            ).fetchone()[0]
            digest = document_digest(source, document.text, split_by)
            details = replace(details, digest=digest)
        claims.rename(db, document.id, details.digest)
        _update(db, details)
        verdicts.compare_evidence(db)

"""Articles and the sources they come from. A changed file is a new version beside the old one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from db.connection import writing
from db.records import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def put(db: Database, document: Document) -> Put:
    """Store `document` unless the project has it; an older version of its file gives way."""
    with writing(db):
        known = _same_content(db, document)
        if known is not None:
            return _meet_again(db, known, document)
        older = _current_at(db, document.path)
        new_id = _insert(db, document)
        if older is None:
            return Put.ADDED
        _supersede(db, older, new_id)
        return Put.NEW_VERSION


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


def all_versions(db: Database) -> list[Document]:
    """Return every document ever stored."""
    return [_document(row) for row in db.execute(f"{_FROM} ORDER BY document.id")]


def unsplit(db: Database) -> list[int]:
    """Return the ids of the documents that still have to be split into sentences."""
    rows = db.execute(
        "SELECT id FROM document WHERE split_by IS NULL AND superseded_by IS NULL ORDER BY name, id"
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
        "SELECT DISTINCT source.name FROM document JOIN source ON source.id = source_id"
        " WHERE superseded_by IS NULL ORDER BY source.name"
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


def _same_content(db: Database, document: Document) -> Document | None:
    """Find the same bytes: of the same source, or of any when the source is only a guess."""
    rows = db.execute(
        f"{_FROM} WHERE digest = ? ORDER BY superseded_by IS NOT NULL, document.id",
        [document.digest],
    ).fetchall()
    for row in rows:
        if document.source_is_a_guess or row[0] == document.source:
            return _document(row)
    return None


def _meet_again(db: Database, known: Document, document: Document) -> Put:
    revived = _revive(db, known)
    details = replace(
        known,
        title=document.title or known.title,
        published=document.published or known.published,
        url=document.url or known.url,
    )
    if details != known:
        db.execute(
            "UPDATE document SET title = ?, published = ?, url = ? WHERE id = ?",
            [details.title, details.published, details.url, known.id],
        )
    if revived:
        return Put.NEW_VERSION
    return Put.UPDATED if details != known else Put.UNCHANGED


def _revive(db: Database, known: Document) -> bool:
    """Make an old version current again when its file has gone back to it."""
    newer = _current_at(db, known.path)
    if newer is None or newer == known.id:
        return False
    db.execute("UPDATE document SET superseded_by = NULL WHERE id = ?", [known.id])
    _supersede(db, newer, known.id)
    return True


def _current_at(db: Database, path: str) -> int | None:
    row = db.execute(
        "SELECT id FROM document WHERE path = ? AND superseded_by IS NULL", [path]
    ).fetchone()
    return None if row is None else int(row[0])


def _supersede(db: Database, older: int, newer: int) -> None:
    db.execute("UPDATE document SET superseded_by = ? WHERE id = ?", [newer, older])
    db.execute("UPDATE claim SET cluster_id = NULL WHERE document_id = ?", [older])


def _insert(db: Database, document: Document) -> int:
    db.execute("INSERT OR IGNORE INTO source (name) VALUES (?)", [document.source])
    cursor = db.execute(
        "INSERT INTO document"
        " (source_id, name, path, digest, encoding, text, title, published, url, added_at)"
        " VALUES ((SELECT id FROM source WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            document.source,
            document.name,
            document.path,
            document.digest,
            document.encoding,
            document.text,
            document.title,
            document.published,
            document.url,
            datetime.now(UTC).isoformat(timespec="seconds"),
        ],
    )
    return int(cursor.lastrowid or 0)

"""Sentences and furniture lines of documents, with their exact place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Sentence, SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

_COLUMNS = 'start, "end", text, kind, reason, document_id, id'


def put(db: Database, document_id: int, sentences: Iterable[Sentence]) -> list[int]:
    """Store the sentences of a document; return their new ids in order. Call inside `writing`."""
    return [
        int(
            db.execute(
                'INSERT INTO sentence (document_id, start, "end", text, kind, reason)'
                " VALUES (?, ?, ?, ?, ?, ?)",
                [document_id, s.start, s.end, s.text, s.kind, s.reason],
            ).lastrowid
            or 0
        )
        for s in sentences
    ]


def get(db: Database, sentence_id: int) -> Sentence:
    """Return one sentence. Raises KeyError."""
    row = db.execute(f"SELECT {_COLUMNS} FROM sentence WHERE id = ?", [sentence_id]).fetchone()
    if row is None:
        raise KeyError(sentence_id)
    return read(row)


def of_document(db: Database, document_id: int) -> list[Sentence]:
    """Return a document's sentences in the order of the text."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM sentence WHERE document_id = ? ORDER BY start", [document_id]
    )
    return [read(row) for row in rows]


def read(row: Sequence[object]) -> Sentence:
    """Make a Sentence of a row of its columns, in the order of the record's fields."""
    start, end, text, kind, reason, document_id, sentence_id = row
    return Sentence(
        start=int(str(start)),
        end=int(str(end)),
        text=str(text),
        kind=SentenceKind(str(kind)),
        reason=str(reason),
        document_id=int(str(document_id)),
        id=int(str(sentence_id)),
    )

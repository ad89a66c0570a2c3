"""Sentences and furniture in the project, in the order of the text."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from db import documents, sentences
from db.connection import writing
from db.errors import ProjectError
from db.records import Sentence, SentenceKind
from tests.made import article

if TYPE_CHECKING:
    from sqlite_utils import Database

TEXT = "Bridge shut\n7 min\nThe bridge is shut."
FOUND = [
    Sentence(18, 37, "The bridge is shut."),
    Sentence(0, 11, "Bridge shut", SentenceKind.HEADLINE),
    Sentence(12, 17, "7 min", SentenceKind.FURNITURE, "reading time"),
]


@pytest.fixture
def document_id(db: Database) -> int:
    documents.put(db, article(TEXT))
    return documents.current(db)[0].id


def test_sentences_come_back_as_they_were_in_the_order_of_the_text(
    db: Database, document_id: int
) -> None:
    with writing(db):
        ids = sentences.put(db, document_id, FOUND)
    stored = sentences.of_document(db, document_id)
    assert [s.start for s in stored] == [0, 12, 18]
    assert stored == sorted(
        (replace(s, document_id=document_id, id=i) for s, i in zip(FOUND, ids, strict=True)),
        key=lambda s: s.start,
    )


def test_an_article_without_sentences_has_none(db: Database, document_id: int) -> None:
    with writing(db):
        assert sentences.put(db, document_id, []) == []
    assert sentences.of_document(db, document_id) == []


@pytest.mark.parametrize(
    "wrong",
    [Sentence(5, 5, ""), Sentence(7, 3, "x"), Sentence(-1, 3, "x"), Sentence(0, 2, "twice")],
)
def test_the_file_itself_refuses_impossible_places(
    db: Database, document_id: int, wrong: Sentence
) -> None:
    with writing(db):
        sentences.put(db, document_id, FOUND)
    with pytest.raises(sqlite3.IntegrityError), writing(db):
        sentences.put(db, document_id, [wrong])
    assert len(sentences.of_document(db, document_id)) == 3


def test_a_sentence_of_no_article_is_refused(db: Database) -> None:
    with pytest.raises((sqlite3.IntegrityError, ProjectError)), writing(db):
        sentences.put(db, 99, FOUND)

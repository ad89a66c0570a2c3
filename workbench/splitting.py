"""Split an article and store its sentences and claims, all at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db import claims, documents, sentences, surgery
from db.connection import writing
from db.records import SentenceKind
from workbench.stages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from db.records import Document, Sentence
    from workbench.stages.claim import Splitter


def split_one(db: Database, article: Document, splitter: Splitter) -> None:
    """Store the sentences and claims of an article that has none yet, in one transaction."""
    found = sentence.split(article)
    with writing(db):
        if documents.is_split(db, article.id):
            return  # another process was faster
        ids = sentences.put(db, article.id, found)
        stored = [replace(s, id=i, document_id=article.id) for s, i in zip(found, ids, strict=True)]
        claims.put(db, splitter.split(article, stored))
        surgery.inherit(db, article)
        if not article.title:
            documents.set_title(db, article.id, _headline(stored))
        documents.mark_split(db, article.id, f"{sentence.VERSION} {splitter.version}")


def _headline(found: Iterable[Sentence]) -> str:
    """Return the first headline of an article, '' when it has none."""
    return next((s.text for s in found if s.kind is SentenceKind.HEADLINE), "")

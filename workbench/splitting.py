"""Split articles, wherever that is done, and store their sentences and claims, all at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from db import claims, documents, renamed, sentences, splits, surgery
from db.connection import writing
from db.records import Document, SentenceKind
from workbench.kinds import kind_of
from workbench.stages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

    from db.records import Claim, Sentence
    from workbench.stages.claim import Splitter

T = TypeVar("T")

AT_ONCE = 16
"""Articles that are read or split, and then stored, together, at most."""

CHARACTERS = 16_000
"""Characters of such articles, unless one alone has more: a second or two of parsing."""

_one_at_a_time = threading.RLock()
"""A parser serves one thread; a worker of an engine may have several."""


@dataclass(frozen=True, slots=True)
class Split:
    """What an article was split into.

    `digest` tells which text of which source it was. Sentences are numbered from 1 on, and each
    claim names its sentence by that number, until they are stored.
    """

    document_id: int
    digest: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    version: str


def together(articles: Iterable[T]) -> Iterator[list[T]]:
    """Yield articles, and what else there is, in the groups in which they are stored."""
    group: list[T] = []
    length = 0
    for article in articles:
        weight = len(article.text) if isinstance(article, Document) else 0
        if group and (len(group) >= AT_ONCE or length + weight > CHARACTERS):
            yield group
            group, length = [], 0
        group.append(article)
        length += weight
    if group:
        yield group


def split(splitter: Splitter, articles: Sequence[Document]) -> list[Split]:
    """Split articles; nothing is stored."""
    with _one_at_a_time:
        return [_split(splitter, article) for article in articles]


def store(db: Database, found: Iterable[Split]) -> None:
    """Store what articles were split into, in one transaction.

    An article that another process has split by now is left alone, and so is one that has got
    another source meanwhile: its claims would have the keys of the old one.
    """
    with writing(db):
        for one in found:
            article = documents.get(db, one.document_id)
            if article.digest == one.digest and not documents.is_split(db, article.id):
                _store(db, article, one)


def split_one(db: Database, article: Document, splitter: Splitter) -> None:
    """Split an article here, and store what it was split into."""
    store(db, split(splitter, [article]))


def set_aside(db: Database, splitter: Splitter, kind: str) -> None:
    """Let articles that are split into other than a `kind` of claims wait for `splitter`.

    All of them at once, and the project goes on with this kind.
    """
    if all(kind_of(by) == kind for _, by in splits.all_(db)):
        return
    # It loads its parser for that: where there is none, nothing changes.
    version = _version(splitter)
    with writing(db):
        for article, by in splits.all_(db):
            if kind_of(by) != kind:
                splits.set_aside(db, article, version)
        db.execute("INSERT OR REPLACE INTO setting VALUES ('claims', ?)", [kind])


def _version(splitter: Splitter) -> str:
    return f"{sentence.VERSION} {splitter.version}"


def _split(splitter: Splitter, article: Document) -> Split:
    numbered = tuple(
        replace(one, id=number, document_id=article.id)
        for number, one in enumerate(sentence.split(article), 1)
    )
    found = tuple(splitter.split(article, numbered))
    return Split(article.id, article.digest, numbered, found, _version(splitter))


def _store(db: Database, article: Document, found: Split) -> None:
    ids = sentences.put(db, article.id, found.sentences)
    claims.put(db, (replace(c, sentence_id=ids[c.sentence_id - 1]) for c in found.claims))
    renamed.reclaim(db, article.id)
    surgery.inherit(db, article)
    if not article.title:
        documents.set_title(db, article.id, _headline(found.sentences))
    documents.mark_split(db, article.id, found.version)


def _headline(found: Iterable[Sentence]) -> str:
    """Return the first headline of an article, '' when it has none."""
    return next((s.text for s in found if s.kind is SentenceKind.HEADLINE), "")

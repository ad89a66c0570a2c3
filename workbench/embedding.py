"""Embed what claims say, wherever that is done, and store the vectors batch by batch."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from db import vectors
from workbench.errors import EngineError
from workbench.stages import vector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlite_utils import Database

    from db.records import Claim
    from workbench.engines.engine import Engine
    from workbench.stages.vector import Embedder

_LOOKED_UP = 4096
"""Claims whose vectors are looked up at once."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of some texts, and those of their words, as they are stored."""

    version: str
    rows: list[bytes]
    words: list[bytes]


def embed(embedder: Embedder, texts: Sequence[str]) -> Embedded:
    """Embed texts; nothing is stored."""
    rows, words = embedder.embed_with_words(texts)
    return Embedded(
        embedder.word_version, [row.tobytes() for row in rows], [some.tobytes() for some in words]
    )


def complete(
    db: Database,
    embedder: Embedder,
    engine: Engine,
    claims: Iterable[Claim],
    step: Callable[[int, int], None],
    batch: int,
    waiting: Callable[[], None],
) -> int:
    """Store the vectors that claims lack; return how many were made.

    `step` is told how many of all that are missing are stored. Raises EngineError, and what
    `step` and `waiting` raise to stop.
    """
    missing = _missing(db, embedder, claims)
    if missing:
        step(0, len(missing))
    batches = vector.in_batches(missing, batch)
    work = partial(embed, embedder)
    done = 0
    with closing(engine.map(work, batches, waiting)) as outcomes:
        for some, found in zip(batches, outcomes, strict=True):
            if found.version != embedder.word_version:
                raise EngineError(
                    f"a worker has another model ({found.version}) than this program"
                    f" ({embedder.word_version})"
                )
            _store(db, embedder, some, found)
            done += len(some)
            step(done, len(missing))
    return len(missing)


def _store(db: Database, embedder: Embedder, texts: Sequence[str], found: Embedded) -> None:
    of_words, version = embedder.word_version, embedder.version
    vectors.put(db, of_words, zip(_keys(texts, of_words), found.words, strict=True))
    vectors.put(db, version, zip(_keys(texts, version), found.rows, strict=True))


def _missing(db: Database, embedder: Embedder, claims: Iterable[Claim]) -> set[str]:
    """Return the texts that lack a vector or those of their words."""
    missing: set[str] = set()
    for some in _parts(claim.text for claim in claims):
        keys = [_keys(some, version) for version in (embedder.version, embedder.word_version)]
        known = vectors.known(db, [key for of_kind in keys for key in of_kind])
        pairs = zip(some, *keys, strict=True)
        missing.update(text for text, one, other in pairs if not {one, other} <= known)
    return missing


def _parts(texts: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for text in texts:
        some.append(text)
        if len(some) == _LOOKED_UP:
            yield some
            some = []
    yield some


def _keys(texts: Iterable[str], version: str) -> list[str]:
    return [vector.key(text, version) for text in texts]

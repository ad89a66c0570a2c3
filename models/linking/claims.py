"""The claims, prepared: all that is known of each before any two are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.linking.collection import Collection, Counts
from models.linking.content import CALENDAR
from models.linking.letters import BUCKETS, letters, sketch
from models.linking.names import name_counts, one_spelling
from models.linking.numbers import stated
from models.linking.shared import (
    DATES,
    LETTERS,
    NAMES,
    NUMBERS,
    PAIRS,
    RARITY,
    STEM_COUNT,
    STEMS,
    Things,
)
from models.linking.sparse import Sparse, held_by, incidence, rarity
from models.linking.stems import Stems
from models.linking.tokens import Words, numbered
from models.linking.wording import Content


@dataclass(frozen=True, slots=True)
class Claims:
    """What is known of n claims before any two are compared; each matrix has one row per claim."""

    vectors: NDArray[np.float32]  # (n, d), unit rows
    document: NDArray[np.int64]  # (n,), 0..articles-1
    sentence: NDArray[np.int64]  # (n,)
    place: NDArray[np.int64]  # (n,): how many sentences of the article come before the claim's
    depth: NDArray[np.float64]  # (n,): the same as a share, 0 in the first sentence, 1 in the last
    centres: NDArray[np.float32]  # (articles, d): the mean vector of each article's claims
    length: NDArray[np.float64]  # (n,), in words, at least 1
    things: Things  # letter sequences, stems, names, numbers and dates
    content: Content  # the claims' content words as vectors
    collection: Collection  # what was known of all claims together

    def spelling(self) -> NDArray[np.float32]:
        """Letter sequences in few dimensions, (n, SKETCH)."""
        return sketch(self.things.rows[:, :BUCKETS])


def ordered(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    documents: Sequence[int] | NDArray[np.integer],
    sentences: Sequence[int] | NDArray[np.integer],
    words: Sequence[NDArray[np.floating]],
    known: Collection | None = None,
) -> tuple[NDArray[np.int64], Claims]:
    """Claims sorted by text, article and sentence, with the caller's index of each, shape (n,).

    Sorting first makes every later sum the same to the bit, in whatever order claims are given.
    """
    n = len(texts)
    if vectors.shape[:1] != (n,) or {len(documents), len(sentences), len(words)} != {n}:
        raise ValueError("texts, vectors, documents, sentences and words must be equally long")
    keys = list(zip(texts, map(int, documents), map(int, sentences), range(n), strict=True))
    order = np.array([key[-1] for key in sorted(keys)], dtype=np.int64)
    claims = prepare(
        [texts[i] for i in order],
        np.ascontiguousarray(vectors[order], dtype=np.float32),
        np.asarray(documents, dtype=np.int64)[order],
        np.asarray(sentences, dtype=np.int64)[order],
        [words[i] for i in order],
        known,
    )
    return order, claims


def prepare(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    documents: NDArray[np.int64],
    sentences: NDArray[np.int64],
    words: Sequence[NDArray[np.floating]],
    known: Collection | None = None,
) -> Claims:
    """Everything that is computed once per claim; arguments as in `Linker.link`.

    What a collection tells is that of these claims, or what is `known` of one that they join.
    """
    said = Words.of(texts)
    spelling = one_spelling(name_counts(said), known.spelling if known else {})
    stems = Stems.of(said, spelling)
    seen = (known.claims, known.letters) if known else (0, None)
    letter_rows, letters_often = letters(said, *seen)
    word_rows = [rows[:k] for rows, k in zip(words, stems.count.tolist(), strict=True)]
    often = known.stems(stems.known) if known else held_by(stems.rows)
    pairs_often = known.pairs(stems.neighbours) if known else held_by(stems.pairs)
    collection = known or Collection(
        len(texts),
        Counts.of(stems.known, often),
        Counts.of(stems.neighbours, pairs_often),
        letters_often,
        _mean(word_rows),
        spelling,
    )
    stem_rarity = rarity(collection.claims, often)
    pair_rarity = rarity(collection.claims, pairs_often)
    long = np.array([len(stem) > 1 for stem in stems.known], dtype=np.float32)
    document = np.unique(documents, return_inverse=True)[1].astype(np.int64)
    place, depth = _places(document, sentences)
    return Claims(
        vectors=vectors,
        document=document,
        sentence=sentences,
        place=place,
        depth=depth,
        centres=_centres(vectors, document),
        length=np.maximum(1, said.count).astype(np.float64),
        things=Things.of(
            [
                (letter_rows, {LETTERS: 1.0}),
                (
                    stems.rows,
                    {RARITY: stem_rarity * long, STEMS: stem_rarity**2 * long, STEM_COUNT: long},
                ),
                (stems.pairs, {PAIRS: pair_rarity**2}),
                (_said(said, spelling), {NAMES: 1.0}),
                (stated(texts, said), {NUMBERS: 1.0}),
                (_said(said, {date: date for date in CALENDAR}), {DATES: 1.0}),
            ]
        ),
        content=Content.of(word_rows, collection.word, stem_rarity[stems.number], stems.count),
        collection=collection,
    )


def _said(words: Words, things: Mapping[str, str]) -> Sparse:
    """Which claim has which of the `things` that some words stand for."""
    known = [word for word in words.known if word in things]
    distinct, thing = numbered([things[word] for word in known])
    of_word = np.full(len(words.known), -1, dtype=np.int64)
    of_word[[word in things for word in words.known]] = thing
    there = np.flatnonzero(of_word[words.number] >= 0)
    shape = (len(words.count), len(distinct))
    return incidence(words.owner[there], of_word[words.number[there]], shape)


def _mean(words: Sequence[NDArray[np.floating]]) -> NDArray[np.float32]:
    """The mean vector of all words, shape (w,); (0,) where there are none."""
    sums = [rows.sum(axis=0, dtype=np.float64) for rows in words if len(rows)]
    if not sums:
        return np.zeros(0, np.float32)
    mean: NDArray[np.float64] = np.sum(sums, axis=0) / sum(map(len, words))
    return mean.astype(np.float32)


def _centres(vectors: NDArray[np.float32], document: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean vector of each article, shape (articles, d)."""
    order = np.argsort(document, kind="stable")
    count = np.bincount(document)
    if not len(count):
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    total = np.add.reduceat(vectors[order], np.cumsum(count) - count, axis=0)
    return (total / count[:, None]).astype(np.float32)


def _places(
    document: NDArray[np.int64], sentences: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Where in its article each claim's sentence stands, as a count and as a share, each (n,)."""
    pairs = np.stack([document, sentences], axis=1)
    distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
    first = np.searchsorted(distinct[:, 0], distinct[:, 0])
    last = np.searchsorted(distinct[:, 0], distinct[:, 0], side="right") - 1
    place = np.arange(len(distinct)) - first
    depth = place / np.maximum(last - first, 1)
    inverse = inverse.reshape(-1)
    return place[inverse], depth[inverse]

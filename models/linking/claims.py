"""The claims, prepared: all that is known of each before any two are compared."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.linking.blocks import blocks
from models.linking.collection import Collection, Counts, Hashed, Thing
from models.linking.content import CALENDAR
from models.linking.given import Given, InMemory
from models.linking.letters import BUCKETS, log_counts, sketch, weighted
from models.linking.meaning import Meaning
from models.linking.names import name_counts, one_spelling
from models.linking.naming import Naming
from models.linking.numbers import COUNTS, stated
from models.linking.shared import (
    DATES,
    FRAME,
    NAMES,
    NUMBERS,
    PAIRS,
    RARITY,
    STEM_COUNT,
    STEMS,
    Things,
)
from models.linking.shelf import MEMORY, Shelf
from models.linking.sparse import Sparse, held_by, incidence, rarity, rows_of
from models.linking.stems import Stems, stem
from models.linking.tokens import Words, numbered
from models.linking.wording import Content, centred

_COUNTED = frozenset(map(stem, COUNTS)) | frozenset(map(stem, CALENDAR))


@dataclass(frozen=True, slots=True)
class Claims:
    """What is known of n claims before any two are compared; each matrix has one row per claim."""

    meaning: Meaning  # the claims as vectors
    document: NDArray[np.int64]  # (n,), 0..articles-1
    sentence: NDArray[np.int64]  # (n,)
    place: NDArray[np.int64]  # (n,): how many sentences of the article come before the claim's
    depth: NDArray[np.float64]  # (n,): the same as a share, 0 in the first sentence, 1 in the last
    length: NDArray[np.float64]  # (n,), in words, at least 1
    things: Things  # letter sequences, stems, names, numbers and dates
    content: Content  # the claims' content words as vectors
    naming: Naming  # which names each article has
    collection: Collection  # what was known of all claims together
    shelf: Shelf  # where the large arrays are

    def __len__(self) -> int:
        return len(self.document)

    def spelling(self, some: slice = slice(None)) -> NDArray[np.float32]:
        """Letter sequences of some claims in few dimensions, (k, SKETCH)."""
        return sketch(self.things.rows[some][:, :BUCKETS])


def ordered(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    documents: Sequence[int] | NDArray[np.integer],
    sentences: Sequence[int] | NDArray[np.integer],
    words: Sequence[NDArray[np.floating]],
    known: Collection | None = None,
) -> tuple[NDArray[np.int64], Claims]:
    """Claims in the order of `in_order`, with the caller's index of each, shape (n,)."""
    given = InMemory.of(texts, vectors, documents, sentences, words)
    order = in_order(given)
    return order, prepare(given, order, known)


def in_order(given: Given) -> NDArray[np.int64]:
    """The places of claims sorted by text, article and sentence, shape (n,).

    Sorting first makes every later sum the same to the bit, in whatever order claims are given.
    """
    texts, homes, places = given.texts, given.documents.tolist(), given.sentences.tolist()
    found = sorted(range(len(texts)), key=lambda n: (texts[n], homes[n], places[n]))
    return np.array(found, dtype=np.int64)


def prepare(
    given: Given,
    order: NDArray[np.int64],
    known: Collection | None = None,
    shelf: Shelf = MEMORY,
) -> Claims:
    """Everything that is computed once per claim, for given claims in an order.

    What a collection tells is that of these claims, or what is `known` of one that they join.
    """
    texts = [given.texts[place] for place in order.tolist()]
    said = Words.of(texts)
    spelling = one_spelling(name_counts(said), known.spelling if known else {})
    stems = Stems.of(said, spelling)
    often = known.stems(stems.known) if known else held_by(stems.rows)
    pairs_often = known.pairs(stems.neighbours()) if known else held_by(stems.pairs)
    vectors, rows, count = _rows(given, order, stems.count, shelf)
    spelled = _Spelled(said, known, shelf)
    collection = known or Collection(
        len(texts),
        _several(lambda some: [stems.known[at] for at in some.tolist()], often),
        _several(stems.neighbours, pairs_often),
        spelled.often,
        _mean(rows, shelf),
        spelling,
        Hashed.of(_named(spelling.items())),
    )
    for part in blocks(len(rows)):
        rows[part] = centred(rows[part], collection.word)
        shelf.let_go()
    wide = rows if shelf.on_disk else rows.astype(np.float32)  # converted once, not for each pair
    stem_rarity = rarity(collection.claims, often)
    pair_rarity = rarity(collection.claims, pairs_often)
    long = np.array([len(stem) > 1 for stem in stems.known], dtype=np.float32)
    fresh = _named((word, spelling[word]) for word in spelling.keys() - collection.spelling.keys())
    particular = collection.named(stems.known) | _particular(stems.known, fresh)
    framing = stem_rarity**2 * long * ~particular
    document = np.unique(given.documents[order], return_inverse=True)[1].astype(np.int64)
    naming = Naming.of(said, document, int(document.max(initial=-1)) + 1, collection)
    sentence = given.sentences[order]
    place, depth = _places(document, sentence)
    things = Things.of(
        spelled.rows(collection),
        [
            (
                stems.rows,
                {
                    RARITY: stem_rarity * long,
                    STEMS: stem_rarity**2 * long,
                    STEM_COUNT: long,
                    FRAME: framing,
                },
            ),
            (stems.pairs, {PAIRS: pair_rarity**2}),
            (_said(said, spelling), {NAMES: 1.0}),
            (stated(texts, said), {NUMBERS: 1.0}),
            (_said(said, {date: date for date in CALENDAR}), {DATES: 1.0}),
        ],
        shelf,
        whole=known is None,
    )
    shelf.let_go()
    return Claims(
        meaning=Meaning.of(vectors, document, _centres(vectors, document, shelf), shelf),
        document=document,
        sentence=sentence,
        place=place,
        depth=depth,
        length=np.maximum(1, said.count).astype(np.float64),
        things=things,
        content=Content.of(wide, count, stem_rarity[stems.number], stems.count),
        naming=naming,
        collection=collection,
        shelf=shelf,
    )


class _Spelled:
    """The letter sequences of claims, and in how many of the collection each bucket is."""

    def __init__(self, said: Words, known: Collection | None, shelf: Shelf) -> None:
        self.often = np.zeros(BUCKETS, dtype=np.int64) if known is None else known.letters
        data, buckets = shelf.roll(np.float32), shelf.roll(np.int32)
        sizes = []
        for rows in log_counts(said):
            if known is None:
                self.often += held_by(rows)
            data.add(rows.data)
            buckets.add(rows.indices)
            sizes.append(np.diff(rows.indptr))
        self._counts = rows_of(data.all(), buckets.all(), sizes, BUCKETS)

    def rows(self, collection: Collection) -> Iterator[Sparse]:
        """Yield unit rows, a block of claims at a time."""
        for part in blocks(self._counts.shape[0]):
            yield weighted(self._counts[part], collection.claims, self.often)


def _several(
    names: Callable[[NDArray[np.int64]], Sequence[Thing]], often: NDArray[np.int64]
) -> Counts:
    """Keep of what has such `names` how often it is, where several claims have it."""
    several = np.flatnonzero(often > 1)
    return Counts.of(names(several), often[several])


def _rows(
    given: Given, order: NDArray[np.int64], most: NDArray[np.int64], shelf: Shelf
) -> tuple[NDArray[np.float32], NDArray[np.float16], NDArray[np.int64]]:
    """The vectors of claims; those of their words, one claim's after another's; how many it has.

    Of each claim's words no more than so many.
    """
    vectors, count, width = np.zeros((0, 0), np.float32), np.zeros(len(order), np.int64), 1
    rows = shelf.roll(np.float16)
    for part in blocks(len(order)):
        some, words = given.read(order[part])
        if not part.start:
            vectors = shelf.zeros((len(order), some.shape[1]), np.float32)
        vectors[part] = some
        kept = [of[:k] for of, k in zip(words, most[part].tolist(), strict=True)]
        count[part] = [len(of) for of in kept]
        width = max(of.shape[1] for of in kept)
        rows.add(np.concatenate([of.reshape(-1) for of in kept]))
        shelf.let_go()
    return vectors, rows.all().reshape(-1, width), count


def _named(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The stems of names, as they are written and as they are spelled."""
    return frozenset(stem(name) for pair in pairs for name in pair)


def _particular(stems: Sequence[str], named: Container[str]) -> NDArray[np.bool_]:
    """Which stems are of what is `named`, numbers or dates: what differs between like events."""
    found = [one in named or one in _COUNTED or one[:1].isdigit() for one in stems]
    return np.array(found, dtype=np.bool_)


def _said(words: Words, things: Mapping[str, str]) -> Sparse:
    """Which claim has which of the `things` that some words stand for."""
    known = [word for word in words.known if word in things]
    distinct, thing = numbered([things[word] for word in known])
    of_word = np.full(len(words.known), -1, dtype=np.int64)
    of_word[[word in things for word in words.known]] = thing
    there = np.flatnonzero(of_word[words.number] >= 0)
    shape = (len(words.count), len(distinct))
    return incidence(words.owner[there], of_word[words.number[there]], shape)


def _mean(rows: NDArray[np.float16], shelf: Shelf) -> NDArray[np.float32]:
    """The mean vector of all words, shape (w,); 0 where there are none."""
    total = np.zeros(rows.shape[1])
    for part in blocks(len(rows)):
        total += rows[part].sum(axis=0, dtype=np.float64)
        shelf.let_go()
    return (total / max(1, len(rows))).astype(np.float32)


def _centres(
    vectors: NDArray[np.float32], document: NDArray[np.int64], shelf: Shelf
) -> NDArray[np.float32]:
    """The mean vector of each article, shape (articles, d)."""
    order = np.argsort(document, kind="stable")
    count = np.bincount(document)
    ends = np.cumsum(count)
    first = ends - count
    centres = np.zeros((len(count), vectors.shape[1]), dtype=np.float32)
    for part in blocks(len(count)):
        some = vectors[order[first[part.start] : ends[part.stop - 1]]]
        centres[part] = np.add.reduceat(some, first[part] - first[part.start], axis=0)
        shelf.let_go()
    return (centres / count[:, None]).astype(np.float32)


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

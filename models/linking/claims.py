"""The claims, prepared: all that is known of each before any two are compared."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.linking.collection import Collection, Counts
from models.linking.content import COMMON, WORD
from models.linking.letters import BUCKETS, letters, sketch
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
from models.linking.sparse import incidence, rarity, tabled
from models.linking.wording import Content

_NUMBER = re.compile(
    r"(?<![\w.])[$€£]?(\d[\d,]*(?:\.\d+)?)"
    r"(?:\s*-?\s*(hundred|thousand|million|billion|k|mn?|bn)\b)?",
    re.IGNORECASE,
)
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9,
}  # fmt: skip
_COUNTS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_DATES = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december",
})  # fmt: skip
_ENDINGS = (("ing", 4), ("edly", 4), ("ed", 4), ("ies", 3), ("es", 4), ("s", 3), ("ly", 4))


@dataclass(frozen=True, slots=True)
class Claims:
    """What is known of n claims before any two are compared; each matrix has one row per claim."""

    vectors: NDArray[np.float32]  # (n, d), unit rows
    document: NDArray[np.int64]  # (n,), 0..articles-1
    sentence: NDArray[np.int64]  # (n,)
    place: NDArray[np.int64]  # (n,): how many sentences of the article come before the claim's
    depth: NDArray[np.float64]  # (n,): the same as a share, 0 in the first sentence, 1 in the last
    centres: NDArray[np.float32]  # (articles, d): the mean vector of each article's claims
    words: tuple[str, ...]  # (n,): each text as lower-case words
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
    tokens = [WORD.findall(text) for text in texts]
    lower = [[word.lower() for word in claim] for claim in tokens]
    spelling = _one_spelling(_name_counts(tokens), known.spelling if known else {})
    stems = [
        [_stem(spelling.get(word, word)) for word in claim if word not in COMMON] for claim in lower
    ]
    text_words = tuple(" ".join(claim) for claim in lower)
    document = np.unique(documents, return_inverse=True)[1].astype(np.int64)
    place, depth = _places(document, sentences)
    stem_set, stem_names = tabled([{stem for stem in claim if len(stem) > 1} for claim in stems])
    neighbours, pair_names = tabled([set(pairwise(c)) for c in stems])
    often = _often(map(set, stems), known.stems if known else None)
    pairs_often = _often((set(pairwise(c)) for c in stems), known.pairs if known else None)
    total = known.claims if known else len(texts)
    stem_rarity = _rarity(total, often, stem_names)
    letter_rows, letters_often = letters(text_words, total, known.letters if known else None)
    word_rows = [rows[: len(claim)] for rows, claim in zip(words, stems, strict=True)]
    mean = known.word if known else _mean(word_rows)
    collection = known or Collection(
        total, Counts.of(often), Counts.of(pairs_often), letters_often, mean, spelling
    )
    return Claims(
        vectors=vectors,
        document=document,
        sentence=sentences,
        place=place,
        depth=depth,
        centres=_centres(vectors, document),
        words=text_words,
        length=np.array([max(1, len(claim)) for claim in tokens], dtype=np.float64),
        things=Things.of(
            [
                (letter_rows, {LETTERS: 1.0}),
                (stem_set, {RARITY: stem_rarity, STEMS: stem_rarity**2, STEM_COUNT: 1.0}),
                (neighbours, {PAIRS: _rarity(total, pairs_often, pair_names) ** 2}),
                (
                    incidence([{spelling[w] for w in c if w in spelling} for c in lower]),
                    {NAMES: 1.0},
                ),
                (incidence([_numbers(text) for text in texts]), {NUMBERS: 1.0}),
                (incidence([_DATES.intersection(claim) for claim in lower]), {DATES: 1.0}),
            ]
        ),
        content=Content.of(word_rows, mean, _rarities(stems, total, often)),
        collection=collection,
    )


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """A lower-case word without its commonest endings; crude, but the same for both claims."""
    word = word.replace("’", "'").removesuffix("'s")
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and word[-2:] != "ss":
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word


def _numbers(text: str) -> set[str]:
    """The numbers a text states, in figures or words, "1.7 million" as "1.7e+06"."""
    found = {
        f"{float(figures.replace(',', '')) * _SCALES.get(scale.lower(), 1):g}"
        for figures, scale in _NUMBER.findall(text)
    }
    return found | {f"{_COUNTS[w]:g}" for w in WORD.findall(text.lower()) if w in _COUNTS}


def _name_counts(tokens: Iterable[Sequence[str]]) -> Counter[str]:
    """Words that are mostly capitalised within sentences, lower-cased, with how often they are.

    The first word of a claim, and claims that capitalise nearly every word (headlines), say
    nothing about which words are names.
    """
    upper: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for claim in tokens:
        capital = [word[:1].isupper() for word in claim]
        plain.update(w.lower() for w, c in zip(claim, capital, strict=True) if not c)
        if sum(capital) <= 0.7 * len(claim):
            upper.update(w.lower() for w, c in zip(claim[1:], capital[1:], strict=True) if c)
    other = COMMON | _DATES
    return Counter(
        {w: k for w, k in upper.items() if k > plain[w] and len(w) > 1 and w not in other}
    )


def _one_spelling(counts: Counter[str], before: Mapping[str, str]) -> dict[str, str]:
    """Each name to the commonest name spelled nearly like it (Zaluzhniy to Zaluzhnyi).

    Names of five letters or more that begin alike and differ in about one letter in five. Names
    that were spelled `before` stay as they were, and come before all others.
    """
    from rapidfuzz import fuzz, process

    by_initial: dict[str, list[str]] = {}
    spelling = dict(before)
    for bare in dict.fromkeys(before.values()):
        by_initial.setdefault(bare[:1], []).append(bare)
    for name in sorted(counts.keys() - before.keys(), key=lambda name: (-counts[name], name)):
        bare = name.replace("’", "'").removesuffix("'s")
        known = by_initial.setdefault(bare[:1], [])
        least = 80 if len(bare) >= 7 else 88
        near = None
        if len(bare) >= 5:
            near = process.extractOne(bare, known, scorer=fuzz.ratio, score_cutoff=least)
        if near is None:
            known.append(bare)
        spelling[name] = bare if near is None else near[0]
    return spelling


def _often(sets: Iterable[set[Any]], known: Counts | None) -> dict[Any, int]:
    """In how many claims each thing is: among these, or among those that are known."""
    if known is None:
        return Counter(chain.from_iterable(sets))
    return known(sorted(set().union(*sets)))


def _rarity(claims: int, often: Mapping[Any, int], things: Sequence[Any]) -> NDArray[np.float32]:
    frequency = np.array([often[thing] for thing in things], dtype=np.int64)
    return rarity(claims, frequency if len(things) else np.zeros(1, np.int64))


def _rarities(
    stems: Sequence[Sequence[str]], claims: int, often: Mapping[str, int]
) -> Iterator[NDArray[np.float32]]:
    """How rare each stem of each claim is, by the measure of `rarity`."""
    for claim in stems:
        yield rarity(claims, np.array([often[stem] for stem in claim], dtype=np.int64))


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

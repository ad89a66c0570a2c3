"""How probable it is that two claims state one fact.

The nearest neighbours of each claim, by meaning and by spelling, are scored twice, by logistic
regressions small enough to read. The first looks at a pair alone: cosine, shared words, names and
numbers. The second looks at the pair among the others: whether each claim is the other's best match
in its article, and whether third claims agree. Reporting repeats itself, so what is said elsewhere
decides many a close call.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Columns: TypeAlias = dict[str, NDArray[np.float64]]
Sparse: TypeAlias = Any  # scipy.sparse.csr_matrix, whose library comes without types

WEIGHTS = Path(__file__).with_name("weights") / "linker.json"

NEIGHBOURS = 50  # kept for each claim, at most (more only where several tie)
LEAST_COSINE = 0.30  # a pair is a candidate from this cosine on, ...
LEAST_SPELLING = 0.15  # ... or from this (estimated) cosine of its letter sequences on
LEAST_PROBABILITY = 0.02  # a pair below is as good as unlinked and is not given back

TOPIC = 0.6  # of the mean vector of two articles is taken out to see what else a claim says

_SKETCH = 256  # dimensions in which letter sequences are compared when looking for candidates
_BUCKETS = 1 << 17  # that letter sequences are hashed into
_BLOCK = 1 << 23  # elements of the largest temporary matrix
_CHUNK = 1 << 13  # pairs scored at a time

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
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
_COMMON = frozenset({
    "a", "about", "after", "against", "all", "also", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "could",
    "did", "do", "does", "during", "each", "for", "from", "further", "had", "has", "have",
    "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "itself", "just", "me", "more", "most", "my", "no", "nor", "not", "now", "of",
    "off", "on", "once", "only", "or", "other", "our", "out", "over", "own", "s", "said",
    "same", "say", "says", "she", "should", "so", "some", "such", "t", "than", "that", "the",
    "their", "theirs", "them", "then", "there", "these", "they", "this", "those", "through",
    "to", "told", "too", "under", "until", "up", "very", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your",
})  # fmt: skip
_ENDINGS = (("ing", 4), ("edly", 4), ("ed", 4), ("ies", 3), ("es", 4), ("s", 3), ("ly", 4))


class Links(NamedTuple):
    """Scored pairs of claims, sorted by `left`, then `right`; each of shape (m,), left < right."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """A logistic regression over named columns; all tuples are equally long."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float

    def probability(self, columns: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Columns of shape (m,) to probabilities of shape (m,). KeyError if a column is missing."""
        total = np.full(len(next(iter(columns.values()))), self.intercept)
        for name, mean, scale, coefficient in zip(
            self.features, self.mean, self.scale, self.coefficients, strict=True
        ):
            total += (columns[name] - mean) / scale * coefficient
        result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
        return result


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found: two regressions, and the mean probability at which clusters merge."""

    threshold: float
    alone: Layer
    together: Layer


def read_weights(text: str) -> Weights:
    """The weights in a JSON text. ValueError if it is not one of ours."""
    try:
        raw = json.loads(text)
        return Weights(float(raw["threshold"]), _layer(raw["alone"]), _layer(raw["together"]))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"not a linker's weights: {error!r}") from error


def _layer(raw: Mapping[str, Any]) -> Layer:
    """One regression; each feature is {name, coefficient, mean, scale}."""
    rows = raw["features"]
    return Layer(
        features=tuple(str(row["name"]) for row in rows),
        mean=tuple(float(row["mean"]) for row in rows),
        scale=tuple(float(row["scale"]) for row in rows),
        coefficients=tuple(float(row["coefficient"]) for row in rows),
        intercept=float(raw["intercept"]),
    )


class Linker:
    """Pairs of claims to the probability that they state one fact."""

    def __init__(self, weights: Weights, version: str) -> None:
        self.weights = weights
        self.version = version
        self.threshold = weights.threshold

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The linker of a weights file (the one that ships, by default).

        `version` is a digest of the file. OSError if it cannot be read, ValueError if it is not
        a linker's weights.
        """
        text = (path or WEIGHTS).read_text("utf-8")
        return cls(read_weights(text), hashlib.sha256(text.encode()).hexdigest()[:16])

    def link(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int] | NDArray[np.integer],
        sentences: Sequence[int] | NDArray[np.integer],
    ) -> Links:
        """The pairs of claims worth linking, each with its probability.

        `vectors` has shape (n, d), rows of unit length; `documents` and `sentences` name the
        article and the sentence each claim comes from. Two claims of one sentence are never
        linked. Reordering the claims renumbers the pairs and changes nothing else.
        ValueError if the lengths differ.
        """
        order, claims = ordered(texts, vectors, documents, sentences)
        left, right = candidates(claims)
        if not len(left):
            return Links(_ints(left), _ints(right), np.zeros(0, np.float32))
        columns = features_alone(claims, left, right)
        first = self.weights.alone.probability(columns)
        columns |= features_together(claims, left, right, first)
        probability = self.weights.together.probability(columns)
        return _given_back(order, left, right, probability)


def _given_back(
    order: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
) -> Links:
    """Pairs in the order of the caller's claims, without those too improbable to matter."""
    kept = probability >= LEAST_PROBABILITY
    a, b = order[left[kept]], order[right[kept]]
    low, high = np.minimum(a, b), np.maximum(a, b)
    by = np.lexsort((high, low))
    return Links(_ints(low[by]), _ints(high[by]), probability[kept][by].astype(np.float32))


def _ints(values: NDArray[np.int64]) -> NDArray[np.int32]:
    return values.astype(np.int32)


# --- the claims, prepared ---


@dataclass(frozen=True, slots=True)
class Claims:
    """What is known of n claims before any two are compared; each matrix has one row per claim."""

    vectors: NDArray[np.float32]  # (n, d), unit rows
    document: NDArray[np.int64]  # (n,), 0..articles-1
    sentence: NDArray[np.int64]  # (n,)
    centres: NDArray[np.float32]  # (articles, d): the mean vector of each article's claims
    words: tuple[str, ...]  # (n,): each text as lower-case words
    length: NDArray[np.float64]  # (n,), in words, at least 1
    letters: Sparse  # unit rows over sequences of 3 to 5 letters, rare ones heavier
    stems: Sparse  # the square root of each stem's rarity, where a claim has it
    stem_set: Sparse  # 1 where a claim has the stem
    stem_rows: Sparse  # rarity of each stem, unit rows
    pairs: Sparse  # rarity of each two neighbouring stems, unit rows
    names: Sparse  # 1 where a claim has the name
    numbers: Sparse  # 1 where a claim has the number
    dates: Sparse  # 1 where a claim has the weekday or month


def ordered(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    documents: Sequence[int] | NDArray[np.integer],
    sentences: Sequence[int] | NDArray[np.integer],
) -> tuple[NDArray[np.int64], Claims]:
    """Claims sorted by text, article and sentence, with the caller's index of each, shape (n,).

    Sorting first makes every later sum the same to the bit, in whatever order claims are given.
    """
    n = len(texts)
    if vectors.shape[:1] != (n,) or len(documents) != n or len(sentences) != n:
        raise ValueError("texts, vectors, documents and sentences must be equally long")
    keys = list(zip(texts, map(int, documents), map(int, sentences), range(n), strict=True))
    order = np.array([key[-1] for key in sorted(keys)], dtype=np.int64)
    claims = prepare(
        [texts[i] for i in order],
        np.ascontiguousarray(vectors[order], dtype=np.float32),
        np.asarray(documents, dtype=np.int64)[order],
        np.asarray(sentences, dtype=np.int64)[order],
    )
    return order, claims


def prepare(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    documents: NDArray[np.int64],
    sentences: NDArray[np.int64],
) -> Claims:
    """Everything that is computed once per claim; arguments as in `Linker.link`."""
    tokens = [_WORD.findall(text) for text in texts]
    lower = [[word.lower() for word in claim] for claim in tokens]
    spelling = _one_spelling(_name_counts(tokens))
    stems = [
        [_stem(spelling.get(word, word)) for word in claim if word not in _COMMON]
        for claim in lower
    ]
    words = tuple(" ".join(claim) for claim in lower)
    document = np.unique(documents, return_inverse=True)[1].astype(np.int64)
    incidence = _incidence([{stem for stem in claim if len(stem) > 1} for claim in stems])
    rarity = _rarity(incidence)
    neighbours = _incidence([set(pairwise(c)) for c in stems])
    return Claims(
        vectors=vectors,
        document=document,
        sentence=sentences,
        centres=_centres(vectors, document),
        words=words,
        length=np.array([max(1, len(claim)) for claim in tokens], dtype=np.float64),
        letters=_letters(words),
        stems=_times(incidence, np.sqrt(rarity)),
        stem_set=incidence,
        stem_rows=_unit(_times(incidence, rarity)),
        pairs=_unit(_times(neighbours, _rarity(neighbours))),
        names=_incidence([{spelling[w] for w in claim if w in spelling} for claim in lower]),
        numbers=_incidence([_numbers(text) for text in texts]),
        dates=_incidence([_DATES.intersection(claim) for claim in lower]),
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
    return found | {f"{_COUNTS[w]:g}" for w in _WORD.findall(text.lower()) if w in _COUNTS}


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
    other = _COMMON | _DATES
    return Counter(
        {w: k for w, k in upper.items() if k > plain[w] and len(w) > 1 and w not in other}
    )


def _one_spelling(counts: Counter[str]) -> dict[str, str]:
    """Each name to the commonest name spelled nearly like it (Zaluzhniy to Zaluzhnyi).

    Names of five letters or more that begin alike and differ in about one letter in five.
    """
    from rapidfuzz import fuzz, process

    by_initial: dict[str, list[str]] = {}
    spelling: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
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


def _centres(vectors: NDArray[np.float32], document: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean vector of each article, shape (articles, d)."""
    order = np.argsort(document, kind="stable")
    count = np.bincount(document)
    if not len(count):
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    total = np.add.reduceat(vectors[order], np.cumsum(count) - count, axis=0)
    return (total / count[:, None]).astype(np.float32)


# --- sparse rows ---


def _incidence(sets: Sequence[Iterable[Any]]) -> Sparse:
    """A csr matrix of shape (n, distinct things) with 1 where a claim has the thing."""
    from scipy import sparse

    column: dict[Any, int] = {}
    start = [0]
    found: list[int] = []
    for things in sets:
        found.extend(column.setdefault(thing, len(column)) for thing in sorted(things))
        start.append(len(found))
    data = np.ones(len(found), dtype=np.float32)
    shape = (len(sets), max(1, len(column)))
    return sparse.csr_matrix((data, np.array(found, np.int32), np.array(start, np.int32)), shape)


def _rarity(matrix: Sparse) -> NDArray[np.float32]:
    """How rare each column is: 1 if every claim has it, up to 1 + log(n / 2); shape (columns,)."""
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    weight: NDArray[np.float64] = np.log((1 + matrix.shape[0]) / (1 + frequency)) + 1
    return weight.astype(np.float32)


def _times(matrix: Sparse, weight: NDArray[np.float32]) -> Sparse:
    """The matrix with each column multiplied by its weight."""
    result = matrix.copy()
    result.data = result.data * weight[result.indices]
    return result


def _unit(matrix: Sparse) -> Sparse:
    """The matrix with rows of unit length; empty rows stay empty."""
    result = matrix.copy()
    norm = np.sqrt(_row_sums(result.multiply(result)))
    norm[norm == 0] = 1
    result.data = result.data / np.repeat(norm, np.diff(result.indptr)).astype(np.float32)
    return result


def _row_sums(matrix: Sparse) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
    return sums


def _dot(matrix: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """The inner products of rows `left` and `right`, shape (m,)."""
    return _row_sums(matrix[left].multiply(matrix[right]))


def _letters(words: Sequence[str]) -> Sparse:
    """Sequences of 3 to 5 letters within words, hashed; log counts times rarity, unit rows."""
    from scipy import sparse

    text = "".join(f" {claim} " for claim in words)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(words)), [len(claim) + 2 for claim in words])
    rows, columns = [], []
    for size in (3, 4, 5):
        kept, hashed = _windows(codes, owner, size)
        rows.append(owner[: len(kept)][kept])
        columns.append(hashed)
    row, column = np.concatenate(rows), np.concatenate(columns)
    ones = np.ones(len(row), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, (row, column)), (len(words), _BUCKETS))
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    return _unit(_times(matrix, _rarity(matrix)))


def _windows(
    codes: NDArray[np.uint64], owner: NDArray[np.int64], size: int
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which windows of `size` letters lie in one word of one claim, and the bucket of each."""
    count = max(0, len(codes) - size + 1)
    kept = owner[:count] == owner[len(codes) - count :]
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        window = codes[offset : offset + count]
        mixed = mixed * np.uint64(1_000_003) + window
        if 0 < offset < size - 1:
            kept &= window != ord(" ")
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    bucket = ((mixed ^ (mixed >> np.uint64(32))) % np.uint64(_BUCKETS)).astype(np.int64)
    return kept, bucket[kept]


def _sketch(letters: Sparse) -> NDArray[np.float32]:
    """Rows of `letters` in few dimensions (n, _SKETCH); inner products are about the same.

    Each bucket is added to, or taken from, one dimension (a count sketch).
    """
    from scipy import sparse

    mixed = np.arange(letters.shape[1], dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    sign = np.where(mixed >> np.uint64(63), 1, -1).astype(np.float32)
    place = ((mixed >> np.uint64(40)) % np.uint64(_SKETCH)).astype(np.int32)
    folded = sparse.csr_matrix(
        (letters.data * sign[letters.indices], place[letters.indices], letters.indptr),
        (letters.shape[0], _SKETCH),
    )
    return np.ascontiguousarray(folded.toarray(), dtype=np.float32)


# --- which pairs are looked at ---


def candidates(claims: Claims) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of claims near in meaning or spelling, each of shape (m,), left < right, sorted.

    A pair is kept if it is among the nearest NEIGHBOURS of either claim, so m grows with the
    number of claims; memory is bounded by _BLOCK, never by its square.
    """
    n = len(claims.words)
    spelling = _sketch(claims.letters)
    step = max(1, _BLOCK // max(1, n))
    found = [
        _near(claims, spelling, slice(first, min(first + step, n))) for first in range(0, n, step)
    ]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    key = np.unique(np.concatenate(found))
    return key // n, key % n


def _near(claims: Claims, spelling: NDArray[np.float32], rows: slice) -> NDArray[np.int64]:
    """The candidates of some claims, each as left * n + right."""
    n = len(claims.words)
    cosine = claims.vectors[rows] @ claims.vectors.T
    letters = spelling[rows] @ spelling.T
    able = (cosine >= LEAST_COSINE) | (letters >= LEAST_SPELLING)
    able &= claims.sentence[rows, None] != claims.sentence
    cosine += letters
    score = np.where(able, cosine, np.float32(-9))
    if n > NEIGHBOURS:
        able &= score >= np.partition(score, n - NEIGHBOURS, axis=1)[:, n - NEIGHBOURS, None]
    a, b = np.nonzero(able)
    a += rows.start
    return np.minimum(a, b).astype(np.int64) * n + np.maximum(a, b)


# --- what a pair looks like ---


def features_alone(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """Columns of shape (m,) that need only the two claims of each pair (and their articles)."""
    chunks = [
        {
            **_meaning(claims, left[first : first + _CHUNK], right[first : first + _CHUNK]),
            **_wording(claims, left[first : first + _CHUNK], right[first : first + _CHUNK]),
            **_details(claims, left[first : first + _CHUNK], right[first : first + _CHUNK]),
        }
        for first in range(0, max(1, len(left)), _CHUNK)
    ]
    columns = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    nearness = columns["cosine"] + columns["letters"]
    columns |= _rank(claims, left, right, nearness, "lead", (0.35, 0.5))
    columns |= _popularity(len(claims.words), left, right, nearness)
    return columns


def _meaning(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """How near the vectors are: as they are, less what their articles are about, the articles."""
    a, b = claims.vectors[left], claims.vectors[right]
    x, y = claims.centres[claims.document[left]], claims.centres[claims.document[right]]
    columns = {"cosine": _cosine(a, b), "cosine_of_articles": _cosine(x, y)}
    x += y
    x *= TOPIC / 2
    a -= x
    b -= x
    return columns | {"cosine_off_topic": _cosine(a, b)}


def _cosine(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float64]:
    """Row by row, shape (m,); 0 where a row is 0."""
    squares = np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b)
    norm = np.sqrt(np.where(squares > 0, squares, 1))
    result: NDArray[np.float64] = (np.einsum("ij,ij->i", a, b) / norm).astype(np.float64)
    return result


def _wording(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """How alike the words are; all 0..1 but `shared_weight`, the log of 1 + the shared rarity."""
    shared = _dot(claims.stems, left, right)
    weight = _row_sums(claims.stems.multiply(claims.stems))
    a, b = weight[left], weight[right]
    count = _row_sums(claims.stem_set)
    fewer = np.minimum(count[left], count[right])
    return {
        "letters": _dot(claims.letters, left, right),
        "stems": _dot(claims.stem_rows, left, right),
        "stems_of_both": shared / np.maximum(a + b - shared, 1e-9),
        "stems_of_shorter": shared / np.maximum(np.minimum(a, b), 1e-9),
        "stems_counted": _dot(claims.stem_set, left, right) / np.maximum(fewer, 1),
        "shared_weight": np.log1p(shared),
        "neighbouring_stems": _dot(claims.pairs, left, right),
    }


def _details(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """Names, numbers and dates that are shared, differ, or stand in one claim only; lengths."""
    columns: Columns = {}
    for kind in ("names", "numbers", "dates"):
        matrix = getattr(claims, kind)
        count = _row_sums(matrix)
        a, b, shared = count[left], count[right], _dot(matrix, left, right)
        columns[f"{kind}_shared"] = np.log1p(shared)
        columns[f"{kind}_of_both"] = shared / np.maximum(a + b - shared, 1)
        columns[f"{kind}_clash"] = ((a > 0) & (b > 0) & (shared == 0)).astype(np.float64)
        columns[f"{kind}_in_one"] = ((a > 0) != (b > 0)).astype(np.float64)
    short = np.minimum(claims.length[left], claims.length[right])
    long = np.maximum(claims.length[left], claims.length[right])
    columns["length_ratio"] = short / long
    columns["shorter"] = np.log(short)
    columns["longer"] = np.log(long)
    same = claims.document[left] == claims.document[right]
    columns["same_article"] = same.astype(np.float64)
    return columns


def _rank(
    claims: Claims,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    score: NDArray[np.float64],
    name: str,
    bounds: tuple[float, float],
) -> Columns:
    """By how much each claim is the other's best match in its article; the worse and better lead.

    A lead is the score less the best other score in that article, cut to -reach..reach; where there
    is no other, less `least`. `bounds` are (least, reach).
    """
    least, reach = bounds
    source, target = np.concatenate([left, right]), np.concatenate([right, left])
    scores = np.concatenate([score, score])
    key = source * (claims.document.max() + 1) + claims.document[target]
    order = np.lexsort((-scores, key))
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    size = np.diff(first, append=len(key))
    best = scores[order[first]]
    second = np.where(size > 1, scores[order[np.minimum(first + 1, len(key) - 1)]], least)
    group = np.repeat(np.arange(len(first)), size)
    rival = best[group]
    rival[first] = second
    lead = np.empty(len(key))
    lead[order] = np.clip(scores[order] - rival, -reach, reach)
    one, other = lead[: len(left)], lead[len(left) :]
    return {f"{name}_worse": np.minimum(one, other), f"{name}_better": np.maximum(one, other)}


def _popularity(
    n: int, left: NDArray[np.int64], right: NDArray[np.int64], score: NDArray[np.float64]
) -> Columns:
    """How near the five nearest are to each claim (none counts as 0): the mean, the difference."""
    source, scores = np.concatenate([left, right]), np.concatenate([score, score])
    order = np.lexsort((-scores, source))
    count = np.bincount(source, minlength=n)
    place = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    top = order[place < 5]
    near = np.bincount(source[top], scores[top], n) / 5
    return {
        "popularity": (near[left] + near[right]) / 2,
        "popularity_apart": np.abs(near[left] - near[right]),
    }


def features_together(
    claims: Claims,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
) -> Columns:
    """Columns of shape (m,) on how a pair stands among the others, given each one's probability.

    `agreement`: of the claims linked to either, the share linked to both. `support`: the log of
    how many are linked to both. `best_third`: the third claim most linked to both. `links` and
    `links_apart`: how many claims the two are linked to, and by how much they differ in that.
    """
    n = len(claims.words)
    near = _symmetric(n, left, right, probability)
    degree = _row_sums(near)
    own = np.where(probability >= LEAST_PROBABILITY, probability, 0)
    common, most = _thirds(near, left, right)
    either = degree[left] + degree[right] - 2 * own - common
    a, b = np.log1p(degree[left]), np.log1p(degree[right])
    columns = {
        "evidence": np.log(probability / (1 - probability)),
        "agreement": (common + 0.1) / (either + 0.5),
        "support": np.log1p(common),
        "best_third": most,
        "links": np.log1p(degree[left] + degree[right]),
        "links_apart": np.abs(a - b),
    }
    return columns | _rank(claims, left, right, probability, "lead_probable", (0.0, 1.0))


def _symmetric(
    n: int, left: NDArray[np.int64], right: NDArray[np.int64], probability: NDArray[np.float64]
) -> Sparse:
    """The probabilities as a symmetric csr matrix (n, n), negligible ones left out."""
    from scipy import sparse

    kept = probability >= LEAST_PROBABILITY
    a, b, p = left[kept], right[kept], probability[kept]
    rows, columns = np.concatenate([a, b]), np.concatenate([b, a])
    return sparse.csr_matrix((np.concatenate([p, p]), (rows, columns)), (n, n))


def _thirds(
    near: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum and the most, over third claims, of the lesser of their two links to a pair."""
    total, most = [], []
    for first in range(0, len(left), _CHUNK):
        lesser = near[left[first : first + _CHUNK]].minimum(near[right[first : first + _CHUNK]])
        total.append(_row_sums(lesser))
        most.append(np.asarray(lesser.max(axis=1).toarray(), dtype=np.float64).ravel())
    return np.concatenate(total), np.concatenate(most)

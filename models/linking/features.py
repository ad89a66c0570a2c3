"""What a pair of claims looks like alone: meaning, words, details, places, best matches."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.claims import Claims
from models.linking.columns import Columns
from models.linking.known import NEAREST, NOTHING, Known
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
from models.linking.wording import words_matched

TOPIC = 0.6  # of the mean vector of two articles is taken out to see what else a claim says
LATE = 8  # sentences into an article all is equally late
CHUNK = 1 << 13  # pairs scored at a time

Places: TypeAlias = NDArray[np.int64]
Shared: TypeAlias = NDArray[np.float64]  # (m, COUNTS): see Things


def features_alone(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """Columns of shape (m,) that need only the two claims of each pair, and their neighbours."""
    chunks = [of_pairs(claims, left[part], right[part]) for part in chunked(len(left))]
    columns = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    return columns | of_neighbours(claims, left, right, nearness(columns))


def chunked(count: int) -> Iterator[slice]:
    """Yield parts of `count` pairs, at least one."""
    for first in range(0, max(1, count), CHUNK):
        yield slice(first, min(first + CHUNK, count))


def of_pairs(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """Columns of shape (m,) that need only the two claims of each pair (and their articles)."""
    shared = claims.things.shared(left, right)
    return {
        **_meaning(claims, left, right),
        **_wording(claims.things, left, right, shared),
        **_details(claims, left, right, shared),
        **words_matched(claims.content, left, right),
        **_places(claims, left, right),
    }


def nearness(columns: Columns) -> NDArray[np.float64]:
    """How near the claims of each pair are in meaning and spelling together, shape (m,)."""
    return columns["cosine"] + columns["letters"]


def of_neighbours(
    claims: Claims,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    near: NDArray[np.float64],
    known: Known = NOTHING,
) -> Columns:
    """Columns of shape (m,) on the `nearness` of each pair beside that of the others."""
    columns = rank(claims, left, right, near, "lead", (0.35, 0.5))
    return columns | _popularity(len(claims.document), left, right, near, known)


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


def _wording(things: Things, left: Places, right: Places, shared: Shared) -> Columns:
    """How alike the words are; all 0..1 but `shared_weight`, the log of 1 + the shared rarity."""
    a, b = things.own[left], things.own[right]
    both, rarity = a[:, RARITY] + b[:, RARITY], shared[:, RARITY]
    fewer = np.minimum(a, b)
    return {
        "letters": shared[:, LETTERS],
        "stems": _share(shared, a, b, STEMS),
        "stems_of_both": rarity / np.maximum(both - rarity, 1e-9),
        "stems_of_shorter": rarity / np.maximum(fewer[:, RARITY], 1e-9),
        "stems_counted": shared[:, STEM_COUNT] / np.maximum(fewer[:, STEM_COUNT], 1),
        "shared_weight": np.log1p(rarity),
        "neighbouring_stems": _share(shared, a, b, PAIRS),
    }


def _share(shared: Shared, a: Shared, b: Shared, count: int) -> NDArray[np.float64]:
    """The cosine of two claims' things that count as `count`; 0 where one has none."""
    norm = np.sqrt(a[:, count] * b[:, count])
    found: NDArray[np.float64] = shared[:, count] / np.where(norm > 0, norm, 1)
    return found


def _details(claims: Claims, left: Places, right: Places, shared: Shared) -> Columns:
    """Names, numbers and dates that are shared, differ, or stand in one claim only; lengths."""
    columns: Columns = {}
    own = claims.things.own
    for kind, count in (("names", NAMES), ("numbers", NUMBERS), ("dates", DATES)):
        a, b, common = own[left, count], own[right, count], shared[:, count]
        columns[f"{kind}_shared"] = np.log1p(common)
        columns[f"{kind}_of_both"] = common / np.maximum(a + b - common, 1)
        columns[f"{kind}_clash"] = ((a > 0) & (b > 0) & (common == 0)).astype(np.float64)
        columns[f"{kind}_in_one"] = ((a > 0) != (b > 0)).astype(np.float64)
    short = np.minimum(claims.length[left], claims.length[right])
    long = np.maximum(claims.length[left], claims.length[right])
    columns["length_ratio"] = short / long
    columns["shorter"] = np.log(short)
    columns["longer"] = np.log(long)
    same = claims.document[left] == claims.document[right]
    columns["same_article"] = same.astype(np.float64)
    return columns


def _places(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """Where in their articles the claims stand: news tells the same things first."""
    a, b = claims.place[left], claims.place[right]
    return {
        "opening_both": ((a == 0) & (b == 0)).astype(np.float64),
        "opening_one": ((a == 0) != (b == 0)).astype(np.float64),
        "sentences_before": np.minimum(np.minimum(a, b), LATE) / LATE,
        "sentences_apart": np.log1p(np.abs(a - b)),
        "depth_apart": np.abs(claims.depth[left] - claims.depth[right]),
    }


def rank(
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
    n: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    score: NDArray[np.float64],
    known: Known,
) -> Columns:
    """How near the NEAREST are to each claim (none counts as 0): the mean, the difference."""
    source = np.concatenate([left, right, known.owner])
    scores = np.concatenate([score, score, known.nearness])
    order = np.lexsort((-scores, source))
    count = np.bincount(source, minlength=n)
    place = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    top = order[place < NEAREST]
    near = np.bincount(source[top], scores[top], n) / NEAREST
    return {
        "popularity": (near[left] + near[right]) / 2,
        "popularity_apart": np.abs(near[left] - near[right]),
    }

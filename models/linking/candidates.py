"""Which pairs of claims are looked at: each claim's nearest, by meaning and by spelling.

A small collection is compared whole, block by block, a larger one in whole numbers of seven bits by
products that serve both sides; beyond MOST_COMPARED claims an index of faiss finds nearly all.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from models.cores import cores
from models.linking.blocks import blocks
from models.linking.claims import Claims
from models.linking.letters import SKETCH
from models.linking.nearest import BLOCK, Step, Wanted, nearest, nearest_elsewhere
from models.linking.parted import Parted
from models.linking.shelf import MEMORY, Shelf
from models.linking.spread import Answer, Spread

NEIGHBOURS = 50  # kept for each claim, at most (more only where several tie)
LEAST_COSINE = 0.30  # a pair is a candidate from this cosine on, ...
LEAST_SPELLING = 0.15  # ... or from this (estimated) cosine of its letter sequences on, ...
LEAST_SUM = 0.0  # ... if both together are no less than this

FEW = 4096  # claims up to which all pairs are compared at once, row by row
MOST_COMPARED = 200_000  # claims up to which every pair is compared
SPREAD_FROM = 50_000  # claims whose search takes longer than sending them elsewhere

_BLOCK = 1 << 23  # elements of the largest temporary matrix


def way(n: int) -> str:
    """Say what is compared among `n` claims: "all pairs", or those "in an index" that are near."""
    return "all pairs" if n <= MOST_COMPARED else "in an index"


def candidates(
    claims: Claims, step: Step = lambda done, total: None, spread: Spread | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of claims near in meaning or spelling, each of shape (m,), left < right, sorted.

    A pair is kept if it is among the nearest NEIGHBOURS of either claim, so m grows with the
    number of claims; memory is bounded by blocks, never by its square. `step` is told how much of
    the search is done, and may raise to stop it. Where it gains by that, parts of the search are
    done by `spread`.
    """
    n = len(claims)
    if n <= FEW:
        spelling = claims.spelling()
        most = max(1, _BLOCK // max(1, n))
        return _pairs(n, (_near(claims, spelling, block) for block in blocks(n, most)))
    (rows, wanted), spread = _rows(claims), _worthwhile(n, spread)
    if way(n) == "in an index":
        from models.linking.index import near_in_index

        found: Iterable[Answer] = near_in_index(rows, wanted, claims.shelf, step, spread)
    elif spread:
        found = nearest_elsewhere(rows, wanted, spread, step, BLOCK)
    else:
        found = nearest(rows, wanted, step, BLOCK)
    return _pairs(n, (_keys(n, row, other) for row, other in found))


def _worthwhile(n: int, spread: Spread | None) -> Spread | None:
    """Return who searches elsewhere among `n` claims, None where that gains nothing.

    Where every pair is compared, here a product serves the rows of both sides, elsewhere of one.
    """
    if spread is None or n < SPREAD_FROM:
        return None
    least = max(2, cores()) if way(n) == "in an index" else 2 * cores() + 1
    return spread if spread.workers >= least else None


def _rows(claims: Claims) -> tuple[Parted, Wanted]:
    spelling = claims.shelf.zeros((len(claims), SKETCH), np.float32)
    for part in blocks(len(claims)):
        spelling[part] = claims.spelling(part)
        claims.shelf.let_go()
    return in_whole_numbers(claims.meaning.vectors, spelling, claims.sentence, claims.shelf)


def in_whole_numbers(
    meaning: NDArray[np.float32],
    spelling: NDArray[np.float32],
    group: NDArray[np.int64],
    shelf: Shelf = MEMORY,
) -> tuple[Parted, Wanted]:
    """Return rows as they are compared, and which pairs of them are candidates."""
    least = LEAST_COSINE, LEAST_SPELLING, LEAST_SUM
    rows, (cosine, letters, both) = Parted.of(meaning, spelling, least, shelf)
    return rows, Wanted(NEIGHBOURS, group, (cosine, letters), both)


def _pairs(
    n: int, keys: Iterable[NDArray[np.int64]]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    key = np.concatenate([np.zeros(0, np.int64), *keys])
    key.sort()  # np.unique would hash, which takes many times as long
    key = key[np.diff(key, prepend=-1) > 0]
    left = (key // max(1, n)).astype(np.int32)
    return left, (key % max(1, n)).astype(np.int32)


def _keys(n: int, a: NDArray[np.integer], b: NDArray[np.integer]) -> NDArray[np.int64]:
    low, high = np.minimum(a, b), np.maximum(a, b)
    keys: NDArray[np.int64] = low.astype(np.int64) * n + high
    return keys


def _near(claims: Claims, spelling: NDArray[np.float32], rows: slice) -> NDArray[np.int64]:
    """The candidates of some claims, each as left * n + right."""
    n = len(claims)
    vectors = claims.meaning.vectors
    cosine = vectors[rows] @ vectors.T
    letters = spelling[rows] @ spelling.T
    able = (cosine >= LEAST_COSINE) | (letters >= LEAST_SPELLING)
    able &= claims.sentence[rows, None] != claims.sentence
    cosine += letters
    able &= cosine >= LEAST_SUM
    score = np.where(able, cosine, np.float32(-9))
    if n > NEIGHBOURS:
        able &= score >= np.partition(score, n - NEIGHBOURS, axis=1)[:, n - NEIGHBOURS, None]
    a, b = np.nonzero(able)
    a += rows.start
    return _keys(n, a, b)

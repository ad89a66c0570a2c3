"""Which pairs of claims are looked at: each claim's nearest, by meaning and by spelling."""

import numpy as np
from numpy.typing import NDArray

from models.linking.claims import Claims
from models.linking.letters import sketch

NEIGHBOURS = 50  # kept for each claim, at most (more only where several tie)
LEAST_COSINE = 0.30  # a pair is a candidate from this cosine on, ...
LEAST_SPELLING = 0.15  # ... or from this (estimated) cosine of its letter sequences on

_BLOCK = 1 << 23  # elements of the largest temporary matrix


def candidates(claims: Claims) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of claims near in meaning or spelling, each of shape (m,), left < right, sorted.

    A pair is kept if it is among the nearest NEIGHBOURS of either claim, so m grows with the
    number of claims; memory is bounded by _BLOCK, never by its square.
    """
    n = len(claims.words)
    spelling = sketch(claims.letters)
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

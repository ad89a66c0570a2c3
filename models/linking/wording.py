"""What two claims say in other words: each word with the nearest word of the other claim."""

import numpy as np
from numpy.typing import NDArray

from models.linking.claims import Claims
from models.linking.columns import Columns


def words_matched(claims: Claims, left: NDArray[np.int64], right: NDArray[np.int64]) -> Columns:
    """How near each claim's words are to the nearest ones of the other, rare words first.

    A claim's figure is the mean, weighted by rarity, of each of its words' cosine with its nearest
    word in the other claim: the worse and the better figure of a pair, and the mean of all words of
    both. 0 where a claim has no words. Shape (m,); pairs sorted by `left` are quickest.
    """
    rows, weights = claims.word_rows, claims.word_weights
    count = np.array([len(of) for of in rows], dtype=np.int64)
    mass = np.array([float(of.sum()) for of in weights])
    one, other = np.zeros(len(left)), np.zeros(len(left))
    able = np.flatnonzero((count[left] > 0) & (count[right] > 0))
    for pairs in np.split(able, np.flatnonzero(np.diff(left[able])) + 1):
        if not len(pairs):
            continue
        mine, partners = left[pairs[0]], right[pairs]
        first = np.cumsum(count[partners]) - count[partners]
        near = rows[mine] @ np.concatenate([rows[b] for b in partners]).T
        theirs = np.concatenate([weights[b] for b in partners])
        one[pairs] = weights[mine] @ np.maximum.reduceat(near, first, axis=1)
        other[pairs] = np.add.reduceat(near.max(axis=0) * theirs, first)
    a, b = np.maximum(mass[left], 1e-9), np.maximum(mass[right], 1e-9)
    return {
        "words_worse": np.minimum(one / a, other / b),
        "words_better": np.maximum(one / a, other / b),
        "words_of_both": (one + other) / (a + b),
    }

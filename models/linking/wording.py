"""What two claims say in other words: each word with the nearest word of the other claim."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.linking.columns import Columns
from models.linking.tokens import runs

_TOGETHER = 1 << 10  # pairs whose words fit into the nearest caches
_UNLIKE = -2.0  # less than any cosine


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """The content words of n claims, one claim's after another's."""

    rows: NDArray[np.floating]  # (words, w), unit rows, less what all words share
    rarity: NDArray[np.float32]  # (words,)
    count: NDArray[np.int64]  # (n,): how many words each claim has
    first: NDArray[np.int64]  # (n,): the first of them
    mass: NDArray[np.float64]  # (n,): the rarity of all of them

    @classmethod
    def of(
        cls,
        rows: NDArray[np.floating],
        count: NDArray[np.int64],
        rarity: NDArray[np.float32],
        said: NDArray[np.int64],
    ) -> Self:
        """Keep the words of n claims, centred, and how many each of them has, (n,).

        `rarity` tells of all words that claims have `said`, maybe more than have a vector.
        """
        kept = rarity[runs(said)[1] < np.repeat(count, said)]
        owner = np.repeat(np.arange(len(count)), count)
        mass = np.bincount(owner, kept, len(count)).astype(np.float64)
        return cls(rows, kept, count, np.cumsum(count) - count, mass)

    def places(self, claims: NDArray[np.integer]) -> NDArray[np.int64]:
        """Where the words of some claims are, one claim's after another's."""
        count = self.count[claims]
        shift = np.repeat(self.first[claims] - (np.cumsum(count) - count), count)
        found: NDArray[np.int64] = np.arange(len(shift)) + shift
        return found


def centred(rows: NDArray[np.float16], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Words, (k, w), less the `mean` of all, at unit length again."""
    rest = rows.astype(np.float32)
    rest -= mean
    length = np.sqrt((rest * rest).sum(axis=1, keepdims=True))
    rest /= np.where(length > 0, length, 1)
    return rest


def words_matched(
    content: Content, left: NDArray[np.integer], right: NDArray[np.integer]
) -> Columns:
    """How near each claim's words are to the nearest ones of the other, rare words first.

    A claim's figure is the mean, weighted by rarity, of each of its words' cosine with its nearest
    word in the other claim: the worse and the better figure of a pair, and the mean of all words of
    both. 0 where a claim has no words. Shape (m,); pairs sorted by `left` are quickest.
    """
    one, other = np.zeros(len(left)), np.zeros(len(left))
    able = np.flatnonzero((content.count[left] > 0) & (content.count[right] > 0))
    for at in range(0, len(able), _TOGETHER):
        some = able[at : at + _TOGETHER]
        one[some], other[some] = _matched(content, left[some], right[some])
    a, b = np.maximum(content.mass[left], 1e-9), np.maximum(content.mass[right], 1e-9)
    return {
        "words_worse": np.minimum(one / a, other / b),
        "words_better": np.maximum(one / a, other / b),
        "words_of_both": (one + other) / (a + b),
    }


def _matched(
    content: Content, left: NDArray[np.integer], right: NDArray[np.integer]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cosines of each pair's words with their nearest, rarities times those, summed."""
    count = content.count[right]
    first = np.cumsum(count) - count
    theirs = content.places(right)
    words = content.rows[theirs].astype(np.float32, copy=False)
    # One column for each word of the right claims, one row for each word of the left claim.
    near = np.full((content.count[left].max(), len(theirs)), _UNLIKE, dtype=np.float32)
    begins = np.flatnonzero(np.diff(left, prepend=-1))
    lefts = left[begins]
    mine = content.rows[content.places(lefts)].astype(np.float32, copy=False)
    counts = content.count[lefts].tolist()
    ends = [*first[begins[1:]].tolist(), len(theirs)]
    at = 0
    for k, start, end in zip(counts, first[begins].tolist(), ends, strict=True):
        near[:k, start:end] = mine[at : at + k] @ words[start:end].T
        at += k
    rare = np.zeros((len(near), len(left)), dtype=np.float32)
    of_left = content.count[left]
    word = np.arange(of_left.sum()) - np.repeat(np.cumsum(of_left) - of_left, of_left)
    rare[word, np.repeat(np.arange(len(left)), of_left)] = content.rarity[content.places(left)]
    one = (rare * np.maximum.reduceat(near, first, axis=1)).sum(axis=0, dtype=np.float64)
    other = np.add.reduceat(near.max(axis=0) * content.rarity[theirs], first, dtype=np.float64)
    return one, other

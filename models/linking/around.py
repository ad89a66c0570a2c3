"""The pairs of claims as each claim sees them: all that it is in, a block of claims at a time."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 14
"""Claims whose pairs are looked at together."""


class Seen(NamedTuple):
    """Pairs (by their places) as claims `first` to `last` see them: who looks at whom, (k,)."""

    first: int
    last: int
    pair: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    forth: int  # of the first so many the source is left, of the others right


class Around:
    """Pairs of n claims, left < right, sorted by `left`; each shape (m,)."""

    def __init__(self, claims: int, left: NDArray[np.integer], right: NDArray[np.integer]) -> None:
        self.claims, self.left, self.right = claims, left, right
        self._by_right = np.argsort(right, kind="stable")

    def blocks(self) -> Iterator[Seen]:
        """Yield all pairs in both directions; all that one claim sees comes in one block."""
        for first in range(0, self.claims, BLOCK):
            bounds = first, last = first, min(first + BLOCK, self.claims)
            begin, end = np.searchsorted(self.left, bounds).tolist()
            start, stop = np.searchsorted(self.right, bounds, sorter=self._by_right).tolist()
            forth, back = np.arange(begin, end), self._by_right[start:stop]
            yield Seen(
                first,
                last,
                np.concatenate([forth, back]),
                np.concatenate([self.left[forth], self.right[back]]).astype(np.int64),
                np.concatenate([self.right[forth], self.left[back]]).astype(np.int64),
                len(forth),
            )

"""The nearest rows of each row, exactly: one matrix product for each two blocks of rows.

Only blocks on and above the diagonal are multiplied, each product serves the rows of both. A block
of rows remembers how near its nearest are so far, so that of a product only what is nearer is
looked at; soon that is next to nothing, and what remains is the product itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096
"""Rows of a block: products of 64 MB, which fit beside what is kept of 50 neighbours a row."""


class Found(NamedTuple):
    """Pairs of rows with their score, each of shape (m,)."""

    row: NDArray[np.int64]
    other: NDArray[np.int64]
    score: NDArray[np.float32]

    def only(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Found":
        """Some of the pairs, by a mask or by their places."""
        return Found(self.row[kept], self.other[kept], self.score[kept])


Able: TypeAlias = Callable[[Found], NDArray[np.bool_]]
Step: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs of rows count: the `count` nearest of each row, as far as they are `able`.

    Rows of one group never make a pair; `group` has shape (n,). `able` is asked about the other
    pairs from `least` on; those from `sure` on it always keeps.
    """

    count: int
    group: NDArray[np.int64]
    able: Able
    least: float
    sure: float


def nearest(
    rows: NDArray[np.float32],
    wanted: Wanted,
    step: Step = lambda done, total: None,
    block: int = BLOCK,
) -> Iterator[Found]:
    """Yield, for each block of rows, the nearest of each row (more where several tie).

    `rows` has shape (n, d); a score is an inner product. `step` is told how many of all products
    are done, and may raise to stop.
    """
    lists = [Shortlist(rows[at : at + block], at, wanted) for at in range(0, len(rows), block)]
    total = len(lists) * (len(lists) + 1) // 2
    done = 0
    for apart in range(len(lists)):
        for one, other in zip(lists, lists[apart:], strict=False):
            product = one.rows @ other.rows.T
            if not apart:
                one.begin(product)
            one.take(product, other.first)
            if apart:
                other.take(product.T, one.first)
            done += 1
            step(done, total)
    for found in lists:
        yield found.result()


class Shortlist:
    """The nearest rows so far of each row of a block."""

    def __init__(self, rows: NDArray[np.float32], first: int, wanted: Wanted) -> None:
        self.rows, self.first = rows, first
        self._wanted = wanted
        self._bar = np.full(len(rows), wanted.least, dtype=np.float32)
        self._found: list[Found] = []
        self._held = 0

    def begin(self, product: NDArray[np.float32]) -> None:
        """Set bars by the block's product with itself: so high that no nearest row is lost."""
        group = self._wanted.group[self.first : self.first + len(self.rows)]
        most = int(np.unique(group, return_counts=True)[1].max())
        at = len(self.rows) - self._wanted.count - most
        if at > 0:
            near = np.partition(product, at, axis=1)[:, at]
            self._bar = np.maximum(self._bar, np.minimum(near, self._wanted.sure))

    def take(self, product: NDArray[np.float32], first: int) -> None:
        """Look through the scores of the block's rows with the rows from `first` on."""
        mine, theirs = np.nonzero(product >= self._bar[:, None])
        pairs = Found(mine + self.first, theirs + first, product[mine, theirs])
        group = self._wanted.group
        kept = group[pairs.row] != group[pairs.other]
        kept[kept] = self._wanted.able(pairs.only(kept))
        self._found.append(pairs.only(kept))
        self._held += int(kept.sum())
        if self._held > 2 * self._wanted.count * len(self.rows):
            self._prune()

    def result(self) -> Found:
        """Return the nearest of each row, in the order of rows and scores."""
        self._prune()
        return self._found[0]

    def _prune(self) -> None:
        pairs = Found(
            np.concatenate([found.row for found in self._found]),
            np.concatenate([found.other for found in self._found]),
            np.concatenate([found.score for found in self._found]),
        )
        order = np.lexsort((-pairs.score, pairs.row))
        row, score = pairs.row[order] - self.first, pairs.score[order]
        held = np.bincount(row, minlength=len(self.rows))
        start = np.cumsum(held) - held
        full = np.flatnonzero(held >= self._wanted.count)
        self._bar[full] = score[start[full] + self._wanted.count - 1]
        kept = order[score >= self._bar[row]]
        self._found = [pairs.only(kept)]
        self._held = len(kept)

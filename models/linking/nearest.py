"""The nearest rows of each row, exactly: one matrix product for each two blocks of rows.

Only blocks on and above the diagonal are multiplied, each product serves the rows of both. A block
of rows remembers how near its nearest are so far, so that of a product only what is nearer is
looked at; soon that is next to nothing, and what remains is the product itself.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.cores import products_side_by_side
from models.linking.spread import Answer, Arrays, Asked, Spread

BLOCK = 2048
"""Rows of a block: products of 16 MB, which fit beside what is kept of 50 neighbours a row."""

_NEVER = np.float32(-9)


class Found(NamedTuple):
    """Pairs of rows with their score, each of shape (m,)."""

    row: NDArray[np.int64]
    other: NDArray[np.int64]
    score: NDArray[np.float32]

    def only(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Found":
        """Some of the pairs, by a mask or by their places."""
        return Found(self.row[kept], self.other[kept], self.score[kept])

    def pairs(self) -> Answer:
        """Return the pairs without their scores."""
        return self.row.astype(np.int32), self.other.astype(np.int32)


NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))

Matrix: TypeAlias = NDArray[np.float32]
Step: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Parted:
    """Rows in two parts, (n, d) and (n, e), whose inner products make up the score of a pair."""

    meaning: Matrix
    spelling: Matrix

    def __len__(self) -> int:
        return len(self.meaning)

    def some(self, rows: slice | NDArray[np.int64]) -> "Parted":
        """Some of the rows."""
        return Parted(self.meaning[rows], self.spelling[rows])

    def joined(self) -> Matrix:
        """Both parts side by side, (n, d + e)."""
        return np.concatenate([self.meaning, self.spelling], axis=1)

    def scores(self, other: "Parted") -> tuple[Matrix, Matrix]:
        """Of each row with each of `other`: the product of the first parts, and the sum of both."""
        first = self.meaning @ other.meaning.T
        both = self.spelling @ other.spelling.T
        both += first
        return first, both


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs of rows count: the `count` nearest of each row among those that are able.

    A pair is able if the product of one of its parts is no less than the least of that part, and
    their sum no less than `least_sum`. Rows of one group never make a pair; `group` has shape (n,).
    """

    count: int
    group: NDArray[np.int64]
    least: tuple[float, float]
    least_sum: float

    def ungrouped(self) -> "Wanted":
        """The same of rows whose groups are told elsewhere."""
        return replace(self, group=np.zeros(0, np.int64))

    def able(self, first: Matrix, both: Matrix) -> NDArray[np.bool_]:
        """Which pairs are able, by what `Parted.scores` says of them."""
        meaning, spelling = self.least
        found: NDArray[np.bool_] = first >= np.float32(meaning)
        found |= both - first >= np.float32(spelling)
        found &= both >= np.float32(self.least_sum)
        return found


def nearest(
    rows: Parted,
    wanted: Wanted,
    step: Step = lambda done, total: None,
    block: int = BLOCK,
) -> Iterator[Answer]:
    """Yield, for each block of rows, the nearest of each row (more where several tie).

    `step` is told how many of all products are done, and may raise to stop.
    """
    starts = range(0, len(rows), block)
    lists = [Shortlist(rows.some(slice(at, at + block)), at, wanted) for at in starts]
    pairs = [(n, n + apart) for apart in range(len(lists)) for n in range(len(lists) - apart)]

    def product(pair: tuple[int, int]) -> tuple[Matrix, Matrix]:
        one, other = pair
        return lists[one].rows.scores(lists[other].rows)

    with closing(products_side_by_side(product, pairs)) as products:
        for done, ((n, m), (first, both)) in enumerate(zip(pairs, products, strict=True), 1):
            if n == m:
                lists[n].begin(first, both)
            else:
                lists[n].take(first, both, lists[m].first)
                lists[m].take(first.T, both.T, lists[n].first)
            step(done, len(pairs))
    for found in lists:
        yield found.result().pairs()


def nearest_elsewhere(
    rows: Parted,
    wanted: Wanted,
    spread: Spread,
    step: Step = lambda done, total: None,
    block: int = BLOCK,
) -> Iterator[Answer]:
    """Yield what `nearest` yields, each block asked of `spread`: with twice as many products.

    `step` is told how many rows are done, and may raise to stop.
    """
    task = partial(near_block, wanted.ungrouped(), block)
    arrays = as_arrays(rows, wanted)
    asked = [(at, min(at + block, len(rows))) for at in range(0, len(rows), block)]
    with closing(spread.map(task, arrays, asked)) as answers:
        for (_, done), answer in zip(asked, answers, strict=True):
            yield answer
            step(done, len(rows))


def near_block(wanted: Wanted, block: int, arrays: Arrays, asked: Asked) -> Answer:
    """Find the nearest of each row of a block among all rows of the arrays.

    Each product is the one that `nearest` makes, so that scores are the same to the bit.
    """
    rows, wanted = of_arrays(wanted, arrays)
    at = asked[0]
    mine = Shortlist(rows.some(slice(*asked)), at, wanted)
    mine.begin(*mine.rows.scores(mine.rows))
    for start in range(0, len(rows), block):
        other = rows.some(slice(start, start + block))
        if start > at:
            mine.take(*mine.rows.scores(other), start)
        elif start < at:
            first, both = other.scores(mine.rows)
            mine.take(first.T, both.T, start)
    return mine.result().pairs()


def as_arrays(rows: Parted, wanted: Wanted) -> dict[str, NDArray[Any]]:
    """Return rows, and their groups, as they are sent to where they are compared."""
    return {"meaning": rows.meaning, "spelling": rows.spelling, "group": wanted.group}


def of_arrays(wanted: Wanted, arrays: Arrays) -> tuple[Parted, Wanted]:
    """Read what `as_arrays` returned."""
    rows = Parted(arrays["meaning"], arrays["spelling"])
    return rows, replace(wanted, group=arrays["group"])


class Shortlist:
    """The nearest rows so far of each row of a block."""

    def __init__(self, rows: Parted, first: int, wanted: Wanted) -> None:
        self.rows, self.first = rows, first
        self._wanted = wanted
        self._bar = np.full(len(rows), wanted.least_sum, dtype=np.float32)
        self._found: list[Found] = []
        self._held = 0

    def begin(self, first: Matrix, both: Matrix) -> None:
        """Look through the scores of the block's rows with one another, before all others."""
        group = self._wanted.group[self.first : self.first + len(self.rows)]
        able = self._wanted.able(first, both)
        able &= group[:, None] != group
        score = np.where(able, both, _NEVER)
        at = len(score) - self._wanted.count
        if at > 0:
            self._bar = np.maximum(self._bar, np.partition(score, at, axis=1)[:, at])
        able &= score >= self._bar[:, None]
        mine, theirs = where(able)
        self._keep(Found(mine + self.first, theirs + self.first, score[mine, theirs]))

    def take(
        self, first: Matrix, both: Matrix, start: int, some: NDArray[np.int64] | None = None
    ) -> None:
        """Look through the scores of (`some` of) the block's rows with those from row `start`."""
        mine, theirs = where(both >= (self._bar if some is None else self._bar[some])[:, None])
        score = both[mine, theirs]
        kept = self._wanted.able(first[mine, theirs], score)
        mine = mine if some is None else some[mine]
        pairs = Found(mine + self.first, theirs + start, score).only(kept)
        group = self._wanted.group
        self._keep(pairs.only(group[pairs.row] != group[pairs.other]))

    def result(self) -> Found:
        """Return the nearest of each row, in the order of rows and scores."""
        if not self._found:
            return NOTHING
        self._prune()
        return self._found[0]

    def _keep(self, pairs: Found) -> None:
        self._found.append(pairs)
        self._held += len(pairs.row)
        if self._held > 2 * self._wanted.count * len(self.rows):
            self._prune()

    def _prune(self) -> None:
        pairs = Found(*(np.concatenate(part) for part in zip(*self._found, strict=True)))
        order = np.argsort(_by_row_and_score(pairs))
        row, score = pairs.row[order] - self.first, pairs.score[order]
        held = np.bincount(row, minlength=len(self.rows))
        start = np.cumsum(held) - held
        full = np.flatnonzero(held >= self._wanted.count)
        self._bar[full] = score[start[full] + self._wanted.count - 1]
        kept = order[score >= self._bar[row]]
        self._found = [pairs.only(kept)]
        self._held = len(kept)


def _by_row_and_score(pairs: Found) -> NDArray[np.int64]:
    """Numbers that sort pairs by row, the highest score first: much quicker than two keys."""
    bits = pairs.score.view(np.int32).astype(np.int64)
    # Of negative floats the bits grow as the number falls.
    rising = np.where(bits < 0, -(bits & 0x7FFFFFFF), bits)
    return (pairs.row.astype(np.int64) << 32) - rising


def where(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows and columns of what is true; quicker than numpy's for a large table, or its T."""
    if mask.flags.c_contiguous:
        row, column = np.divmod(np.flatnonzero(mask), mask.shape[1])
        return row, column
    column, row = where(np.ascontiguousarray(mask.T))
    return row, column

"""The nearest rows of each row: one matrix product for each two blocks of rows.

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
from models.linking.parted import Parted, Whole
from models.linking.spread import Answer, Arrays, Asked, Spread

BLOCK = 1024
"""Rows of a block: three products of 4 MB, which are looked through while still in some cache."""

_NEVER = np.iinfo(np.int32).min


class Found(NamedTuple):
    """Pairs of rows with their score, each of shape (m,)."""

    row: NDArray[np.int64]
    other: NDArray[np.int64]
    score: Whole

    def only(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Found":
        """Some of the pairs, by a mask or by their places."""
        return Found(self.row[kept], self.other[kept], self.score[kept])

    def pairs(self) -> Answer:
        """Return the pairs without their scores."""
        return self.row.astype(np.int32), self.other.astype(np.int32)


NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32))

Step: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs of rows count: the `count` nearest of each row among those that are able.

    A pair is able if the product of one of its parts is no less than the least of that part, and
    their sum no less than `least_sum`. Rows of one group never make a pair; `group` has shape (n,).
    """

    count: int
    group: NDArray[np.int64]
    least: tuple[int, int]
    least_sum: int

    def ungrouped(self) -> "Wanted":
        """The same of rows whose groups are told elsewhere."""
        return replace(self, group=np.zeros(0, np.int64))

    def able(self, first: Whole, both: Whole) -> NDArray[np.bool_]:
        """Which pairs are able, by what `Parted.scores` says of them."""
        meaning, spelling = self.least
        found: NDArray[np.bool_] = first >= meaning
        found |= both - first >= spelling
        found &= both >= self.least_sum
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

    def compare(pair: tuple[int, int]) -> dict[int, Found]:
        n, m = pair
        first, both = lists[n].rows.scores(lists[m].rows)
        if n == m:
            return {n: lists[n].within(first, both)}
        return {
            n: lists[n].nearer(first, both, lists[m].first),
            m: lists[m].nearer(first.T, both.T, lists[n].first),
        }

    with closing(products_side_by_side(compare, pairs)) as outcomes:
        for done, found in enumerate(outcomes, 1):
            for number, some in found.items():
                lists[number].keep(some)
            step(done, len(pairs))
    for one in lists:
        yield one.result().pairs()


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
    """Find the nearest of each row of a block among all rows of the arrays."""
    rows, wanted = of_arrays(wanted, arrays)
    at = asked[0]
    mine = Shortlist(rows.some(slice(*asked)), at, wanted)
    mine.keep(mine.within(*mine.rows.scores(mine.rows)))
    for start in range(0, len(rows), block):
        if start != at:
            other = rows.some(slice(start, start + block))
            mine.keep(mine.nearer(*mine.rows.scores(other), start))
    return mine.result().pairs()


def as_arrays(rows: Parted, wanted: Wanted) -> dict[str, NDArray[Any]]:
    """Return rows, and their groups, as they are sent to where they are compared."""
    return {"meaning": rows.meaning, "spelling": rows.spelling, "group": wanted.group}


def of_arrays(wanted: Wanted, arrays: Arrays) -> tuple[Parted, Wanted]:
    """Read what `as_arrays` returned."""
    rows = Parted(arrays["meaning"], arrays["spelling"])
    return rows, replace(wanted, group=arrays["group"])


class Shortlist:
    """The nearest rows so far of each row of a block; threads may look for what it keeps."""

    def __init__(self, rows: Parted, first: int, wanted: Wanted) -> None:
        self.rows, self.first = rows, first
        self._wanted = wanted
        self._bar = np.full(len(rows), wanted.least_sum, dtype=np.int32)
        self._found: list[Found] = []
        self._held = self._room = 0

    def within(self, first: Whole, both: Whole) -> Found:
        """Find what is near by the scores of the block's rows with one another."""
        group = self._wanted.group[self.first : self.first + len(self.rows)]
        able = self._wanted.able(first, both)
        able &= group[:, None] != group
        at = len(both) - self._wanted.count
        if at > 0:
            score = np.where(able, both, _NEVER)
            able &= score >= np.partition(score, at, axis=1)[:, at, None]
        mine, theirs = where(able)
        return Found(mine + self.first, theirs + self.first, both[mine, theirs])

    def nearer(
        self, first: Whole, both: Whole, start: int, some: NDArray[np.int64] | None = None
    ) -> Found:
        """Find what is nearer than before to (`some` of) the block's rows, from row `start` on."""
        bar = self._bar if some is None else self._bar[some]
        mine, theirs = where(both >= bar[:, None])
        score = both[mine, theirs]
        kept = self._wanted.able(first[mine, theirs], score)
        mine = mine if some is None else some[mine]
        pairs = Found(mine + self.first, theirs + start, score).only(kept)
        group = self._wanted.group
        return pairs.only(group[pairs.row] != group[pairs.other])

    def keep(self, pairs: Found) -> None:
        """Take in what was found; at first, and of too many, only the nearest stay."""
        self._found.append(pairs)
        self._held += len(pairs.row)
        if self._held > self._room:
            self._prune()
            self._room = 2 * self._wanted.count * len(self.rows)

    def result(self) -> Found:
        """Return the nearest of each row, in the order of rows and scores."""
        if not self._found:
            return NOTHING
        self._prune()
        return self._found[0]

    def _prune(self) -> None:
        pairs = Found(*(np.concatenate(part) for part in zip(*self._found, strict=True)))
        # One number sorts by row, the highest score first: much quicker than two keys.
        order = np.argsort((pairs.row << 32) - pairs.score)
        row, score = pairs.row[order] - self.first, pairs.score[order]
        held = np.bincount(row, minlength=len(self.rows))
        start = np.cumsum(held) - held
        full = np.flatnonzero(held >= self._wanted.count)
        bar = self._bar.copy()
        bar[full] = score[start[full] + self._wanted.count - 1]
        self._bar = bar  # whoever looks in another thread sees the old one or the new
        kept = order[score >= bar[row]]
        self._found = [pairs.only(kept)]
        self._held = len(kept)


def where(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows and columns of what is true; quicker than numpy's for a large table, or its T."""
    if mask.flags.c_contiguous:
        row, column = np.divmod(np.flatnonzero(mask), mask.shape[1])
        return row, column
    column, row = where(np.ascontiguousarray(mask.T))
    return row, column

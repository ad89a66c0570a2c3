"""The nearest rows of each row, nearly all of them: for collections too large to compare whole.

Rows are put into cells around centres, and the rows of a cell are compared with those of the cells
that most of them are nearest to: an inverted file, turned round so that its work is products of
matrices too. Centres are learned from a sample that is always the same, so the same rows give the
same pairs.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.linking.nearest import Found, Parted, Step, Wanted, places, where

SIZE = 256
"""Rows of a cell, on the mean."""
PROBES = 8
"""Cells near to a row that it would be compared with alone."""
VISITED = 24
"""Cells that the rows of a cell are compared with: those most of them would be."""

_PER_CENTRE = 32  # rows that each centre is learned from
_ROUNDS = 6
_PART = 1 << 14


def near_in_cells(
    rows: Parted, wanted: Wanted, step: Step = lambda done, total: None
) -> Iterator[Found]:
    """Yield what `nearest` yields, but for the pairs that lie in cells far apart.

    `step` is told how many rows are done, and may raise to stop.
    """
    centres = _centres(rows, max(1, len(rows) // SIZE))
    probes = _probes(rows, centres)
    order = np.argsort(probes[:, 0], kind="stable")
    size = np.bincount(probes[:, 0], minlength=len(centres))
    start = np.cumsum(size) - size
    done = 0
    for cell in np.flatnonzero(size):
        mine = order[start[cell] : start[cell] + size[cell]]
        visited = _most_voted(probes[mine], len(centres))
        theirs = np.concatenate([order[start[c] : start[c] + size[c]] for c in visited])
        yield _best(rows, mine, theirs, wanted)
        done += len(mine)
        step(done, len(rows))


def _centres(rows: Parted, cells: int) -> NDArray[np.float32]:
    """Centres of cells, (cells, d), of unit length: spherical k-means on a sample."""
    dice = np.random.default_rng(7)
    sample = rows.some(np.sort(dice.permutation(len(rows))[: cells * _PER_CENTRE]))
    joined = sample.joined()
    centres = joined[np.sort(dice.permutation(len(sample))[:cells])]
    for _ in range(_ROUNDS):
        home = _probes(sample, centres, 1)[:, 0]
        order = np.argsort(home, kind="stable")
        cell, first = np.unique(home[order], return_index=True)
        total = np.add.reduceat(joined[order], first, axis=0)
        centres = centres.copy()
        centres[cell] = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return centres


def _probes(rows: Parted, centres: NDArray[np.float32], count: int = PROBES) -> NDArray[np.int32]:
    """The cells nearest to each row, the nearest first, shape (n, at most count)."""
    count = min(count, len(centres))
    found = np.empty((len(rows), count), dtype=np.int32)
    for at in range(0, len(rows), _PART):
        score = -(rows.some(slice(at, at + _PART)).joined() @ centres.T)
        near = np.argpartition(score, count - 1, axis=1)[:, :count]
        by = np.argsort(np.take_along_axis(score, near, axis=1), axis=1, kind="stable")
        found[at : at + _PART] = np.take_along_axis(near, by, axis=1)
    return found


def _most_voted(probes: NDArray[np.int32], cells: int) -> NDArray[np.int64]:
    votes = np.bincount(probes.ravel(), minlength=cells)
    best = np.argsort(-votes, kind="stable")[:VISITED]
    return best[votes[best] > 0]


def _best(
    rows: Parted, mine: NDArray[np.int64], theirs: NDArray[np.int64], wanted: Wanted
) -> Found:
    """The nearest of the rows `mine` among `theirs`."""
    first, both = rows.some(mine).scores(rows.some(theirs))
    able = wanted.able(first, both)
    able &= wanted.group[mine][:, None] != wanted.group[theirs]
    at = len(theirs) - wanted.count
    if at > 0:
        score = np.where(able, both, np.float32(-9))
        able &= both >= np.partition(score, at, axis=1)[:, at, None]
    a, b = where(able)
    pairs = Found(mine[a], theirs[b], both[a, b])
    pairs = pairs.only(np.lexsort((pairs.other, -pairs.score, pairs.row)))
    return pairs.only(places(pairs.row) < wanted.count)

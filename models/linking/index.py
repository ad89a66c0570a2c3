"""The nearest rows of each row, nearly all of them: for collections too large to compare whole.

Rows are put into cells around centres, and a row is compared with those in the cells whose centres
are nearest to it. All rows that look into one cell do so in one matrix product. The sample that
centres are learned from is always the same, so the same rows give the same pairs.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.cores import cores, products_side_by_side
from models.linking.blocks import blocks
from models.linking.nearest import Shortlist, Step, Wanted, as_arrays, of_arrays
from models.linking.parted import Bytes, Parted
from models.linking.shelf import Shelf
from models.linking.spread import Answer, Arrays, Asked, Spread

PROBES = 64
"""Cells that a row is compared with."""
CELLS = 4
"""Cells for each root of the rows."""

_LEARNED_FROM, _ROUNDS = 24, 8  # rows for each centre, and how often the centres move to them
_BLOCK = 4096
_ASKING = 1 << 14  # rows that look into cells at once
_LOOKED_INTO = 256  # cells before they are taken out of memory


def near_in_index(
    rows: Parted,
    wanted: Wanted,
    shelf: Shelf,
    step: Step = lambda done, total: None,
    spread: Spread | None = None,
) -> Iterator[Answer]:
    """Yield the pairs that `nearest` finds, but for those in cells that were not looked into.

    What is near to some rows is asked of `spread` if there is one; the pairs are the same. `step`
    is told how many rows are done, and may raise to stop.
    """
    step(0, len(rows))
    cells, order = _Cells.of(rows, shelf, step)
    inside = replace(wanted, group=wanted.group[order])
    starts = range(0, len(rows), _ASKING)
    asked = [(start, min(start + _ASKING, len(rows))) for start in starts]
    if spread is None:
        work = partial(cells.nearest, wanted=inside, let_go=shelf.let_go)
        answers = products_side_by_side(work, asked)
    else:
        task = partial(near_in_cells, wanted.ungrouped())
        arrays = {**as_arrays(cells.rows, inside), "first": cells.first, "near": cells.near}
        answers = spread.map(task, arrays, asked)
    with closing(answers):
        for (_, done), (row, other) in zip(asked, answers, strict=True):
            yield order[row], order[other]
            step(done, len(rows))


def near_in_cells(wanted: Wanted, arrays: Arrays, asked: Asked) -> Answer:
    """Find what is nearest to some rows, by arrays that tell all rows and cells."""
    rows, wanted = of_arrays(wanted, arrays)
    return _Cells(rows, arrays["first"], arrays["near"]).nearest(asked, wanted)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Rows in the order of their cells."""

    rows: Parted
    first: NDArray[np.int64]  # (cells + 1,): where each cell begins
    near: NDArray[np.int32]  # (n, PROBES): the cells nearest to each row, its own first

    @classmethod
    def of(cls, rows: Parted, shelf: Shelf, step: Step) -> tuple[Self, NDArray[np.int64]]:
        """Put rows into cells; also return which row is now in each place, (n,)."""
        centres = _centres(rows)
        near = np.empty((len(rows), min(PROBES, centres.ntotal)), dtype=np.int32)
        for part in blocks(len(rows), _BLOCK):
            near[part] = centres.search(rows.some(part).joined(), near.shape[1])[1]
            step(0, len(rows))
            shelf.let_go()
        order = np.argsort(near[:, 0], kind="stable")
        count = np.bincount(near[:, 0], minlength=centres.ntotal)
        sides = [_moved(side, order, shelf) for side in (rows.meaning, rows.spelling)]
        return cls(Parted(*sides), np.cumsum([0, *count]), near[order]), order

    def nearest(
        self, asked: Asked, wanted: Wanted, let_go: Callable[[], None] = lambda: None
    ) -> Answer:
        """Find what is nearest to some rows: first in their own cells, where most of it is."""
        some = slice(*asked)
        asking = Parted(*(np.array(side[some]) for side in (self.rows.meaning, self.rows.spelling)))
        shortlist = Shortlist(asking, some.start, wanted)
        near = self.near[some]
        for probes in (near[:, :1], near[:, 1:]):
            who = np.repeat(np.arange(len(near)), probes.shape[1])
            cell = probes.reshape(-1)
            order = np.argsort(cell, kind="stable")
            bounds = np.flatnonzero(np.diff(cell[order], prepend=-1))
            for done, askers in enumerate(np.split(order, bounds[1:]) if len(order) else ()):
                here = slice(*self.first[cell[askers[0]] : cell[askers[0]] + 2].tolist())
                first, both = asking.some(who[askers]).scores(self.rows.some(here))
                shortlist.keep(shortlist.nearer(first, both, here.start, who[askers]))
                if done % _LOOKED_INTO == 0:
                    let_go()
        return shortlist.result().pairs()


def _centres(rows: Parted) -> Any:
    """An index of faiss that finds the nearest centres of rows."""
    import faiss

    faiss.omp_set_num_threads(cores())
    width = rows.meaning.shape[1] + rows.spelling.shape[1]
    cells = min(len(rows), max(1, round(CELLS * len(rows) ** 0.5)))
    every = max(1, len(rows) // (_LEARNED_FROM * cells))
    learned = faiss.Kmeans(width, cells, niter=_ROUNDS, spherical=True, min_points_per_centroid=1)
    learned.train(rows.some(slice(None, None, every)).joined())
    return learned.index


def _moved(side: Bytes, order: NDArray[np.int64], shelf: Shelf) -> Bytes:
    """The rows of a matrix in another order, on the shelf."""
    moved: Bytes = shelf.zeros(side.shape, np.int8)
    for part in blocks(len(side), _BLOCK):
        moved[part] = side[order[part]]
        shelf.let_go()
    return moved

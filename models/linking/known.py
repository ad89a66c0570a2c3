"""What is kept of a collection when claims join it: who is linked to whom, and where to look."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.cores import products_side_by_side
from models.linking.candidates import LEAST_COSINE, LEAST_SPELLING, LEAST_SUM, NEIGHBOURS

KEPT = 2 * NEIGHBOURS
"""Claims near to a new one that are kept: its own nearest, and those it is among the nearest of."""

NEAREST = 5
"""Links of a claim whose nearness tells how popular it is."""


Block: TypeAlias = tuple[NDArray[np.int64], Callable[[], NDArray[np.float32]]]
"""The names of some rows, and what loads them, perhaps beside other blocks."""

_FAR = np.float32(-9)
_ASKED = 1 << 10  # rows that are asked about together


@dataclass(frozen=True, slots=True)
class Known:
    """Links that some of n claims have already, each from `claim` to `other`, shape (k,).

    `other` is -1 for a claim that is not among the n. Links between two of them come both ways.
    """

    claim: NDArray[np.int64]
    other: NDArray[np.int64]
    alone: NDArray[np.float64]  # the probability by the first regression
    owner: NDArray[np.int64]  # (l,): whose nearness is told, of the NEAREST links of each claim
    nearness: NDArray[np.float64]  # (l,)


_NONE = np.zeros(0, np.int64)
NOTHING = Known(_NONE, _NONE, np.zeros(0), _NONE, np.zeros(0))


def near_known(
    asked: NDArray[np.float32], width: int, blocks: Iterable[Block]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nearest KEPT of each row of `asked` among the rows of all blocks, by floats.

    Rows are those of `Linker.signatures`, `width` numbers of meaning before those of spelling.
    Returns the numbers of the rows asked about, and the names of the near ones, each of shape (m,).
    """
    score = np.zeros((len(asked), 0), dtype=np.float32)
    name = np.zeros((len(asked), 0), dtype=np.int64)
    with closing(products_side_by_side(partial(_near, asked, width), blocks)) as found:
        for scores, names in found:
            both = np.concatenate([score, scores], axis=1), np.concatenate([name, names], axis=1)
            score, name = _nearest(*both)
    row, place = np.nonzero(score > _FAR)
    return row, name[row, place]


def _near(
    asked: NDArray[np.float32], width: int, block: Block
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The nearest KEPT of each row among those of a block, with their scores and names."""
    names, load = block
    rows = load()
    scores, near = [], []
    for at in range(0, max(1, len(asked)), _ASKED):
        some = asked[at : at + _ASKED]
        cosine = some[:, :width] @ rows[:, :width].T
        spelling = some[:, width:] @ rows[:, width:].T
        able = (cosine >= LEAST_COSINE) | (spelling >= LEAST_SPELLING)
        total = cosine + spelling
        both = np.where(able & (total >= LEAST_SUM), total, _FAR)
        score, name = _nearest(both, np.broadcast_to(names, both.shape))
        scores.append(score)
        near.append(name)
    return np.concatenate(scores), np.concatenate(near)


def _nearest(
    score: NDArray[np.float32], name: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The KEPT highest scores of each row, and their names."""
    if score.shape[1] <= KEPT:
        return score, name
    best = np.argpartition(-score, KEPT - 1, axis=1)[:, :KEPT]
    return np.take_along_axis(score, best, axis=1), np.take_along_axis(name, best, axis=1)

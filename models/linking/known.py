"""What is kept of a collection when claims join it: who is linked to whom, and where to look."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.linking.candidates import LEAST_COSINE, LEAST_SPELLING, LEAST_SUM, NEIGHBOURS

KEPT = 2 * NEIGHBOURS
"""Claims near to a new one that are kept: its own nearest, and those it is among the nearest of."""


NEAREST = 5
"""Links of a claim whose nearness tells how popular it is."""


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
    asked: NDArray[np.float32],
    width: int,
    blocks: Iterable[tuple[NDArray[np.int64], NDArray[np.floating]]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nearest KEPT of each row of `asked` among the rows of all blocks.

    Rows are those of `Linker.signatures`, `width` numbers of meaning before those of spelling. A
    block names its rows. Returns the numbers of the rows asked about, and the names of the near
    ones, each of shape (m,).
    """
    score = np.full((len(asked), KEPT), -9, dtype=np.float32)
    name = np.full((len(asked), KEPT), -1, dtype=np.int64)
    for names, found in blocks:
        rows = found.astype(np.float32, copy=False)
        cosine = asked[:, :width] @ rows[:, :width].T
        spelling = asked[:, width:] @ rows[:, width:].T
        able = (cosine >= LEAST_COSINE) | (spelling >= LEAST_SPELLING)
        total = cosine + spelling
        both = np.where(able & (total >= LEAST_SUM), total, np.float32(-9))
        every = np.concatenate([score, both], axis=1)
        best = np.argpartition(-every, KEPT - 1, axis=1)[:, :KEPT]
        names = np.concatenate([name, np.broadcast_to(names, both.shape)], axis=1)
        score = np.take_along_axis(every, best, axis=1)
        name = np.take_along_axis(names, best, axis=1)
    row, place = np.nonzero(score > -9)
    return row, name[row, place]

"""Rows in two parts, meaning and spelling, kept in whole numbers of seven bits to be compared fast.

Processors multiply bytes several times as fast as floats, and whole numbers make the same scores in
products of any shape, on any machine. Which rows are near is all that is asked of these scores: of
the 50 nearest they find .97, and what is left out or taken in stands at the edge. Seven bits, not
eight: older processors add two products of bytes in sixteen bits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.shelf import MEMORY, Shelf
from models.onnx_session import open_session

GRAPH = Path(__file__).parents[1] / "weights" / "products.onnx"
INPUTS = "meaning", "spelling", "their meaning", "their spelling"
OUTPUTS = "first", "both"
ZERO = 128
"""What stands for 0 in the unsigned bytes of the rows that ask."""

MOST = 63
BLOCK = 1 << 13  # rows that are converted at a time

Bytes: TypeAlias = NDArray[np.int8]
Scores: TypeAlias = NDArray[np.int32]
Products: TypeAlias = Callable[[Bytes, Bytes, Bytes, Bytes], tuple[Scores, Scores]]


@dataclass(frozen=True, slots=True)
class Parted:
    """Rows in two parts, (n, d) and (n, e), whose inner products make up the score of a pair."""

    meaning: Bytes
    spelling: Bytes

    @classmethod
    def of(
        cls,
        meaning: NDArray[np.float32],
        spelling: NDArray[np.float32],
        least: tuple[float, ...] = (),
        shelf: Shelf = MEMORY,
    ) -> tuple[Self, tuple[int, ...]]:
        """Convert rows; also return the `least` scores that are wanted of the rows as given.

        Both parts count in steps of one size, so that their products can be added.
        """
        largest = max(_largest(meaning), _largest(spelling))
        step = largest / MOST if largest else 1.0
        rows = cls(*(_converted(part, step, shelf) for part in (meaning, spelling)))
        return rows, tuple(int(np.ceil(score / step**2)) for score in least)

    def __len__(self) -> int:
        return len(self.meaning)

    def some(self, rows: slice | NDArray[np.int64]) -> Self:
        """Some of the rows."""
        return type(self)(self.meaning[rows], self.spelling[rows])

    def joined(self) -> NDArray[np.float32]:
        """Both parts side by side, (n, d + e)."""
        return np.concatenate([self.meaning, self.spelling], axis=1, dtype=np.float32)

    def scores(self, other: Self) -> tuple[Scores, Scores]:
        """Of each row with each of `other`: the product of the first parts, and the sum of both."""
        return _products()(self.meaning, self.spelling, other.meaning, other.spelling)


def in_numpy(
    meaning: Bytes, spelling: Bytes, their_meaning: Bytes, their_spelling: Bytes
) -> tuple[Scores, Scores]:
    """Score rows as the graph does, slowly; floats hold whole numbers of this size exactly."""
    first, second = (
        (mine.astype(np.float64) @ theirs.T.astype(np.float64)).astype(np.int32)
        for mine, theirs in ((meaning, their_meaning), (spelling, their_spelling))
    )
    return first, first + second


@cache
def _products() -> Products:
    """Open the graph once for all threads; numpy stands in where onnxruntime does not run."""
    try:
        session = open_session(GRAPH)
    except Exception:
        return in_numpy

    def products(*parts: Bytes) -> tuple[Scores, Scores]:
        asking = [part.view(np.uint8) ^ np.uint8(ZERO) for part in parts[:2]]
        first, both = session.run(OUTPUTS, dict(zip(INPUTS, [*asking, *parts[2:]], strict=True)))
        return first, both

    return products


def _largest(rows: NDArray[np.float32]) -> float:
    return max((float(np.abs(rows[part]).max(initial=0)) for part in _parts(len(rows))), default=0)


def _converted(rows: NDArray[np.float32], step: float, shelf: Shelf) -> Bytes:
    converted: Bytes = shelf.zeros(rows.shape, np.int8)
    for part in _parts(len(rows)):
        converted[part] = np.rint(rows[part] / np.float32(step))
        shelf.let_go()
    return converted


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, BLOCK):
        yield slice(start, min(start + BLOCK, count))

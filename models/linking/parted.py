"""Rows in two parts, meaning and spelling, kept in whole numbers of seven bits to be compared fast.

Processors multiply bytes several times as fast as floats, and whole numbers make the same scores in
products of any shape, on any machine. Which rows are near is all that is asked of these scores;
what a pair is worth is worked out of the full vectors. Seven bits, not eight: older processors add
two products of bytes in sixteen bits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.blocks import blocks
from models.linking.shelf import MEMORY, Shelf
from models.onnx_session import open_session

GRAPH = Path(__file__).parents[1] / "weights" / "products.onnx"
INPUTS = "meaning", "spelling", "their meaning", "their spelling"
OUTPUTS = "first", "both"
ZERO = 128
"""What stands for 0 in the unsigned bytes of the rows that ask."""

MOST = 63
_USUAL = 0.99  # of rows have no greater numbers than are told apart; a claim of one word has
_EXACT = 1 << 24  # whole numbers up to this are floats of 32 bits

Bytes: TypeAlias = NDArray[np.int8]
Whole: TypeAlias = NDArray[np.int32]
Products: TypeAlias = Callable[[Bytes, Bytes, Bytes, Bytes], tuple[Whole, Whole]]


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

        Both parts count in units of one size, so that their products can be added.
        """
        largest = np.maximum(*(_largest(part, shelf) for part in (meaning, spelling)))
        usual = (np.quantile(largest, _USUAL) or largest.max()) if len(largest) else 0
        unit = float(usual) / MOST if usual else 1.0
        rows = cls(*(_converted(part, unit, shelf) for part in (meaning, spelling)))
        return rows, tuple(int(np.ceil(score / unit**2)) for score in least)

    def __len__(self) -> int:
        return len(self.meaning)

    def some(self, rows: slice | NDArray[np.int64]) -> Self:
        """Some of the rows."""
        return type(self)(self.meaning[rows], self.spelling[rows])

    def joined(self) -> NDArray[np.float32]:
        """Both parts side by side, (n, d + e)."""
        return np.concatenate([self.meaning, self.spelling], axis=1, dtype=np.float32)

    def scores(self, other: Self) -> tuple[Whole, Whole]:
        """Of each row with each of `other`: the product of the first parts, and the sum of both."""
        return _products()(self.meaning, self.spelling, other.meaning, other.spelling)


def in_numpy(
    meaning: Bytes, spelling: Bytes, their_meaning: Bytes, their_spelling: Bytes
) -> tuple[Whole, Whole]:
    """Score rows as the graph does, more slowly."""
    widest = max(meaning.shape[1], spelling.shape[1])
    kind = np.float32 if widest * MOST**2 <= _EXACT else np.float64
    first, second = (
        (mine.astype(kind) @ theirs.T.astype(kind)).astype(np.int32)
        for mine, theirs in ((meaning, their_meaning), (spelling, their_spelling))
    )
    return first, first + second


@cache
def _products() -> Products:
    """Open the graph once; numpy stands in where onnxruntime does not run."""
    try:
        session = open_session(GRAPH)
    except Exception:
        return in_numpy

    def products(*parts: Bytes) -> tuple[Whole, Whole]:
        asking = [part.view(np.uint8) ^ np.uint8(ZERO) for part in parts[:2]]
        first, both = session.run(OUTPUTS, dict(zip(INPUTS, [*asking, *parts[2:]], strict=True)))
        return first, both

    return products


def _largest(rows: NDArray[np.float32], shelf: Shelf) -> NDArray[np.float32]:
    """The greatest number of each row, whatever its sign, shape (n,)."""
    largest = np.zeros(len(rows), np.float32)
    for part in blocks(len(rows)):
        largest[part] = np.nan_to_num(np.abs(rows[part]).max(axis=1, initial=0))
        shelf.let_go()
    return largest


def _converted(rows: NDArray[np.float32], unit: float, shelf: Shelf) -> Bytes:
    converted: Bytes = shelf.zeros(rows.shape, np.int8)
    for part in blocks(len(rows)):
        whole = np.rint(np.nan_to_num(rows[part]) / np.float32(unit))
        converted[part] = np.clip(whole, -MOST, MOST)
        shelf.let_go()
    return converted

"""Pairs of texts to rows of subwords, in blocks whose shape depends on a pair's own length alone.

Sums of floats depend on the shape of the matrices that hold them. With a fixed number of rows and
a width that is the pair's own, rounded up, a pair's scores never depend on its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

MOST_PIECES = 128  # of both texts and three marks; the longer text is cut first
ROWS = 8
_STEP = 8


class Encoded(NamedTuple):
    """The subwords of one pair and the text (0 or 1) that each belongs to; of one length."""

    ids: list[int]
    sides: list[int]


class Block(NamedTuple):
    """Padded pairs: `ids`, `sides`, `present` (0 or 1) of shape (rows, width).

    `places` says which pair a row is; rows beyond it repeat the first one.
    """

    places: list[int]
    ids: NDArray[np.int64]
    sides: NDArray[np.int64]
    present: NDArray[np.int64]


class Pieces:
    """Splits pairs into subwords by a model folder's tokenizer.json."""

    def __init__(self, folder: Path, most: int = MOST_PIECES) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(most, strategy="longest_first")

    def of(self, pairs: Sequence[tuple[str, str]]) -> list[Encoded]:
        """Return the subwords of each pair; characters that are no text become "�"."""
        clean = [(_valid(one), _valid(other)) for one, other in pairs]
        return [Encoded(e.ids, e.type_ids) for e in self._tokenizer.encode_batch(clean)]


def _valid(text: str) -> str:
    """A lone surrogate has no bytes, and the tokenizer works on bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def blocks(encoded: Sequence[Encoded]) -> Iterator[Block]:
    """Yield blocks of ROWS pairs of about one length, the shortest first."""
    widths = [-(-len(one.ids) // _STEP) * _STEP for one in encoded]
    for width in sorted(set(widths)):
        places = [place for place, own in enumerate(widths) if own == width]
        for start in range(0, len(places), ROWS):
            part = places[start : start + ROWS]
            filled = part + part[:1] * (ROWS - len(part))
            yield Block(part, *padded([encoded[place] for place in filled], width))


def padded(
    encoded: Sequence[Encoded], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return ids, sides and presence, each of shape (len(encoded), width)."""
    shape = len(encoded), width
    ids, sides, present = (np.zeros(shape, np.int64) for _ in range(3))
    for row, one in enumerate(encoded):
        n = len(one.ids)
        ids[row, :n], sides[row, :n], present[row, :n] = one.ids, one.sides, 1
    return ids, sides, present

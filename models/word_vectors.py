"""Words in their sentence as short vectors: the encoder's state of each content word, folded.

The encoder reads a text once for its sentence vector; what it then knows of each word is kept too,
in few dimensions and half precision, so that words said in other words can be told.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH = 128
"""Dimensions of a word's vector. Cosines differ from those of the full states by about .07."""

MOST = 64
"""Words of a text that are kept, the first ones."""

RULES = "1"
"""Goes into the vectors' version: raise it when the words or the folding change."""


def fold(states: NDArray[np.float32]) -> NDArray[np.float16]:
    """Project rows (k, d) to unit rows (k, WIDTH) of half floats by random signs; 0 stays 0."""
    folded = states @ _signs(states.shape[1])
    length = np.linalg.norm(folded, axis=1, keepdims=True)
    rows: NDArray[np.float16] = (folded / np.where(length > 0, length, 1)).astype("<f2")
    return rows


@lru_cache(maxsize=4)
def _signs(d: int) -> NDArray[np.float32]:
    """A fixed matrix (d, WIDTH) of 1 and -1 that looks random; the same on every machine."""
    mixed = np.arange(d * WIDTH, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    signs: NDArray[np.float32] = np.where(mixed >> np.uint64(63), 1, -1).astype(np.float32)
    return signs.reshape(d, WIDTH)


def by_word(
    states: NDArray[np.float32],
    pieces: Sequence[tuple[int, int]],
    words: Sequence[tuple[int, int]],
) -> NDArray[np.float32]:
    """The mean state of each word's pieces, (at most MOST words, d); 0 for one that was not read.

    `states` has shape (p, d), `pieces` the characters of each, in order; () characters for marks
    that are no text. `words` are the characters of each word, in order.
    """
    text = [i for i, (start, end) in enumerate(pieces) if end > start]
    starts = np.array([pieces[i][0] for i in text], dtype=np.int64)
    ends = np.array([pieces[i][1] for i in text], dtype=np.int64)
    places = np.array(words[:MOST], dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(ends, places[:, 0], side="right")
    last = np.maximum(first, np.searchsorted(starts, places[:, 1], side="left"))
    total = np.zeros((len(text) + 1, states.shape[1]), dtype=np.float64)
    np.cumsum(states[text], axis=0, out=total[1:])
    sums = total[last] - total[first]
    mean: NDArray[np.float64] = sums / np.maximum(last - first, 1)[:, None]
    return mean.astype(np.float32)

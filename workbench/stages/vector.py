"""Claims -> vectors: which texts still have to be embedded, and under which keys they are kept.

A key hashes text, model and version, so that no text is ever embedded twice and vectors of
different models never meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from db.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray


WORD_WIDTH = 128
"""Dimensions of the vector of one word."""


class Embedder(Protocol):
    """Turns texts into unit rows; see models.embedder."""

    @property
    def version(self) -> str:
        """Name the weights."""

    @property
    def word_version(self) -> str:
        """Name the weights and the rules of the words' vectors."""

    def embed_with_words(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], Sequence[NDArray[np.float16]]]:
        """Return unit rows of shape (len(texts), d); for each text its words, (k, WORD_WIDTH)."""


def key(text: str, version: str) -> str:
    """Return the name under which the vector of `text` is stored."""
    return digest_of(f"{version}\0{text}".encode("utf-8", "surrogatepass"))


def in_batches(texts: Collection[str], most: int) -> list[list[str]]:
    """Return texts in the batches in which they are embedded, whatever order they come in.

    A batch of like lengths is padded least. Short and long batches come as by chance, so that
    those that are done tell how long the others will take.
    """
    by_length = sorted(texts, key=lambda text: (len(text), text))
    batches = [by_length[at : at + most] for at in range(0, len(by_length), most)]
    return sorted(batches, key=lambda batch: key(batch[0], ""))


def matrix(keys: Sequence[str], stored: Mapping[str, bytes]) -> NDArray[np.float32]:
    """Stack stored vectors in the order of `keys`: shape (len(keys), d). Raises KeyError."""
    if not keys:
        return np.zeros((0, 1), dtype=np.float32)
    return np.stack([np.frombuffer(stored[k], dtype="<f4") for k in keys])


def words(keys: Sequence[str], stored: Mapping[str, bytes]) -> list[NDArray[np.float16]]:
    """Read the stored words of each key: matrices (k, WORD_WIDTH). Raises KeyError."""
    return [np.frombuffer(stored[k], dtype="<f2").reshape(-1, WORD_WIDTH) for k in keys]

"""Vectors that cost nothing: for sizes at which encoding would take hours and is measured apart.

A text is the sum of a direction for each of its content words, so that texts with words in common
are near, and paraphrases nearer than that. They say nothing of how well facts are linked.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from models.linking.content import content_words
from models.word_vectors import MOST, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DIMENSIONS = 384


class MadeEmbedder:
    """Stands in for models.embedder.Embedder."""

    version = "made-1"
    word_version = "made-1/words-1"

    def embed_with_words(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float16]]]:
        """Return unit rows of shape (len(texts), 384); for each text its words, (k, 128)."""
        rows = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        words: list[NDArray[np.float16]] = []
        for row, text in zip(rows, texts, strict=True):
            parts = [_direction(text[a:b].lower()) for a, b in content_words(text)[:MOST]]
            states = np.array(parts, dtype=np.float32).reshape(-1, DIMENSIONS)
            row += states.sum(axis=0)
            short = states[:, :WIDTH]
            norm = np.linalg.norm(short, axis=1, keepdims=True)
            words.append((short / np.maximum(norm, 1e-9)).astype(np.float16))
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / norms).astype(np.float32), words


@lru_cache(maxsize=1 << 18)
def _direction(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32)

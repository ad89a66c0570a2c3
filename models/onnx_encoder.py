"""The default embedding model on onnxruntime: the same weights and vectors, without torch.

The graph ships (weights/encoder.onnx, a few kilobytes, written by models/encoder_graph.py) and
points into the installed model.safetensors, which is checked by its digest and mapped, not copied.

A text's vector does not depend on what is embedded beside it, to the last bit: the texts of a
batch have the same number of tokens, so there is no padding to be masked, and each row of a matrix
product is summed in the same order however many rows there are.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

from models.cores import side_by_side
from models.onnx_session import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

GRAPH = Path(__file__).with_name("weights") / "encoder.onnx"
WEIGHTS = "model.safetensors"
IDS, STATES = "ids", "states"
WIDTH = 384
BATCH_TOKENS = 1024
"""Tokens of one run of the graph: speed is the same from 256 to 2,048."""

Read: TypeAlias = "tuple[NDArray[np.float32], list[tuple[int, int]]]"
"""The states (p, d) of a text's pieces, and the characters of each; marks have none."""

_TINY = 1e-12


class DamagedWeights(ValueError):
    """The installed weights are not the ones that the graph and the manifest name."""


class Run(Protocol):
    """Runs the graph; safe to call from any thread."""

    def __call__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the last states, (b, t, 384), of pieces of texts, (b, t)."""


class OnnxEncoder:
    """Texts to unit rows. Opening it takes a tenth of a second. Safe to call from any thread."""

    def __init__(
        self,
        folder: Path,
        digest: str,
        graph: Path = GRAPH,
        open_run: Callable[[Path, Path], Run] | None = None,
    ) -> None:
        """Open the model in `folder`, whose weights must have this SHA-256.

        `open_run` opens the graph with the weights of a folder; by default onnxruntime does. Raises
        DamagedWeights, ImportError, OSError, and what that library raises.
        """
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(_digest_of, folder / WEIGHTS)
            try:
                self._tokenizer = _tokenizer(folder)
                self._run = (open_run or _session)(folder, graph)
            finally:
                if found.result() != digest:
                    raise DamagedWeights(f"{folder / WEIGHTS} is damaged or another model's")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows of shape (len(texts), 384): the mean of the tokens' last states."""
        return self.read(texts)[0]

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Read]]:
        """Return the rows of `encode`, and of each text its pieces' states and characters."""
        found = self._tokenizer.encode_batch(list(texts))
        rows = np.empty((len(found), WIDTH), dtype="<f4")
        read: list[Read] = [(rows[:0], [])] * len(found)

        def run(batch: list[int]) -> None:
            states = self._run(np.array([found[i].ids for i in batch], dtype=np.int64))
            mean = states.mean(axis=1, dtype=np.float64)
            length = np.sqrt((mean * mean).sum(axis=1, keepdims=True))
            rows[batch] = mean / np.maximum(length, _TINY)
            for i, of_text in zip(batch, states, strict=True):
                read[i] = of_text, found[i].offsets

        deque(side_by_side(run, batches([len(one.ids) for one in found])), maxlen=0)
        return rows, read


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of texts that are run together, longest first, so that none ends alone.

    They all have the same length, and no more than BATCH_TOKENS tokens unless one text has.
    """
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for number, length in enumerate(lengths):
        alike[length].append(number)
    for length in sorted(alike, reverse=True):
        most = max(1, BATCH_TOKENS // max(1, length))
        for at in range(0, len(alike[length]), most):
            yield alike[length][at : at + most]


def _digest_of(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _tokenizer(folder: Path) -> Any:
    """Load the tokenizer; the truncation and padding in its own file are not the model's."""
    # Its own threads would fight with onnxruntime's for the same cores.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    settings = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(settings["max_seq_length"])
    return tokenizer


def _session(folder: Path, graph: Path) -> Run:
    session = open_session(graph, folder)

    def run(ids: NDArray[np.int64]) -> NDArray[np.float32]:
        states: NDArray[np.float32] = session.run([STATES], {IDS: ids})[0]
        return states

    return run

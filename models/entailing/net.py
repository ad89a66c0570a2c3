"""The entailer's network: the sentence encoder read across two texts, and two heads."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from pathlib import Path

# What stays as the sentence encoder has it, and so need not be in the weights file.
FROZEN = (
    "encoder.embeddings.word_embeddings.weight",
    "encoder.embeddings.position_embeddings.weight",
)


class Network(nn.Module):
    """Padded pairs to the logits of three classes and of "states the same fact"."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.dense = nn.Linear(2 * width, width)
        self.classes = nn.Linear(width, 3)
        self.same = nn.Linear(width, 1)

    def forward(self, ids: Tensor, sides: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (n, 3) and (n,) of pairs given as (n, t) each."""
        states = self.encoder(
            input_ids=ids, token_type_ids=sides, attention_mask=present
        ).last_hidden_state.float()
        share = present[:, :, None].float()
        mean = (states * share).sum(1) / share.sum(1)
        hidden = torch.tanh(self.dense(torch.cat([states[:, 0], mean], -1)))
        return self.classes(hidden), self.same(hidden)[:, 0]

    def trained(self) -> dict[str, Tensor]:
        """Return the parameters that training changes."""
        return {k: v for k, v in self.named_parameters() if k not in FROZEN}


def base_network(folder: Path, layers: int | None = None, dropout: float = 0.0) -> Network:
    """Return a network over the sentence encoder in `folder`, its heads new.

    Without `layers` it has all of the encoder's.
    """
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    settings = json.loads((folder / "config.json").read_text("utf-8"))
    settings["num_hidden_layers"] = layers or settings["num_hidden_layers"]
    # Attention written out is the fastest here, and dropping attention weights the slowest.
    settings |= {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": 0.0}
    config = BertConfig(**settings, attn_implementation="eager")
    encoder = BertModel(config, add_pooling_layer=False)
    own = encoder.state_dict()
    state = load_file(folder / "model.safetensors")
    encoder.load_state_dict({name: value for name, value in state.items() if name in own})
    network = Network(encoder)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name not in FROZEN)
    return network


def fingerprint(network: Network) -> str:
    """Return a short digest that tells the encoder that a network stands upon."""
    values = network.get_parameter(FROZEN[1]).detach().numpy()
    return hashlib.sha256(np.ascontiguousarray(values, "<f4").tobytes()).hexdigest()[:16]

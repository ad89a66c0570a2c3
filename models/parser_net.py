"""The parser's network: an adapted sentence encoder, one BiLSTM, biaffine arcs and tag heads.

Imports torch, so import this file inside functions only. The encoder's own weights never enter
the state: they are handed in, and only the low-rank adapters that correct them are trained.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models import words as word_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)

CLS, SEP, MASK = 101, 102, 103
MOST_POSITIONS = 512


@dataclass(frozen=True, slots=True)
class Sizes:
    """Everything that decides the shapes of the network's parameters."""

    layers: int = 6
    heads: int = 12
    width: int = 384
    rank: int = 32
    shape: int = 24
    suffix: int = 48
    hidden: int = 256
    lstm_layers: int = 1
    arc: int = 256
    label: int = 96
    labels: int = 0
    tags: int = 0
    feats: int = 0
    lemmas: int = 0
    entities: int = 0
    entity_hidden: int = 96

    def as_dict(self) -> dict[str, int]:
        """Return the sizes by name."""
        return asdict(self)


@dataclass(slots=True)
class Batch:
    """Padded sentences: b sentences, t subwords, n words.

    `pieces` (b, t) subword ids and `present` (b, t) bool; `first`, `last` (b, n) the subword
    that a word begins and ends with; `shapes`, `suffixes` (b, n); `lengths` b numbers of words.
    """

    pieces: Tensor
    present: Tensor
    first: Tensor
    last: Tensor
    shapes: Tensor
    suffixes: Tensor
    lengths: list[int]


def collate(sentences: Sequence[tuple[list[list[int]], list[int], list[int]]]) -> Batch:
    """Pad sentences of (subwords per word, shapes, suffixes) into a Batch. No word is empty."""
    size = len(sentences)
    lengths = [len(pieces) for pieces, _, _ in sentences]
    most = max(lengths)
    widest = max(2 + sum(map(len, pieces)) for pieces, _, _ in sentences)
    ids = torch.zeros(size, widest, dtype=torch.long)
    present = torch.zeros(size, widest, dtype=torch.bool)
    places = torch.zeros(4, size, most, dtype=torch.long)
    for row, (pieces, shapes, suffixes) in enumerate(sentences):
        flat = [CLS, *(i for word in pieces for i in word), SEP]
        ids[row, : len(flat)] = torch.tensor(flat)
        present[row, : len(flat)] = True
        ends = torch.tensor([len(word) for word in pieces]).cumsum(0)
        starts = ends - torch.tensor([len(word) for word in pieces]) + 1
        n = len(pieces)
        places[0, row, :n], places[1, row, :n] = starts, ends
        places[2, row, :n], places[3, row, :n] = torch.tensor(shapes), torch.tensor(suffixes)
    return Batch(ids, present, places[0], places[1], places[2], places[3], lengths)


def encoder_weights(stored: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return the encoder's parameters that the first `layers` layers need, shared, not copied."""
    weights = {name: value.detach().float() for name, value in stored.items()}
    return {
        name: value
        for name, value in weights.items()
        if not name.startswith("encoder.layer.") or int(name.split(".")[2]) < layers
    }


class Encoder:
    """BERT's forward pass over given weights, with adapters beside the matrices or merged."""

    def __init__(self, weights: Mapping[str, Tensor], sizes: Sizes) -> None:
        self.weights = dict(weights)
        self.sizes = sizes

    def halved(self) -> Encoder:
        """Return an encoder with 16-bit matrices, for training under autocast."""
        return Encoder(
            {k: v.bfloat16() if _is_matrix(k) else v for k, v in self.weights.items()}, self.sizes
        )

    def merged(self, adapters: Adapters) -> Encoder:
        """Return an encoder whose matrices have the adapters added in."""
        weights = dict(self.weights)
        with torch.no_grad():
            for layer in range(self.sizes.layers):
                for matrix in _MATRICES:
                    name = f"encoder.layer.{layer}.{matrix}"
                    down, up = adapters.pair(name)
                    weights[f"{name}.weight"] = weights[f"{name}.weight"] + up @ down
        return Encoder(weights, self.sizes)

    def states(
        self, pieces: Tensor, present: Tensor | None, adapters: Adapters | None = None
    ) -> list[Tensor]:
        """Return layers + 1 hidden states (b, t, width). `present` None means no padding."""
        w = self.weights
        hidden = functional.embedding(pieces, w["embeddings.word_embeddings.weight"])
        hidden = hidden + w["embeddings.position_embeddings.weight"][: pieces.shape[1]]
        hidden = hidden + w["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        unseen = None if present is None else (~present)[:, None, None, :] * torch.tensor(-1e4)
        states = [hidden]
        for layer in range(self.sizes.layers):
            states.append(self._layer(states[-1], unseen, f"encoder.layer.{layer}.", adapters))
        return states

    def _layer(
        self, hidden: Tensor, unseen: Tensor | None, name: str, adapters: Adapters | None
    ) -> Tensor:
        b, t, width = hidden.shape
        shape = (b, t, self.sizes.heads, width // self.sizes.heads)
        query, key, value = (
            self._linear(hidden, name + matrix, adapters).view(shape).transpose(1, 2)
            for matrix in _MATRICES[:3]
        )
        match = query @ key.transpose(2, 3) * (width // self.sizes.heads) ** -0.5
        if unseen is not None:
            match = match + unseen
        mixed = torch.softmax(match, -1).to(value.dtype) @ value
        mixed = self._linear(
            mixed.transpose(1, 2).reshape(b, t, width), name + _MATRICES[3], adapters
        )
        hidden = self._norm(mixed + hidden, name + "attention.output.LayerNorm")
        wide = functional.gelu(self._linear(hidden, name + _MATRICES[4], adapters))
        narrow = self._linear(wide, name + _MATRICES[5], adapters)
        return self._norm(narrow + hidden, name + "output.LayerNorm")

    def _linear(self, x: Tensor, name: str, adapters: Adapters | None) -> Tensor:
        y = functional.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])
        if adapters is None:
            return y
        down, up = adapters.pair(name)
        return y + functional.linear(functional.linear(x, down), up)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(x.float(), weight.shape, weight, bias, 1e-12)


def _is_matrix(name: str) -> bool:
    return name.startswith("encoder") and "LayerNorm" not in name


class Adapters(nn.Module):
    """Low-rank corrections (rank x in, out x rank), one pair for each matrix of the encoder."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        wide = 4 * sizes.width
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()
        for layer in range(sizes.layers):
            for matrix in _MATRICES:
                rows = wide if matrix == "intermediate.dense" else sizes.width
                columns = wide if matrix == "output.dense" else sizes.width
                name = _key(f"encoder.layer.{layer}.{matrix}")
                if matrix == "attention.output.dense":
                    columns = sizes.width
                self.down[name] = nn.Parameter(torch.randn(sizes.rank, columns) * columns**-0.5)
                self.up[name] = nn.Parameter(torch.zeros(rows, sizes.rank))

    def pair(self, name: str) -> tuple[Tensor, Tensor]:
        """Return (down, up) of the named matrix."""
        return self.down[_key(name)], self.up[_key(name)]


def _key(name: str) -> str:
    return name.removeprefix("encoder.layer.").replace(".", "_")


@dataclass(slots=True)
class Scores:
    """What the network says of padded sentences of n words.

    `arcs` (b, n, n + 1): word, head, where head 0 is the root; `dependents` and `governors`
    feed `Network.label_scores`; `tags`, `feats`, `lemmas`, `entities` (b, n, classes).
    """

    arcs: Tensor
    dependents: Tensor
    governors: Tensor
    tags: Tensor
    feats: Tensor
    lemmas: Tensor
    entities: Tensor | None

    def by_word(self) -> list[Tensor]:
        """Return the scores of what is chosen word by word, in the order of `parser.Choice`."""
        known = [self.tags, self.feats, self.lemmas]
        return known if self.entities is None else [*known, self.entities]


class Network(nn.Module):
    """Encoder states to scores of arcs, labels, tags, morphology and lemma scripts."""

    def __init__(self, sizes: Sizes, dropout: float = 0.33) -> None:
        super().__init__()
        self.sizes, self.dropout = sizes, dropout
        self.adapters = Adapters(sizes)
        self.mix = nn.Parameter(torch.zeros(sizes.layers + 1))
        self.scale = nn.Parameter(torch.ones(1))
        self.shape = nn.Embedding(word_rules.SHAPES, sizes.shape)
        self.suffix = nn.Embedding(word_rules.SUFFIXES, sizes.suffix)
        self.lstm = nn.LSTM(
            sizes.width + sizes.shape + sizes.suffix,
            sizes.hidden,
            sizes.lstm_layers,
            batch_first=True,
            bidirectional=True,
            dropout=dropout if sizes.lstm_layers > 1 else 0.0,
        )
        wide = 2 * sizes.hidden
        self.root = nn.Parameter(torch.randn(wide) * 0.02)
        self.dependent_arc = nn.Linear(wide, sizes.arc)
        self.governor_arc = nn.Linear(wide, sizes.arc)
        self.arc = nn.Parameter(torch.zeros(sizes.arc + 1, sizes.arc))
        self.dependent_label = nn.Linear(wide, sizes.label)
        self.governor_label = nn.Linear(wide, sizes.label)
        self.label = nn.Parameter(torch.zeros(sizes.labels, sizes.label + 1, sizes.label + 1))
        self.tag = nn.Linear(wide, sizes.tags)
        self.feat = nn.Linear(wide, sizes.feats)
        self.lemma = nn.Linear(wide, sizes.lemmas)
        if sizes.entities:
            self.entity = EntityHead(sizes)

    def inputs(self, encoder: Encoder, batch: Batch, *, adapt: bool) -> Tensor:
        """Return the words' input rows (b, n, width + shape + suffix)."""
        padded = len(batch.lengths) > 1
        states = encoder.states(
            batch.pieces, batch.present if padded else None, self.adapters if adapt else None
        )
        share = torch.softmax(self.mix, 0)
        mixed = sum(share[i] * state for i, state in enumerate(states)) * self.scale
        word = (_rows(mixed, batch.first) + _rows(mixed, batch.last)) / 2
        return torch.cat([word, self.shape(batch.shapes), self.suffix(batch.suffixes)], -1)

    def forward(self, encoder: Encoder, batch: Batch, *, adapt: bool = True) -> Scores:
        """Score a batch. `adapt` False: the adapters are merged into the encoder already."""
        inputs = self.inputs(encoder, batch, adapt=adapt)
        return self.score(inputs, self.states(inputs, batch.lengths), batch.lengths)

    def states(self, inputs: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return the LSTM's states (b, n, 2 * hidden) of the words' input rows."""
        return self._drop(run_lstm(self.lstm, self._drop(inputs), lengths).float())

    def score(self, inputs: Tensor, states: Tensor, lengths: Sequence[int]) -> Scores:
        """Return the scores of the words' input rows and LSTM states."""
        root = self.root.expand(states.shape[0], 1, -1)
        governing = torch.cat([root, states], 1)
        dependent = self._drop(functional.relu(self.dependent_arc(states)))
        governor = self._drop(functional.relu(self.governor_arc(governing)))
        arcs = _with_one(dependent) @ self.arc @ governor.transpose(1, 2)
        return Scores(
            arcs=arcs,
            dependents=_with_one(self._drop(functional.relu(self.dependent_label(states)))),
            governors=_with_one(self._drop(functional.relu(self.governor_label(governing)))),
            tags=self.tag(states),
            feats=self.feat(states),
            lemmas=self.lemma(states),
            entities=self._entities(inputs, states, lengths),
        )

    def _entities(self, inputs: Tensor, states: Tensor, lengths: Sequence[int]) -> Tensor | None:
        if not self.sizes.entities:
            return None
        found: Tensor = self.entity(torch.cat([inputs, states], -1), lengths)
        return found

    def label_scores(self, scores: Scores, heads: Tensor, row: int | None = None) -> Tensor:
        """Return label scores (b, n, labels) for given heads (b, n), 0 the root.

        With `row`, for that sentence of the batch alone: heads (1, n), n without padding.
        """
        rows = slice(None) if row is None else slice(row, row + 1)
        governor = _rows(scores.governors[rows], heads)
        dependent = scores.dependents[rows, : heads.shape[1]]
        half = torch.einsum("bni,lij->bnlj", dependent, self.label)
        return (half @ governor.unsqueeze(-1)).squeeze(-1)

    def _drop(self, x: Tensor) -> Tensor:
        """Drop whole columns of a sentence, the same for each of its words."""
        if not self.training:
            return x
        keep = 1 - self.dropout
        return x * (torch.rand(x.shape[0], 1, x.shape[2]) < keep) / keep


class EntityHead(nn.Module):
    """Words' input rows and states to scores of names: a small BiLSTM of its own."""

    def __init__(self, sizes: Sizes, dropout: float = 0.4) -> None:
        super().__init__()
        columns = sizes.width + sizes.shape + sizes.suffix + 2 * sizes.hidden
        self.lstm = nn.LSTM(columns, sizes.entity_hidden, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * sizes.entity_hidden, sizes.entities)
        self.drop = nn.Dropout(dropout)

    def forward(self, rows: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return scores (b, n, entities) of rows (b, n, columns)."""
        scores: Tensor = self.out(self.drop(run_lstm(self.lstm, self.drop(rows), lengths)))
        return scores


def run_lstm(lstm: Any, rows: Tensor, lengths: Sequence[int]) -> Tensor:
    """Return the states (b, n, 2 * hidden) of a bidirectional LSTM that sees no padding."""
    if len(lengths) == 1:
        alone: Tensor = lstm(rows)[0]
        return alone
    packed = nn.utils.rnn.pack_padded_sequence(
        rows, torch.tensor(lengths), batch_first=True, enforce_sorted=False
    )
    states: Tensor = nn.utils.rnn.pad_packed_sequence(lstm(packed)[0], batch_first=True)[0]
    return states


def _rows(x: Tensor, places: Tensor) -> Tensor:
    return x.gather(1, places.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, x.new_ones(*x.shape[:-1], 1)], -1)

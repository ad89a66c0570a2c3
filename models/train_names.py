"""Give a trained parser its name head: `python -m models.train_names --corpus DIR`.

DIR holds wikigold.conll.txt (CC BY 4.0), wnut17-{train,dev,test}.conll (CC BY 4.0) and Universal
NER's en_ewt-ud-{train.noisy,dev,test}.iob2 (CC BY-SA 4.0). Runs after `models.train_parser`; the
parser's own weights stay as they are, so trees do not change.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import words as word_rules
from models.parser import WEIGHTS, Parser, unpack
from models.train_parser import save, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENTITIES = ("", "PER", "LOC", "ORG")
_TYPES = {
    "PER": 1,
    "LOC": 2,
    "ORG": 3,
    "person": 1,
    "location": 2,
    "corporation": 3,
    "group": 3,
}
_FILES = {
    "wikigold.conll.txt": (" ", 0, 1),
    "wnut17-train.conll": ("\t", 0, 1),
    "wnut17-dev.conll": ("\t", 0, 1),
    "wnut17-test.conll": ("\t", 0, 1),
    "en_ewt-ud-train.noisy.iob2": ("\t", 1, 2),
    "en_ewt-ud-dev.iob2": ("\t", 1, 2),
    "en_ewt-ud-test.iob2": ("\t", 1, 2),
}
_TRAINED = (
    "wikigold.conll.txt",
    "wnut17-train.conll",
    "en_ewt-ud-train.noisy.iob2",
    "en_ewt-ud-dev.iob2",
)
_TESTED = ("wnut17-test.conll", "en_ewt-ud-test.iob2")


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence of n words and the number of each one's class in ENTITIES."""

    words: tuple[str, ...]
    classes: tuple[int, ...]


def read_named(path: Path) -> list[Named]:
    """Return a file's sentences, its words split as the parser splits them."""
    mark, word_column, class_column = _FILES[path.name]
    found: list[Named] = []
    for block in path.read_text(encoding="utf-8").replace("\r", "").split("\n\n"):
        words: list[str] = []
        classes: list[int] = []
        for line in block.splitlines():
            cells = line.split(mark)
            if len(cells) <= class_column or (class_column == 2 and not cells[0].isdigit()):
                continue
            word = cells[word_column]
            number = _TYPES.get(cells[class_column].partition("-")[2], 0)
            for start, end in word_rules.split(word) if class_column == 1 else [(0, len(word))]:
                words.append(word[start:end])
                classes.append(number)
        if words and len(words) <= 120:
            found.append(Named(tuple(words), tuple(classes)))
    return found


def spans(classes: Sequence[int]) -> set[tuple[int, int, int]]:
    """Return (start, end, class) of each name: a run of words of one class."""
    found, start = set(), 0
    for i in range(1, len(classes) + 1):
        if i == len(classes) or classes[i] != classes[start]:
            if classes[start]:
                found.add((start, i, classes[start]))
            start = i
    return found


def recased(sentence: Named, rng: random.Random) -> Named:
    """Return the sentence, now and then in capitals or in small letters."""
    draw = rng.random()
    if draw < 0.05:
        return replace(sentence, words=tuple(word.upper() for word in sentence.words))
    if draw < 0.08:
        return replace(sentence, words=tuple(word.lower() for word in sentence.words))
    return sentence


def rows_of(parser: Parser, sentences: Sequence[Named]) -> Iterator[Any]:
    """Yield each sentence's head input (n, columns) as 16-bit floats."""
    import torch

    from models.parser_net import collate

    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    made: list[Any] = [None] * len(sentences)
    network, encoder = parser.network, parser.encoder
    with torch.inference_mode():
        for start in range(0, len(order), 16):
            group = order[start : start + 16]
            inputs = []
            for i in group:
                plain = [word_rules.normalise(word) for word in sentences[i].words]
                inputs.append(
                    (
                        parser.pieces.of(plain),
                        word_rules.shapes(plain),
                        [word_rules.suffix(word) for word in plain],
                    )
                )
            batch = collate(inputs)
            rows = network.inputs(encoder, batch, adapt=False)
            rows = torch.cat([rows, network.states(rows, batch.lengths)], -1).half()
            for row, i in enumerate(group):
                made[i] = rows[row, : len(sentences[i].words)].clone()
    yield from made


def evaluate(head: Any, data: Sequence[tuple[Any, Named]]) -> dict[str, float]:
    """Return precision, recall and F1 of whole names, percent, and F1 by class."""
    import torch

    head.eval()
    right, found, gold = [0] * 4, [0] * 4, [0] * 4
    with torch.inference_mode():
        for rows, sentence in data:
            guess = head(rows.float()[None], [len(rows)])[0].argmax(-1).tolist()
            a, b = spans(sentence.classes), spans(guess)
            for tally, names in ((right, a & b), (found, b), (gold, a)):
                for _, _, number in names:
                    tally[number] += 1
    head.train()
    result = {
        "P": 100 * sum(right) / max(1, sum(found)),
        "R": 100 * sum(right) / max(1, sum(gold)),
        "F1": 200 * sum(right) / max(1, sum(found) + sum(gold)),
    }
    for i, name in enumerate(ENTITIES[1:], start=1):
        result[name] = 200 * right[i] / max(1, found[i] + gold[i])
    return {name: round(value, 1) for name, value in result.items()}


def train(args: argparse.Namespace) -> None:
    """Train the head on cached rows, report, and save it into the parser's weights."""
    import torch
    from torch.nn import functional

    from models.parser_net import EntityHead

    began = time.monotonic()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    parser = Parser.load(args.weights)
    sizes = replace(parser.network.sizes, entities=len(ENTITIES))
    head = EntityHead(sizes)
    sentences = [recased(s, rng) for name in args.train for s in read_named(args.corpus / name)]
    data = list(zip(rows_of(parser, sentences), sentences, strict=True))
    rng.shuffle(data)
    held, data = data[: len(data) // 12], data[len(data) // 12 :]
    dev = read_named(args.corpus / "wnut17-dev.conll")
    tests = {"dev wnut17": list(zip(rows_of(parser, dev), dev, strict=True)), "dev held out": held}
    say(f"{len(data)} sentences, {(time.monotonic() - began) / 60:.1f} min")
    optimiser = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.01)
    data.sort(key=lambda pair: len(pair[0]))
    groups = [data[i : i + 24] for i in range(0, len(data), 24)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 2e-3, total_steps=args.epochs * len(groups), pct_start=0.1
    )
    for epoch in range(args.epochs):
        rng.shuffle(groups)
        total = 0.0
        for group in groups:
            lengths = [len(rows) for rows, _ in group]
            rows = torch.nn.utils.rnn.pad_sequence([r.float() for r, _ in group], batch_first=True)
            gold = torch.nn.utils.rnn.pad_sequence(
                [torch.tensor(s.classes) for _, s in group], batch_first=True, padding_value=-100
            )
            loss = functional.cross_entropy(
                head(rows, lengths).flatten(0, 1), gold.flatten(), ignore_index=-100
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        if epoch % 2 or epoch == args.epochs - 1:
            found = {name: evaluate(head, pairs) for name, pairs in tests.items()}
            say(f"epoch {epoch + 1} loss {total / len(groups):.4f} {found}")
    report = {}
    for name in _TESTED:
        test = read_named(args.corpus / name)
        report[name] = evaluate(head, list(zip(rows_of(parser, test), test, strict=True)))
    say(json.dumps(report))
    say(f"{(time.monotonic() - began) / 60:.1f} minutes")
    network = parser.network
    network.sizes, network.entity = sizes, head
    classes = replace(parser.classes, entities=ENTITIES)
    header, _ = unpack(args.weights.read_bytes())
    scores = {**header["scores"], "names": report}
    save(network, classes, header["encoder"], args.out or args.weights, scores)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--train", nargs="+", default=list(_TRAINED))
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()

"""What the entailer learns from: pairs with the classes that may be true of them."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
NAMES = {
    "entailment": ENTAILMENT,
    "neutral": NEUTRAL,
    "contradiction": CONTRADICTION,
    "SUPPORTS": ENTAILMENT,
    "NOT ENOUGH INFO": NEUTRAL,
    "REFUTES": CONTRADICTION,
}
UNKNOWN = -1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A pair, the classes it may have, and whether it states one fact (1, 0, or UNKNOWN)."""

    first: str
    second: str
    classes: frozenset[int]
    same: float = UNKNOWN

    @property
    def label(self) -> int:
        """The one class of a labelled pair. ValueError if several are possible."""
        (label,) = self.classes
        return label


def held_out(premise: str) -> bool:
    """Say whether a pair of a set without a training part is for measuring alone.

    Pairs of one premise fall on one side.
    """
    return hashlib.sha256(premise.encode()).digest()[0] % 2 == 1


def vitaminc(file: Path) -> list[Example]:
    """VitaminC: evidence and claim."""
    return [_example(row["evidence"], row["claim"], row["label"]) for row in _json_lines(file)]


def counterfactual(file: Path) -> list[Example]:
    """Counterfactually-augmented SNLI pairs."""
    with file.open(newline="", encoding="utf-8") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_example(row["sentence1"], row["sentence2"], row["gold_label"]) for row in rows]


def three_way(file: Path) -> list[Example]:
    """SNLI or MNLI: premise and hypothesis."""
    return [_example(row["premise"], row["hypothesis"], row["label"]) for row in _json_lines(file)]


def symmetric(file: Path) -> list[Example]:
    """FeverSymmetric: evidence and claim, SUPPORTS or REFUTES."""
    return [_example(row["evidence"], row["claim"], row["label"]) for row in _json_lines(file)]


def training(nli: Path) -> list[Example]:
    """Return the pairs to train on, in the order of their files; `nli` holds one folder a corpus.

    FileNotFoundError if one is missing.
    """
    halves = [
        example
        for name in ("snli", "mnli")
        for example in three_way(nli / name / "dev.jsonl")
        if not held_out(example.first)
    ]
    measured = [example for name in ("snli", "mnli") for example in measuring(nli)[name]]
    known = {text for example in measured for text in (example.first, example.second)}
    # Counterfactual pairs were made from SNLI's: none may show a text that is measured on.
    made = [
        example
        for name in ("train", "dev")
        for example in counterfactual(nli / "cad" / f"{name}.tsv")
        if example.first not in known and example.second not in known
    ]
    return [*vitaminc(nli / "vitaminc-real" / "train.jsonl"), *made, *halves]


def measuring(nli: Path) -> dict[str, list[Example]]:
    """Return the sets to measure on that are there, none of whose pairs is trained on."""
    files = {
        "vitaminc": nli / "vitaminc-real" / "dev.jsonl",
        "snli": nli / "snli" / "dev.jsonl",
        "mnli": nli / "mnli" / "dev.jsonl",
        "cad": nli / "cad" / "test.tsv",
        "fever-symmetric": nli / "fever-symmetric" / "fever_symmetric_dev.jsonl",
    }
    readers = {
        "vitaminc": vitaminc,
        "snli": three_way,
        "mnli": three_way,
        "cad": counterfactual,
        "fever-symmetric": symmetric,
    }
    found = {name: readers[name](file) for name, file in files.items() if file.is_file()}
    for name in ("snli", "mnli"):
        if name in found:
            found[name] = [example for example in found[name] if held_out(example.first)]
    return found


def _example(first: str, second: str, label: str) -> Example:
    return Example(first, second, frozenset({NAMES[label]}))


def _json_lines(file: Path) -> Iterator[dict[str, str]]:
    lines: Iterable[str] = file.read_text("utf-8").splitlines()
    return (json.loads(line) for line in lines if line.strip())

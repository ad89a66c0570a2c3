"""Fit and measure how likely a cluster conflicts, on labelled events, a whole event held out.

    python -m bench.likelihood EVENTS_DIR CLAIMS_DIR [--write]

CLAIMS_DIR holds the claims of the events, as `python -m bench.events` writes them. Every fact is
read three times: as the labels quote it, as claims that state it, and as the clusters that were
made of those. `--write` puts the weights of all events into workbench/differences/likelihood.toml.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.sets import labelled
from db.records import Claim, Label
from models.entailer_training.judging import average_precision
from models.linker_training.events import place, touches
from workbench.differences import likelihood
from workbench.differences.reading import Reading, Statement
from workbench.stages.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from db.records import Suggestion

WEIGHTS = Path(likelihood.__file__).with_suffix(".toml")
HEADER = """\
# Made by `python -m bench.likelihood` on {events} labelled events, {clusters} clusters. The
# articles are of ECB+ (Cybulska and Vossen 2014, CC BY 3.0). A logistic regression: for each
# feature of differences/likelihood.py the log odds of a conflict that one of it adds.
[weights]
"""
QUOTED, STATED, MADE = "as quoted", "as claims", "as clustered"
_STRENGTH = 10.0
"""Of the ridge penalty, on features of unit variance."""
_STEPS = 30

Texts = list[tuple[str, str]]  # (article, text) of each claim


@dataclass(frozen=True, slots=True)
class Example:
    """A cluster of an event: its features, what is suggested, and whether labels conflict.

    `said` is what the labels say of the conflict of a fact, "" for no conflict and for clusters.
    """

    event: str
    way: str
    texts: Texts
    features: Mapping[str, float]
    suggestion: Suggestion
    conflicting: bool
    said: str = ""


def main(arguments: Sequence[str]) -> None:
    """Print the average precision in each way, and the weights."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("events", type=Path)
    options.add_argument("claims", type=Path)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args(arguments)
    examples = list(read(chosen.events, chosen.claims))
    for line in measure(examples):
        print(line)
    names = list(examples[0].features)
    weights = dict(zip(["bias", *names], fit(*_table(examples)), strict=True))
    text = "".join(f"{name} = {weight:.3f}\n" for name, weight in weights.items())
    print(text)
    if chosen.write:
        events = len({example.event for example in examples})
        WEIGHTS.write_text(HEADER.format(events=events, clusters=len(examples)) + text, "utf-8")


def measure(examples: Sequence[Example]) -> Iterator[str]:
    """Yield how well clusters are ranked by the rules, and with weights of the other events."""
    held = np.zeros(len(examples))
    for event in sorted({example.event for example in examples}):
        weights = fit(*_table([e for e in examples if e.event != event]))
        at = [n for n, example in enumerate(examples) if example.event == event]
        held[at] = probability(weights, _table([examples[n] for n in at])[0])
    yield from ranked(examples, held)


def shipped(examples: Sequence[Example]) -> Iterator[str]:
    """Yield how the weights that ship rank clusters, then what the rules miss, and mistake.

    What is listed are the facts as the labels quote them: there, linking has no part in it.
    """
    yield from ranked(examples, np.array([e.suggestion.likelihood for e in examples]))
    quoted = [example for example in examples if example.way == QUOTED]
    for example in quoted:
        alarm = example.suggestion.label is Label.CONFLICTING
        texts = " | ".join(f"{article}: {text}" for article, text in example.texts)
        if example.conflicting and not alarm:
            yield f"missed on the labels' clusters  {example.event} {example.said}: {texts}"
        elif alarm and not example.conflicting:
            sure = next(d for d in example.suggestion.differences if not d.doubt)
            what = f"{sure.kind} {sure.left_value!r} and {sure.right_value!r}"
            yield f"false on the labels' clusters   {example.event} {what}: {texts}"


def ranked(examples: Sequence[Example], scores: NDArray[np.float64]) -> Iterator[str]:
    """Yield the average precision of the rules and of `scores` (n,), in each way."""
    for way in (QUOTED, STATED, MADE):
        of_way = [n for n, example in enumerate(examples) if example.way == way]
        truth = np.array([examples[n].conflicting for n in of_way])
        alarm = np.array([examples[n].features["alarm"] for n in of_way])
        yield (
            f"{way:<13}{len(of_way):>5} clusters, {truth.sum():>3} conflicting (chance"
            f" {truth.mean():.3f}): rules AP {average_precision(truth, alarm):.3f},"
            f" likelihood AP {average_precision(truth, scores[of_way]):.3f}"
        )


def read(folder: Path, claims: Path) -> Iterator[Example]:
    """Yield the clusters of all events in `folder` that have a table in `claims`."""
    for table in sorted(claims.glob("*.csv")):
        with table.open(newline="", encoding="utf-8") as handle:
            rows = list(csv.DictReader(handle))
        event = labelled.read(folder / table.stem)
        labels = json.loads((folder / table.stem / "labels.json").read_text("utf-8"))["facts"]
        for way, texts, conflicting, said in _clusters(event, labels, rows):
            found, suggestion = _features(texts)
            if found:
                yield Example(event.name, way, texts, found, suggestion, conflicting, said)


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (1 + d,) bias and weights of a ridge logistic regression of y (n,) on x (n, d)."""
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1.0
    design = np.column_stack([np.ones(len(x)), (x - mean) / scale])
    penalty = np.diag([0.0, *[_STRENGTH] * x.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):  # Newton's method
        p = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (y - p) - penalty @ weights
        bend = (design.T * (p * (1 - p))) @ design + penalty
        weights += np.linalg.solve(bend, slope)
    unscaled = weights[1:] / scale
    return np.array([weights[0] - unscaled @ mean, *unscaled])


def probability(weights: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability (n,) of each row of x (n, d)."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-(weights[0] + x @ weights[1:])))
    return result


def _table(examples: Sequence[Example]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x = np.array([list(example.features.values()) for example in examples])
    return x, np.array([float(example.conflicting) for example in examples])


def _features(texts: Texts) -> tuple[dict[str, float], Suggestion]:
    articles = sorted({article for article, _ in texts})
    statements = [
        Statement(
            Claim(text, ((0, len(text)),), document_id=articles.index(article) + 1, id=number),
            article,
        )
        for number, (article, text) in enumerate(texts, 1)
    ]
    suggestion = suggest(statements)
    alarms = sum(not difference.doubt for difference in suggestion.differences)
    readings = [Reading(statement) for statement in statements]
    return likelihood.features(readings, alarms=alarms), suggestion


def _clusters(
    event: labelled.Labelled, labels: Sequence[Mapping[str, object]], rows: list[dict[str, str]]
) -> Iterator[tuple[str, Texts, bool, str]]:
    """Yield (way, claims, whether they conflict, how) of an event's facts and clusters."""
    members: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        members[row["cluster_id"]].append(row)
    at_odds: set[str] = set()
    for label, mentions, conflict in zip(labels, event.gold.facts, event.conflicts, strict=True):
        quotes = [(str(article), str(quote)) for article, quote in _mentions(label)]
        yield QUOTED, quotes, bool(conflict), conflict
        of_fact = [row for row in rows if any(touches(place(row), m) for m in mentions)]
        yield STATED, _texts(of_fact), bool(conflict), conflict
        if conflict:
            for cluster, own in members.items():
                on = {m[0] for m in mentions for row in own if touches(place(row), m)}
                at_odds |= {cluster} if len(on) > 1 else set()
    for cluster, own in members.items():
        yield MADE, _texts(own), cluster in at_odds, ""


def _mentions(label: Mapping[str, object]) -> Iterator[tuple[object, object]]:
    mentions = label["mentions"]
    if isinstance(mentions, list):
        yield from mentions


def _texts(rows: Sequence[Mapping[str, str]]) -> Texts:
    return [(row["document"], row["claim"]) for row in rows]


if __name__ == "__main__":
    main(sys.argv[1:])

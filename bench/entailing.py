"""Measure the entailer on public sets, on labelled events, and its speed.

    python -m bench.entailing --data DIR [--events NAME --claims DIR] [--model NAME|PATH]

DIR holds nli/ with the sets. NAME is a folder of labelled events in DIR, and CLAIMS holds their
claims, as `python -m bench.events` writes them. The weights that ship were trained on events-train:
only its cross-validation (`models.train_entailer --folds`) says what they are worth there.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.sets import conflicts
from models.embedder import Embedder
from models.entailer import LABELS, Entailer, Scores
from models.entailer_training import judging
from models.entailer_training.examples import Example, measuring
from models.entailer_training.news import read_news
from models.linker import Linker
from models.linker_training.events import read_event
from models.linking.neighbourhood import features_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.linker_training.events import Event

_CONTRADICTION = LABELS.index("contradiction")
_TIMED = 400  # pairs


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--events", help="a folder of labelled events in DIR")
    options.add_argument("--claims", type=Path, help="folder of <event>.csv")
    options.add_argument("--model", help="a CrossEncoder's name or folder, or a weights file")
    chosen = options.parse_args(arguments)
    import torch

    torch.set_num_threads(1)
    entailer = Entailer.load(chosen.model)
    print(f"entailer {entailer.version}")
    sets = measuring(chosen.data / "nli")
    if not sets:
        print("skipped: corpus not found")
    else:
        for line in [*judging.accuracies(one_way(entailer), sets), speed(entailer, sets)]:
            print("  " + line)
    if chosen.events and chosen.claims:
        for line in on_events(entailer, chosen.data / chosen.events, chosen.claims):
            print("  " + line)


def one_way(entailer: Entailer) -> judging.Score:
    """Return a scorer that reads each pair once, from premise to hypothesis."""

    def score(pairs: Sequence[tuple[str, str]]) -> Scores:
        rows = entailer.probabilities(pairs)
        return Scores(rows, 1 - rows[:, LABELS.index("neutral")])

    return score


def speed(entailer: Entailer, sets: dict[str, list[Example]]) -> str:
    """Return how many pairs a second are read on one core, loading left out."""
    every = [(e.first, e.second) for name in sorted(sets) for e in sets[name]]
    pairs = every[:: max(1, len(every) // _TIMED)][:_TIMED]
    entailer.probabilities(pairs[:8])
    began = time.perf_counter()
    entailer.probabilities(pairs)
    return f"{len(pairs) / (time.perf_counter() - began):.0f} pairs/s on one thread"


def on_events(entailer: Entailer, folder: Path, claims: Path) -> list[str]:
    """Return the tables of one fact and of conflict; beside them the linker and the rules."""
    tables = sorted(claims.glob("*.csv"))
    if not folder.is_dir() or not tables:
        return ["skipped: events or their claims not found"]
    embed = Embedder().embed_with_words
    events = [read_event(folder / table.stem, table, embed) for table in tables]
    news = [read_news(folder / event.name, event) for event in events]
    lines = [f"{len(events)} events of {folder.name}"]
    scores = [entailer.both_ways(judging.pairs_of(event)) for event in news]
    lines += judging.on_news(news, scores)
    linked = [probability(event) for event in events]
    lines += yardsticks(events, linked, [one.same for one in scores])
    facts = [f for event in events for f in conflicts.facts_of(folder / event.name, event)]
    return [*lines, *conflicts.table(facts, [most_against(entailer, fact) for fact in facts])]


def most_against(entailer: Entailer, fact: conflicts.Fact) -> float:
    """Return the contradiction of a fact's most contradictory pair."""
    return float(entailer.both_ways(fact.pairs()).classes[:, _CONTRADICTION].max())


def probability(event: Event) -> NDArray[np.float64]:
    """Return the linker's probability of each candidate pair."""
    weights = Linker.load().weights
    first = weights.alone.probability(event.alone)
    together = features_together(event.claims, event.left, event.right, first)
    return weights.together.probability(event.alone | together)


def yardsticks(
    events: Sequence[Event],
    linked: Sequence[NDArray[np.float64]],
    same: Sequence[NDArray[np.floating]],
) -> list[str]:
    """Return the average precision of the linker, the cosine, and linker and entailer together."""
    truth = np.concatenate([event.positive[event.across] for event in events])
    columns = {
        "linker": linked,
        "cosine": [event.alone["cosine"] for event in events],
        "linker+entailer": [(a + b) / 2 for a, b in zip(linked, same, strict=True)],
    }
    return [
        f"  {name:<16}AP {judging.average_precision(truth, _across(events, column)):.3f}"
        for name, column in columns.items()
    ]


def _across(
    events: Sequence[Event], columns: Sequence[NDArray[np.floating]]
) -> NDArray[np.floating]:
    return np.concatenate([c[event.across] for event, c in zip(events, columns, strict=True)])


if __name__ == "__main__":
    main(sys.argv[1:])

"""Train the linker from labelled events.

    python -m models.train_linker --events DIR --claims DIR [DIR ...] [--out FILE]

--events holds one folder per event: its articles as <name>.txt and labels.json with the facts that
several articles state. Each of --claims holds one <event>.csv per event, with the columns document,
char_start, char_end, claim, and optionally spans and sentence: the claims that the workbench makes
of those articles, one folder for each kind of claims. One linker learns from all kinds. Two claims
are a positive pair when both touch one fact. Everything is chosen by cross-validation over events;
events of one topic stay in one fold. Prints what was measured and, with --out, writes the weights.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedder import Embedder
from models.linker_training.events import Event, read_event, with_twins
from models.linker_training.fitting import cross_validated, fit
from models.linker_training.judge import THRESHOLDS, average_precision, choose, sweep
from models.linking.weights import written


def train(
    kinds: Mapping[str, Sequence[Event]], out: Path | None, write: Callable[[str], Any]
) -> None:
    """Measure by cross-validation, then train on all events and write the weights to `out`.

    `kinds` holds the events by what kind of claims they are made of.
    """
    events = [event for of_kind in kinds.values() for event in of_kind]
    scores = cross_validated(events)
    rest = iter(scores)
    scores_of = {kind: [next(rest) for _ in of_kind] for kind, of_kind in kinds.items()}
    threshold = choose([sweep(of_kind, scores_of[kind]) for kind, of_kind in kinds.items()])
    for kind, of_kind in kinds.items():
        write(f"{kind}: ")
        _measure(of_kind, scores_of[kind], threshold, write)
    if out is not None:
        out.write_text(written(fit(events, threshold)), "utf-8")
        write(f"wrote {out}\n")


def _measure(
    events: Sequence[Event],
    scores: Sequence[NDArray[np.float64]],
    threshold: float,
    write: Callable[[str], Any],
) -> None:
    """Say what the probabilities of the candidate pairs are worth; `threshold` comes last."""
    pairs = sum(int(e.positive[e.across].sum()) for e in events)
    every = sum(int(np.triu(e.same & _across(e), 1).sum()) for e in events)
    write(f"{len(events)} events; candidates hold {pairs} of {every} pairs of one fact\n")
    cosine = [event.alone["cosine"] for event in events]
    write(f"pair AP {average_precision(events, scores):.3f}")
    write(f" (cosine {average_precision(events, cosine):.3f})\n")
    measured = sweep(events, scores)
    for t in (*THRESHOLDS[::5], threshold):
        write(f"threshold {t:.2f}: mean link F1 {measured[t][0]:.3f}; pooled {measured[t][1]}\n")


def _across(event: Event) -> NDArray[np.bool_]:
    """Whether two claims are of two articles, shape (n, n)."""
    result: NDArray[np.bool_] = event.claims.document[:, None] != event.claims.document
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Train, print what was measured, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.train_linker")
    parser.add_argument("--events", type=Path, required=True, help="folder of labelled events")
    parser.add_argument(
        "--claims", type=Path, required=True, nargs="+", help="folders of <event>.csv"
    )
    parser.add_argument("--out", type=Path, help="where to write the weights")
    options = parser.parse_args(argv)
    tables = {folder.name: sorted(folder.glob("*.csv")) for folder in options.claims}
    if not all(tables.values()) or len(tables) < len(options.claims):
        parser.error("each of --claims must have a name of its own and hold <event>.csv")
    import torch

    torch.set_num_threads(1)  # how many there are decides the order of sums, and so the last digits
    embed = Embedder().embed_with_words
    kinds = {
        kind: with_twins(
            [read_event(options.events / table.stem, table, embed) for table in found], embed
        )
        for kind, found in tables.items()
    }
    train(kinds, options.out, sys.stdout.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure what is found, against labels: copies, linking, conflicts, splitting, entailment.

    python -m bench.quality --data DIR

DIR holds events/ (a folder for each event, with labels.json), splitting/ and nli/. A set that is
not there is said to be skipped, and counts for nothing. Every missed conflict and every false
alarm is listed, so that the next person sees where to push.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import entailing, events, likelihood, orders, parsing, splitting
from bench.sets import copies, labelled
from workbench.kinds import CLAIMS, CLAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EVENTS = "events"
YARDSTICK = "whole sentences, average linkage over the cosine: pooled link F1 .38"


def main(arguments: Sequence[str]) -> None:
    """Print one table a question."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, required=True)
    data = options.parse_args(arguments).data
    for line in copies.measure():
        print(line)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for kind in CLAIMS:
            print(f"\nevents, claims {kind} ({YARDSTICK})")
            if not (data / EVENTS).is_dir():
                print("  skipped: corpus not found")
                continue
            for line in _events(data / EVENTS, kind, scratch / kind):
                print("  " + line)
            for line in orders.measure(data / EVENTS, kind):
                print("  " + line)
            for line in likelihood.shipped(list(likelihood.read(data / EVENTS, scratch / kind))):
                print("  " + line)
        splitting.main(["--data", str(data / "splitting")])
        print()
        for line in parsing.measure([parsing.SEEDS]):
            print(line)
        print()
        claims = str(scratch / CLAUSES)
        entailing.main(["--data", str(data), "--events", EVENTS, "--claims", claims])


def _events(folder: Path, kind: str, out: Path) -> Iterator[str]:
    """Build every event into `out`; yield its figures, the pooled ones, and what went wrong."""
    events.main(folder, out, kind, say=lambda _: None)
    judged = []
    for table in sorted(out.glob("*.csv")):
        with table.open(newline="", encoding="utf-8") as handle:
            rows = list(csv.DictReader(handle))
        one = labelled.judge(labelled.read(folder / table.stem), rows)
        judged.append(one)
        yield f"{table.stem:<14} {one.score}"
    scores = [one.score for one in judged]
    yield f"{'pooled':<14} {sum(scores, labelled.Score())}"
    yield f"mean link F1 over {len(scores)} events: {sum(s.f1 for s in scores) / len(scores):.3f}"
    yield from (f"missed  {text}" for one in judged for text in one.missed)
    yield from (f"false   {text}" for one in judged for text in one.false)


if __name__ == "__main__":
    main(sys.argv[1:])

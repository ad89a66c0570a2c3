"""Measure the program and print one table: each figure beside a yardstick of the same run.

    python -m bench.speed [--quick] [--claims N] [--articles DIR] [--scratch DIR]
                          [--events DIR --score FILE]

Whole processes are timed from the moment they are started; the review runs in a real terminal, and
its clock stops when the characters have arrived there. "met" is a column and nothing more: the exit
code is 0 whatever the figures are. The large project is made anew in each run: a million claims
take two minutes and 0.7 GB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench import building, keys, machine, opening, reviews, table
from bench.process import PYTHON, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.table import Row


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured; the projects by their claims."""

    small: int = 1_000
    large: int = 1_000_000
    helps: int = 9
    openings: int = 9
    presses: int = 60
    builds: int = 3
    texts: int = 512
    rounds: int = 3


QUICK = Scale(large=25_000, helps=3, openings=2, presses=12, builds=1, texts=96, rounds=2)


def score(events: Path | None, scorer: Path | None, folder: Path) -> str:
    """Export each labelled event and return what the scorer says of them."""
    if events is None or scorer is None or not events.is_dir() or not scorer.is_file():
        return "skipped: corpus not found"
    out = folder / "events"
    run([PYTHON, "-m", "bench.events", str(events), str(out)])
    pairs: list[str] = []
    for labels in sorted(events.glob("*/labels.json")):
        pairs += [str(labels), str(out / f"{labels.parent.name}.csv")]
    return run([PYTHON, str(scorer), *pairs]).output.rstrip()


def measure(scale: Scale, articles: Path, folder: Path) -> Iterator[Row]:
    """Yield every row of the table as it is measured."""
    _say("command line")
    yield from opening.help_rows(scale.helps)
    _say(f"making projects of {scale.small} and {scale.large} claims")
    small, large = (reviews.make(folder, claims) for claims in (scale.small, scale.large))
    yield from opening.module_rows(folder, large)
    _say("opening the review")
    yield from opening.rows(small, large, scale.openings)
    _say("pressing keys")
    yield from keys.rows(small, large, scale.presses, folder)
    _say("building")
    yield from building.build_rows(articles, folder, scale.builds)
    _say("encoding")
    yield from building.encode_rows(folder, scale.texts, scale.rounds)


def _say(words: str) -> None:
    print(f"... {words}", file=sys.stderr, flush=True)


def main(args: Sequence[str] | None = None) -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, smaller projects")
    parser.add_argument("--claims", type=int, help="how large the large project is")
    parser.add_argument("--articles", type=Path, default=Path("seeds"), help="what to build")
    parser.add_argument("--scratch", type=Path, help="a folder on the disk to measure on")
    parser.add_argument("--events", type=Path, help="labelled events, a folder each")
    parser.add_argument("--score", type=Path, help="the program that scores their exports")
    chosen = parser.parse_args(args)
    scale = QUICK if chosen.quick else Scale()
    if chosen.claims:
        scale = replace(scale, large=chosen.claims)
    for line in machine.lines():
        print(line)
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        folder = Path(scratch)
        rows = list(measure(scale, chosen.articles, folder))
        print("", *table.lines(rows), "", sep="\n")
        _say("labelled events")
        print(score(chosen.events, chosen.score, folder))


if __name__ == "__main__":
    main()

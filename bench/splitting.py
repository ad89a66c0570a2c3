"""Measure the claim splitter on three public sets, each beside a yardstick.

    python -m bench.splitting --data DIR [--half choose|report] [--sets SET ...]

DIR holds propsegment/, realsumm/ and benchie/. Rules are chosen on the half "choose" and reported
on the half "report"; which half a sentence is in depends on a digest of its text or document. A set
that is not there is skipped, and said to be.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.sets import benchie, propsegment, realsumm
from models.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SETS: dict[str, Callable[[Path, str, Parser], list[str]]] = {
    "propsegment": propsegment.measure,
    "realsumm": realsumm.measure,
    "benchie": benchie.measure,
}


def main(arguments: Sequence[str]) -> None:
    """Print one table a set."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--half", choices=("choose", "report"), default="report")
    options.add_argument("--sets", nargs="*", choices=tuple(SETS), default=tuple(SETS))
    chosen = options.parse_args(arguments)
    parser = Parser.load()
    for name in chosen.sets:
        print(f"\n{name}, half {chosen.half!r}, parser {parser.version}")
        if not (chosen.data / name).is_dir():
            print("  skipped: corpus not found")
            continue
        for line in SETS[name](chosen.data / name, chosen.half, parser):
            print("  " + line)


if __name__ == "__main__":
    main(sys.argv[1:])

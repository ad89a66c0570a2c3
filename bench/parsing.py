"""Measure the parser's speed beside the encoder's own, on the same sentences.

    python -m bench.parsing [FILE ...]

By default it reads the sample articles. Both are warmed up and timed over a few rounds; the best
round counts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from models.embedder import Embedder
from models.parser import Parser
from workbench.stages import document, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROUNDS = 3
SEEDS = Path(__file__).parents[1] / "seeds"


def measure(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the words a second of both, and how much longer parsing takes than encoding."""
    texts = [
        one.text
        for article in document.read(document.find(paths).files, None)
        if not isinstance(article, document.Skipped)
        for one in sentence.split(article)
    ]
    words = sum(len(text.split()) for text in texts)
    encoding, parsing = _best(Embedder().embed, texts), _best(Parser.load().parse, texts)
    yield f"parsing and encoding {len(texts)} sentences, {words} words, best of {ROUNDS}"
    yield f"  parser {words / parsing:,.0f} words/s, encoder {words / encoding:,.0f} words/s"
    yield f"  parsing takes {parsing / encoding:.1f} times as long as encoding (asked: at most 1)"


def _best(work: Callable[[list[str]], object], texts: list[str]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work(texts)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    for line in measure([Path(path) for path in sys.argv[1:]] or [SEEDS]):
        print(line)

"""Trees for tests: written by hand, or read from a treebank's CoNLL-U file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word of a tree, as the splitter sees it."""

    text: str
    start: int
    end: int
    lemma: str
    upos: str
    head: int
    deprel: str
    feats: str = ""
    entity: str = ""


def read(path: Path) -> Iterator[tuple[str, tuple[Leaf, ...]]]:
    """Yield (text, words) of each sentence of a CoNLL-U file whose words are found in its text."""
    for block in path.read_text("utf-8").split("\n\n"):
        lines = block.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
        rows = [line.split("\t") for line in lines if line[:1].isdigit()]
        words = _placed(text, [row for row in rows if row[0].isdigit()])
        if text and words:
            yield text, words


def _placed(text: str, rows: list[list[str]]) -> tuple[Leaf, ...]:
    found, at = [], 0
    for _, form, lemma, upos, _, feats, head, deprel, *_ in rows:
        start = text.find(form, at)
        if start < 0:
            return ()
        at = start + len(form)
        features = "" if feats == "_" else feats
        found.append(Leaf(form, start, at, lemma, upos, int(head) - 1, deprel, features))
    return tuple(found)

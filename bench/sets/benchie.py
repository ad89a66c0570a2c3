"""BenchIE: sentences with all facts that they state, as clusters of (subject, relation, object).

A fact is found when one of its triples is made exactly, slot by slot; words in [brackets] may be
left out, and marks count on neither side. Precision is the share of our triples that are in some
cluster, recall the share of clusters that some triple of ours is in. `triples` writes a claim as
triples; the line "whole" writes the sentence as it is, so that it can be seen what splitting adds.
Claims that a noun phrase implies ("X, a Y") are left out: the set holds what is stated with words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.sets import f1, half_of
from bench.sets.triples import triples_of
from workbench.clauses.extract import claims, whole
from workbench.clauses.repair import mended
from workbench.clauses.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Parser

Splitter = Callable[[Tree], "list[Draft]"]
_MARK = re.compile(r"[^\w$%]+")
_PUBLISHED = "yardsticks (whole set, F1): ClausIE .339  MinIE .337"


def measure(folder: Path, half: str, parser: Parser) -> list[str]:
    """Return the lines of the table."""
    gold = [
        (s, c) for s, c in read(folder / "benchie_gold_annotations_en.txt") if half_of(s) == half
    ]
    trees = [
        Tree(text, tree)
        for (text, _), tree in zip(gold, parser.parse([s for s, _ in gold]), strict=True)
    ]
    lines = [
        f"{len(gold)} sentences, {sum(len(c) for _, c in gold)} facts",
        "                P      R      F1",
    ]
    splitters: tuple[tuple[str, Splitter], ...] = (
        ("whole", lambda tree: [whole(mended(tree))]),
        ("ours", claims),
        ("ours, fine", lambda tree: claims(tree, fine=True)),
    )
    for name, splitter in splitters:
        lines.append(f"{name:12}" + _figures(trees, [c for _, c in gold], splitter))
    return [*lines, _PUBLISHED]


def read(path: Path) -> Iterator[tuple[str, list[list[tuple[re.Pattern[str], ...]]]]]:
    """Yield (sentence, its clusters, each a list of triples as patterns)."""
    for block in re.split(r"^sent_id:\d+\t", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        sentence, _, rest = block.partition("\n")
        clusters = re.split(r"^\d+--> Cluster \d+:.*$", rest, flags=re.MULTILINE)[1:]
        yield (
            sentence.strip(),
            [
                [
                    tuple(_pattern(slot) for slot in line.split("-->"))
                    for line in c.splitlines()
                    if "-->" in line
                ]
                for c in clusters
            ],
        )


def _pattern(slot: str) -> re.Pattern[str]:
    parts = re.findall(r"\[[^\]]*\]|[^\s\[\]]+", slot)
    made = (
        rf"(?:{_words(part[1:-1])})?" if part.startswith("[") else _words(part) for part in parts
    )
    return re.compile("".join(made), re.IGNORECASE)


def _words(text: str) -> str:
    return "".join(re.escape(word) + " " for word in text.split() if not _MARK.fullmatch(word))


def _figures(
    trees: Sequence[Tree],
    gold: Sequence[list[list[tuple[re.Pattern[str], ...]]]],
    splitter: Splitter,
) -> str:
    made = right = found = facts = 0
    for tree, clusters in zip(trees, gold, strict=True):
        triples = {t for d in splitter(tree) for t in triples_of(tree, d)}
        slots = [tuple(_text(tree, slot) for slot in triple) for triple in triples]
        hits = [{n for n, c in enumerate(clusters) if any(_is(t, g) for g in c)} for t in slots]
        made += len(slots)
        right += sum(bool(h) for h in hits)
        found += len(set().union(*hits)) if hits else 0
        facts += len(clusters)
    precision, recall = right / max(1, made), found / max(1, facts)
    return f"  {precision:.3f}  {recall:.3f}  {f1(precision, recall):.3f}"


def _is(triple: tuple[str, ...], pattern: tuple[re.Pattern[str], ...]) -> bool:
    return len(pattern) == len(triple) and all(
        p.fullmatch(t) for p, t in zip(pattern, triple, strict=True)
    )


def _text(tree: Tree, slot: tuple[int, ...]) -> str:
    text, end = "", -1
    for i in slot:
        word = tree.words[i]
        text += ("" if word.start == end or not text else " ") + word.text
        end = word.end
    return " ".join(part for part in text.split() if not _MARK.fullmatch(part)) + " "

"""REALSumm: news summaries with the content units that people wrote for them.

A unit is covered when one claim holds at least RECALL of its content words, and at least PRECISION
of the claim's content words are the unit's. Without the second figure whole sentences always win;
it says how much of a claim is about something else. Who reports a claim counts as a part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from snowballstemmer import stemmer

from bench.sets import half_of
from workbench.clauses.draft import compose
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.clauses.tree import Parser, Word

RECALL, PRECISION = 0.75, 0.6
_STEMMER = stemmer("english")
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "a an the is are was were be been being am to of in on at for from by with and or but as that"
    " this these those it its he she his her they their them has have had do does did will would"
    " there which who whom whose into than then so such s t".split()
)
_COMMA_AND = re.compile(r"\s*,\s*|\s+and\s+")


def measure(folder: Path, half: str, parser: Parser) -> list[str]:
    """Return the lines of the table."""
    summaries = (folder / "references.txt").read_text("utf-8").splitlines()
    units = (folder / "SCUs.txt").read_text("utf-8").splitlines()
    rows = [
        (sentences_of(s), u.strip().split("\t"))
        for s, u in zip(summaries, units, strict=True)
        if half_of(s) == half
    ]
    texts = [text for sentences, _ in rows for text in sentences]
    trees = iter(parser.parse(texts))
    made = [[(t, next(trees)) for t in sentences] for sentences, _ in rows]
    ours, fine = (
        [[c for t, tree in each for c in split(t, tree, fine=fine)] for each in made]
        for fine in (False, True)
    )
    whole = [sentences for sentences, _ in rows]
    commas = [[p for t in s for p in _COMMA_AND.split(t) if p.strip()] for s, _ in rows]
    gold = [u for _, u in rows]
    head = f"{len(rows)} summaries, {sum(map(len, gold))} units"
    limits = f"recall >= {RECALL}, precision >= {PRECISION}"
    lines = [f"{head}; {limits}", "              covered  held  claims/unit"]
    for name, found in (
        ("whole", whole),
        ("comma-and", commas),
        ("ours", ours),
        ("ours, fine", fine),
    ):
        lines.append(f"{name:12}" + _figures(found, gold))
    return [*lines, "held: the unit's words are in one claim, whatever else stands in it"]


def sentences_of(line: str) -> list[str]:
    """Return the sentences of a summary as plain text."""
    found = re.findall(r"<t>(.*?)</t>", line)
    return [_plain(text) for text in found]


def _plain(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r"\s+([.,;:!?%)]|'s\b|n't\b|'re\b|'ve\b|'ll\b)", r"\1", text)
    return re.sub(r"([(£$])\s+", r"\1", re.sub(r"(\w) - (\w)", r"\1-\2", text))


def split(text: str, words: Sequence[Word], *, fine: bool) -> list[str]:
    """Return a sentence's claims, each behind the words that report it."""
    tree = Tree(text, words)
    return [
        " ".join(
            compose(tree, items).text
            for items in (*(i for v in d.voices for i in (v.speaker, v.cue)), d.items)
        )
        for d in claims(tree, fine=fine)
    ]


def _figures(found: Sequence[Sequence[str]], gold: Sequence[Sequence[str]]) -> str:
    covered = held = total = 0
    for claims_, units in zip(found, gold, strict=True):
        sets = [_words(c) for c in claims_]
        for unit in units:
            words = _words(unit)
            total += 1
            enough = [s for s in sets if words and len(words & s) >= RECALL * len(words)]
            held += bool(enough)
            covered += any(len(words & s) >= PRECISION * len(s) for s in enough)
    ratio = sum(map(len, found)) / total
    return f"  {100 * covered / total:5.1f}   {100 * held / total:5.1f}   {ratio:.2f}"


def _words(text: str) -> frozenset[str]:
    words = [w for w in _WORD.findall(text.lower()) if w not in _SMALL]
    return frozenset(_STEMMER.stemWords(words))

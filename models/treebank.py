"""Gold trees to train on: read, varied a little, and put into batches of like length."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def _list(text: str) -> list[str]:
    return text.split(",")


_CITIES = _list(
    "WASHINGTON,LONDON,PARIS,KYIV,MOSCOW,BEIJING,TOKYO,GENEVA,BRUSSELS,CAIRO,NAIROBI,JERUSALEM,"
    "BERLIN,ROME,OTTAWA,SYDNEY,DELHI,SEOUL,ANKARA,WARSAW"
)
_AGENCIES = ("AP", "Reuters", "AFP", "CNN", "dpa")
_MONTHS = _list("Jan.,Feb.,March,April,May,June,July,Aug.,Sept.,Oct.,Nov.,Dec.")


@dataclass(frozen=True, slots=True)
class Tree:
    """One gold sentence of n words; `heads` counts from 1, 0 is the root."""

    words: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...]
    feats: tuple[str, ...]
    lemmas: tuple[str, ...]


def read_trees(path: Path) -> list[Tree]:
    """Return the sentences of a CoNLL-U file; empty nodes and multi-word lines are left out."""
    trees: list[Tree] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        rows = [row for row in rows if row[0].isdigit()]
        if rows:
            columns = list(zip(*rows, strict=True))
            trees.append(
                Tree(
                    words=columns[1],
                    heads=tuple(map(int, columns[6])),
                    labels=columns[7],
                    tags=columns[3],
                    feats=tuple("" if value == "_" else value for value in columns[5]),
                    lemmas=columns[2],
                )
            )
    return trees


def with_dateline(tree: Tree, rng: random.Random) -> Tree:
    """Return the sentence behind a made-up news dateline, hung on the sentence's root."""
    front: list[tuple[str, int, str, str, str, str]] = [
        (rng.choice(_CITIES), 0, "parataxis", "PROPN", "Number=Sing", "")
    ]
    if rng.random() < 0.3:
        front.append((",", 0, "punct", "PUNCT", "", ","))
        front.append((rng.choice(_MONTHS), 1, "nmod:unmarked", "PROPN", "Number=Sing", ""))
        front.append(
            (str(rng.randint(1, 31)), 3, "nummod", "NUM", "NumForm=Digit|NumType=Card", "")
        )
        front[1] = (",", 3, "punct", "PUNCT", "", ",")
    if rng.random() < 0.6:
        start = len(front)
        front.append(("(", start + 2, "punct", "PUNCT", "", "("))
        front.append((rng.choice(_AGENCIES), 1, "list", "PROPN", "Number=Sing", ""))
        front.append((")", start + 2, "punct", "PUNCT", "", ")"))
    front.append((rng.choice(("--", "-", "—", "–")), 1, "punct", "PUNCT", "", ""))
    shift = len(front)
    root = tree.heads.index(0) + 1 + shift
    return Tree(
        words=(*(f[0] for f in front), *tree.words),
        heads=(*(f[1] or root for f in front), *(h + shift if h else 0 for h in tree.heads)),
        labels=(*(f[2] for f in front), *tree.labels),
        tags=(*(f[3] for f in front), *tree.tags),
        feats=(*(f[4] for f in front), *tree.feats),
        lemmas=(*(f[5] or f[0] for f in front), *tree.lemmas),
    )


def augment(tree: Tree, rng: random.Random) -> Tree:
    """Return the sentence, now and then with a dateline, without its full stop, or recased."""
    if len(tree.words) > 6 and rng.random() < 0.04:
        tree = with_dateline(tree, rng)
    if tree.words[-1] == "." and len(tree.words) > 3 and rng.random() < 0.05:
        tree = Tree(
            tree.words[:-1],
            tree.heads[:-1],
            tree.labels[:-1],
            tree.tags[:-1],
            tree.feats[:-1],
            tree.lemmas[:-1],
        )
    draw = rng.random()
    if draw < 0.08:
        return replace(tree, words=tuple(word.upper() for word in tree.words))
    if draw < 0.12:
        return replace(tree, words=tuple(word.lower() for word in tree.words))
    if draw < 0.15:
        return replace(tree, words=tuple(word[:1].upper() + word[1:] for word in tree.words))
    return tree


def batches(trees: Sequence[Tree], words: int, rng: random.Random) -> Iterator[list[Tree]]:
    """Yield shuffled batches of sentences of like length, about `words` padded words each."""
    order = sorted(trees, key=lambda tree: len(tree.words) * rng.uniform(0.85, 1.15))
    made: list[list[Tree]] = [[]]
    for tree in order:
        widest = max([len(tree.words), *(len(other.words) for other in made[-1])])
        if made[-1] and widest * (len(made[-1]) + 1) > words:
            made.append([])
        made[-1].append(tree)
    rng.shuffle(made)
    yield from made

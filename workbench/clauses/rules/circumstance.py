"""Circumstances: "was founded in 1946 as an expansion team" holds two facts about one founding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.grammar import MONTHS, is_negated

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_OF_PLACE_OR_TIME = frozenset(
    "in on at during since near after before as for by from throughout".split()
)
_NARROWING = frozenset("only just even not never no least most more less than until".split())
_MOST = 4
_NONE = -1
"""Stands for no circumstance: the bare event."""


def apart(scene: Scene, items: Items) -> list[Items]:
    """Return the clause once for each of its circumstances; with a single one, and without it."""
    tree, head = scene.tree, scene.plan.head
    inside = {w for w in items if isinstance(w, int)}
    if is_negated(tree, head) or any(tree.low[w] in _NARROWING for w in inside):
        return [items]
    found = [c for c in tree.below[head] if c in inside and _is_circumstance(tree, head, c)]
    if not found or len(found) > _MOST:
        return [items]
    drop = {c: set(tree.subtree(c)) for c in found}
    alone = [_NONE] if len(found) == 1 and _says_enough(tree, head, found[0]) else []
    return [
        tuple(
            w
            for w in items
            if not (isinstance(w, int) and any(w in drop[o] for o in found if o != kept))
        )
        for kept in (*found, *alone)
    ]


def _says_enough(tree: Tree, head: int, i: int) -> bool:
    """Say whether a clause says something without its one circumstance: "is used" does not."""
    return i < head or bool(tree.under(head, "obj", "cop", "xcomp", "ccomp"))


def _is_circumstance(tree: Tree, head: int, i: int) -> bool:
    """Say whether a phrase can be left out: a date, or a place or time of a complete clause."""
    if tree.labels[i] == "obl:agent" and tree.under(head, "obl"):
        return True
    if tree.rel(i) != "obl" or tree.under(i, "acl", "advcl"):
        return False
    if any(tree.low[w] in MONTHS or _is_year(tree.low[w]) for w in (i, *_unmarked(tree, i))):
        return True
    case = [tree.low[c] for c in tree.under(i, "case")]
    if not case or case[0] not in _OF_PLACE_OR_TIME:
        return False
    return _is_complete(tree, head, i)


def _is_complete(tree: Tree, head: int, i: int) -> bool:
    """Say whether the verb has what it needs without the phrase."""
    if tree.under(head, "obj", "cop", "xcomp") or i < head:
        return True
    passive = any(tree.labels[c] in ("aux:pass", "nsubj:pass") for c in tree.below[head])
    return passive or any(head < c < i for c in tree.under(head, "obl"))


def _unmarked(tree: Tree, i: int) -> list[int]:
    return [c for c in tree.below[i] if tree.labels[c] in ("nmod:unmarked", "nummod", "compound")]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word[0] in "12"

"""Keeps what stands in brackets together, on the phrase before it, however it was parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.clauses.tree import Tree

_PARTS_OF_A_NAME = ("flat", "compound", "nummod", "amod", "det", "case", "punct")


def words_in_brackets(tree: Tree) -> None:
    """Give each bracket one head, below the noun before it; no word outside hangs on one inside."""
    for first, last in brackets(tree):
        inside = range(first + 1, last)
        tops = [w for w in inside if not first <= tree.heads[w] <= last]
        words = [w for w in tops if tree.upos(w) != "PUNCT"]
        if not words or any(tree.heads[w] < 0 for w in tops) or tree.root in inside:
            continue
        top = words[0]
        noun = _noun_before(tree, first)
        if noun >= 0 and tree.rel(top) in ("appos", "nmod", "nummod", "dep", "list"):
            tree.move(top, noun, "appos" if tree.rel(top) == "appos" else tree.labels[top])
        for word in tops:
            if word != top:
                tree.move(word, top, tree.labels[word] if word in words else "punct")
        for mark in (first, last):
            tree.move(mark, top, "punct")
        _set_free(tree, first, last, tree.heads[top])


def brackets(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield (opening, closing) of each pair of round brackets that holds no other."""
    opened = -1
    for i, word in enumerate(tree.low):
        if word == "(":
            opened = i
        elif word == ")" and opened >= 0:
            if i - opened > 1:
                yield opened, i
            opened = -1


def _noun_before(tree: Tree, first: int) -> int:
    """Return the head of the name or noun that ends before a bracket, -1 for none."""
    at = first - 1
    while at >= 0 and tree.heads[at] >= 0 and tree.rel(at) in _PARTS_OF_A_NAME:
        if tree.heads[at] > first:
            return -1
        at = tree.heads[at]
    return at if at >= 0 and tree.upos(at) in ("NOUN", "PROPN") else -1


def _set_free(tree: Tree, first: int, last: int, head: int) -> None:
    """Hang words outside of a bracket that depend on one inside where the bracket itself hangs."""
    for inside in range(first, last + 1):
        for word in [c for c in tree.below[inside] if not first <= c <= last]:
            if word != head and head not in tree.subtree(word):
                tree.move(word, head, tree.labels[word])

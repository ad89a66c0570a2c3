"""Titles before names: "Defense Secretary Lloyd Austin" states what Lloyd Austin is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import be
from workbench.clauses.person_nouns import TITLES
from workbench.clauses.plan import Plan
from workbench.clauses.rules.apposition import ITS, WHY

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_RANKS = frozenset("general colonel captain lieutenant major sergeant commander admiral".split())
_FEWEST_NAMES = 2
_NO_TITLES = frozenset("police army navy force staff crew team county city state time".split())
_POINTING = frozenset("this that these those".split())
_PARTS = ("ADJ", "NOUN", "PROPN", "PART", "PUNCT", "DET")


def titles(scene: Scene, kept: list[int]) -> list[Plan]:
    """Return a claim for each title with more than one word that stands before a full name."""
    tree = scene.tree
    inside = set(kept)
    found = []
    for i in kept:
        name = _name(tree, i, inside)
        if not _is_title(tree, i) or len(name) < _FEWEST_NAMES:
            continue
        title = _title(tree, i, inside)
        if any(tree.low[w] in _POINTING | ITS for w in title):
            continue
        if len(title) > 1 or tree.upos(i) == "NOUN":
            items: Items = (*name, be("", False, WHY), *_article(tree, title), *title)
            voices = scene.plan.voices
            found.append(Plan(i, "title", items, voices=voices, walk=False, cut_from=i))
    return found


def _is_title(tree: Tree, i: int) -> bool:
    """Say whether a word is a title, or a common noun that tells what the named one is."""
    if tree.low[i] in TITLES - _RANKS:
        return True
    common = tree.upos(i) == "NOUN" and tree.words[i].text.islower()
    if tree.low[i] in _NO_TITLES:
        return False
    return (
        common
        and tree.rel(i) in ("nmod", "compound", "appos", "nsubj", "obj", "obl", "conj")
        and (not tree.has(i, "Number=Plur") and tree.low[i].isalpha() and _is_joined(tree, i))
    )


def _is_joined(tree: Tree, i: int) -> bool:
    """Say whether a noun and the name behind it are one phrase."""
    name = i + 1
    return name < len(tree) and (tree.heads[i] == name or tree.heads[name] == i)


def _article(tree: Tree, title: list[int]) -> tuple[Fill, ...]:
    """Return the article that a common noun needs when it stands behind "is"."""
    first = tree.low[title[0]]
    if any(tree.upos(w) == "DET" or tree.low[w] == "'s" for w in title):
        return ()
    if tree.words[title[-1]].text[0].isupper():
        return ()
    return (Fill("an" if first[0] in "aeiou" else "a", WHY),)


def _name(tree: Tree, i: int, inside: set[int]) -> list[int]:
    """Return the proper nouns right behind a title."""
    found = []
    at = i + 1
    while at in inside and tree.upos(at) == "PROPN" and tree.low[at] not in TITLES:
        found.append(at)
        at += 1
    return found if at >= len(tree) or tree.low[at] != "'s" else []


def _is_part(tree: Tree, i: int) -> bool:
    """Say whether a word may belong to a title: "running" does in "running back"."""
    if tree.heads[i] < 0:
        return False
    verbal = tree.upos(i) == "VERB" and tree.rel(i) in ("amod", "compound")
    return verbal or tree.upos(i) in _PARTS


def _is_hyphen(tree: Tree, i: int) -> bool:
    """Say whether a dash joins two words: "Smith-Jones"."""
    word = tree.words[i]
    joined = i > 0 and tree.words[i - 1].end == word.start and i + 1 < len(tree)
    return joined and tree.words[i + 1].start == word.end


def _title(tree: Tree, i: int, inside: set[int]) -> list[int]:
    """Return the title with what stands before it in the same noun phrase."""
    at = i
    top = {i, tree.heads[i], tree.heads[tree.heads[i]] if tree.heads[i] >= 0 else -1}
    while at - 1 in inside and _is_part(tree, at - 1):
        if (
            tree.low[at - 1] in (",", '"', "(", ")", ":", "-", "--")
            and tree.upos(at - 1) == "PUNCT"
            and not _is_hyphen(tree, at - 1)
        ):
            break
        together = tree.upos(at - 1) == "PROPN" == tree.upos(at) or _is_hyphen(tree, at - 1)
        above = tree.heads[at - 1]
        if not (together or above in top or above in range(at - 1, i + 1)):
            break
        at -= 1
    if at and tree.low[at - 1] == "of":
        return [i]
    if at - 1 in inside and tree.upos(at - 1) == "ADV" and tree.heads[at - 1] in range(at, i + 1):
        at -= 1
    return list(range(at, i + 1))

"""Short notes in brackets: "Blue Harbour (1996)", "the National Harbour Board (NHB)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import MONTHS, bare
from workbench.clauses.plan import Cut, Plan

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

WHY = "role"
_FEWEST_LETTERS = 2
_MARKS = ("PUNCT", "SYM")


def note_in_brackets(scene: Scene, i: int) -> Cut | None:
    """Say of a name what a bracket behind it notes: a year, its letters, a life's dates."""
    tree, noun = scene.tree, scene.tree.heads[i]
    inside = tree.subtree(i)
    if noun < 0 or tree.upos(noun) not in ("NOUN", "PROPN"):
        return None
    if tree.low[inside[0]] != "(" or tree.low[inside[-1]] != ")" or inside[0] <= noun:
        return None
    name = tuple(w for w in bare(tree, noun) if w < inside[0])
    note = tuple(inside[1:-1])
    said = _said(tree, noun, name, note)
    if not said or not name:
        return None
    items: Items = (*name, Fill(said, WHY), *note)
    plan = Plan(i, "bracket", items, voices=scene.plan.voices, walk=False, cut_from=i)
    return Cut((plan,))


def _said(tree: Tree, noun: int, name: tuple[int, ...], note: tuple[int, ...]) -> str:
    """Return the words that join a name to a note; "" when the kind of note is unknown."""
    words = [w for w in note if tree.upos(w) not in _MARKS]
    if len(note) == 1 and _is_year(tree.low[note[0]]):
        return "is from" if tree.upos(noun) == "PROPN" else ""
    if len(note) == 1 and _abbreviates(tree, note[0], name):
        return "is short for" if tree.words[name[-1]].text.isupper() else "is called"
    years = sum(_is_year(tree.low[w]) for w in words)
    dated = years and all(tree.low[w] in MONTHS or tree.low[w].isdecimal() for w in words)
    if dated and tree.words[noun].entity == "PER":
        return "was born on" if years == 1 else "lived"
    return ""


def _abbreviates(tree: Tree, i: int, name: tuple[int, ...]) -> bool:
    """Say whether the letters of a word are first letters of a name, in its order."""
    letters = tree.words[i].text
    if len(letters) < _FEWEST_LETTERS or not letters.isalpha() or not letters.isupper():
        return False
    text = " ".join(tree.words[w].text for w in name)
    firsts = iter([word[0].upper() for word in text.replace("-", " ").split()])
    return all(letter in firsts for letter in letters)


def _is_year(word: str) -> bool:
    return len(word) == len("1999") and word.isdecimal() and word[0] in "12"

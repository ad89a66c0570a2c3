"""Finite adverbial clauses: "..., because it was raining". Conditions are left where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.grammar import is_finite, is_measured, is_negated, joint, subject, tense
from workbench.clauses.plan import Cut, Plan

if TYPE_CHECKING:
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_LINKS = frozenset("because since after as while although though whereas when once before".split())
_OF_TIME = frozenset({"when", "once", "before", "after", "whenever"})
_OF_REASON = frozenset({"because", "since", "as"})
_NOT_STATED = frozenset(
    "if unless until till whether lest than so case long provided only like".split()
)
_FEWEST_WORDS = 3


def adverbial_clause(scene: Scene, i: int) -> Cut | None:
    """Make a claim of an adverbial clause and keep its link as data."""
    tree, head = scene.tree, scene.tree.heads[i]
    if tree.rel(i) not in ("advcl", "conj") or head != scene.plan.head or scene.embedded:
        return None
    own = subject(tree, i)
    if own is None or not is_finite(tree, i) or is_measured(tree, i):
        return None
    opening = [w for w in tree.subtree(i) if w < min(tree.edge(own), i) and tree.upos(w) != "PUNCT"]
    links = [w for w in opening if tree.low[w] in _LINKS]
    if links and _is_in_a_role(tree, links[-1]):
        return None
    if not links or not _stated(scene, i, opening, tree.low[links[-1]]):
        return None
    if len(tree.subtree(i)) - len(opening) < _FEWEST_WORDS:
        return None
    marks = {w for w in opening if w <= links[-1]} | joint(tree, i)
    link = " ".join(tree.words[w].text for w in opening if w <= links[-1] and tree.low[w] != "and")
    plan = Plan(
        i, "adverbial", skip=frozenset(marks), voices=scene.plan.voices, link=link, cut_from=i
    )
    return Cut((plan,))


def _is_in_a_role(tree: Tree, link: int) -> bool:
    """Say whether "as" stands before a role, not a clause: "As president, he will ..."."""
    role = link + 1
    alone = role + 1 < len(tree) and tree.low[role + 1] == ","
    return tree.low[link] == "as" and alone and tree.upos(role) == "NOUN"


def _stated(scene: Scene, i: int, opening: list[int], link: str) -> bool:
    """Say whether the clause is asserted and the main clause can be read without it."""
    tree, head = scene.tree, scene.plan.head
    if any(tree.low[w] in _NOT_STATED for w in opening):
        return False
    if link == "as" and any(tree.low[c] == "as" for c in (*tree.below[head], i - 1) if c < i):
        return False
    if scene.tense == "modal" and link in _OF_TIME | _OF_REASON and tense(tree, i) != "past":
        return False
    if link in _OF_TIME and tense(tree, i) not in ("past", "perfect"):
        return False
    if link == "before" and scene.tense != "past":
        return False
    return not (is_negated(tree, head) and link in _OF_REASON | _OF_TIME)

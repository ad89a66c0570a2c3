"""Clauses beside a clause: behind a semicolon, between dashes, in brackets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.clauses.grammar import is_clause, is_finite, subject
from workbench.clauses.plan import Cut, Plan
from workbench.clauses.rules.coordination import joints

if TYPE_CHECKING:
    from workbench.clauses.plan import Scene

_FEWEST_WORDS = 4
_LINKS = frozenset({"when"})
_NOT_STATED = frozenset({"how", "why", "if", "whether", "where", "that"})


def clause_beside(scene: Scene, i: int) -> Cut | None:
    """Make a claim of a clause with its own subject that is set beside another."""
    tree = scene.tree
    if tree.rel(i) != "parataxis" or not is_clause(tree, i) or scene.embedded:
        return None
    size = sum(tree.upos(w) != "PUNCT" for w in tree.subtree(i))
    if subject(tree, i) is None or not is_finite(tree, i) or size < _FEWEST_WORDS:
        return None
    if tree.before(i) == "," and tree.low[tree.edge(i)] in ("a", "an"):
        return None
    if any(tree.low[c] not in ("that", "so") for c in tree.under(i, "mark")):
        return None
    first = tree.edge(i)
    if tree.low[first] in _NOT_STATED:
        return None
    plan = Plan(i, "aside", skip=joints(tree, i), voices=scene.plan.voices, cut_from=i)
    if tree.low[first] in _LINKS and tree.heads[first] == i:
        plan = replace(plan, skip=plan.skip | {first}, link=tree.low[first])
    return Cut((plan,))

"""Why a claim is nothing to check: it asks, it orders, it judges, it says nothing whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import words
from workbench.clauses.grammar import is_finite, subject

if TYPE_CHECKING:
    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Tree

_JUDGING = frozenset(
    "important good bad great terrible horrible wonderful sad happy beautiful ugly wrong"
    " right fair unfair crucial vital disappointing amazing awful nice fantastic incredible"
    " shameful overdue interesting exciting unacceptable tragic difference sense shame hope"
    " outrageous brilliant excellent ridiculous best worst essential necessary clear"
    " unfortunate remarkable proud".split()
)
_FEWEST_WORDS = 2


def reason(tree: Tree, draft: Draft) -> str:
    """Return why nobody can check a claim, "" when somebody can."""
    used = words(draft.items)
    if tree.low and "?" in (tree.low[-1], tree.low[-2] if len(tree) > 1 else ""):
        return "question"
    if len([w for w in used if tree.upos(w) != "PUNCT"]) < _FEWEST_WORDS:
        return "fragment"
    if draft.rule not in ("sentence", "whole", "content"):
        return "opinion" if _judges(tree, draft.head) else ""
    head = draft.head if draft.rule != "whole" else tree.root
    if tree.has(head, "Mood=Imp") and subject(tree, head) is None:
        return "command"
    if not is_finite(tree, head) and subject(tree, head) is None and draft.rule != "whole":
        return "fragment"
    return "opinion" if _judges(tree, head) else ""


def _judges(tree: Tree, i: int) -> bool:
    """Say whether a predicate only values: "it's important", with nothing that can be looked up."""
    if tree.lemma(i) not in _JUDGING or not tree.under(i, "cop", "expl"):
        return False
    return not any(tree.upos(w) in ("NUM", "PROPN") for w in tree.subtree(i))

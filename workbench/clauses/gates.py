"""What a claim must be to stand alone: a subject, a finite verb, a beginning of its own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill, Stem, words
from workbench.clauses.grammar import is_finite, subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Plan
    from workbench.clauses.tree import Tree

_NO_BEGINNING = frozenset({"that", "which", "who", "whom", "whose", "whether", "if", "to"})
_OPENINGS = frozenset("which who whom whose where when while with that as according".split())
_GAP = 2
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_FEWEST_WORDS = 2
_FEWEST_WORDS_WITH_IT = 4


def stands_alone(tree: Tree, plan: Plan, items: Items) -> bool:
    """Say whether items make a claim of their own."""
    used = words(items)
    if len(set(used)) < max(_FEWEST_WORDS, len(used)) or not _begins(tree, plan.head, items):
        return False
    if not plan.walk:
        return True
    if not _cut_at_joints(tree, plan, items) or _mixes_forms(tree, items):
        return False
    if tree.low[used[0]] == "it" and len(used) < _FEWEST_WORDS_WITH_IT:
        return False
    if plan.rule in ("content", "aside") and _begins_with_its_verb(tree, plan.head, used[0]):
        return False
    own = subject(tree, plan.head)
    if not (plan.subject or plan.before) and (own is None or own not in used):
        return False
    return (
        is_finite(tree, plan.head)
        or any(isinstance(i, (Fill, Stem)) for i in items)
        or bool(plan.helpers)
    )


def _begins_with_its_verb(tree: Tree, head: int, first: int) -> bool:
    """Say whether a past stands first: "offered them a deal" has lost who offered it."""
    return first == head and tree.has(head, "Tense=Past")


def _cut_at_joints(tree: Tree, plan: Plan, items: Items) -> bool:
    """Say whether what was cut out of a claim is set off: by a mark, a conjunction, a wh-word."""
    body = [w for w in items[len(plan.before) :] if isinstance(w, int)]
    return all(b - a < _GAP or b < a or _is_set_off(tree, a + 1, b - 1) for a, b in pairwise(body))


def _mixes_forms(tree: Tree, items: Items) -> bool:
    """Say whether an "-ing" form is joined to something else: "injured dozens and damaging it"."""
    return any(
        isinstance(w, int)
        and tree.rel(w) == "conj"
        and tree.upos(w) == "VERB"
        and tree.low[w].endswith("ing")
        and not tree.low[tree.heads[w]].endswith("ing")
        for w in items
    )


def _is_set_off(tree: Tree, first: int, last: int) -> bool:
    ends = (first, last, min(last + 1, len(tree) - 1), first - 1)
    if any(tree.upos(w) in ("PUNCT", "CCONJ") for w in ends):
        return True
    opening = tree.upos(first) == "SCONJ" or tree.low[first] in _OPENINGS
    return opening or tree.low[last] in _OPENINGS or tree.rel(first) in ("acl", "mark")


def _begins(tree: Tree, head: int, items: Items) -> bool:
    first = items[0]
    if not isinstance(first, int):
        return True
    if tree.low[first] == "that":
        return first + 1 in items and tree.rel(first) in ("det", "nsubj")
    linking = tree.rel(first) == "mark" and tree.heads[first] == head
    if linking or tree.low[first] in _NO_BEGINNING:
        return False
    front = [tree.low[w] for w in items[:4] if isinstance(w, int)]
    if "of" in front and {"whom", "which"} & set(front):
        return False
    second = items[1]
    return not (tree.upos(first) == "ADP" and isinstance(second, int) and _is_wh(tree, second))


def _is_wh(tree: Tree, i: int) -> bool:
    return tree.low[i] in ("which", "whom", "what") and tree.words[i].start > 0


def missing(tree: Tree, covered: Iterable[int]) -> list[int]:
    """Return the words with a meaning of their own that no claim and no attribution holds."""
    held = set(covered)
    return [w for w in range(len(tree)) if w not in held and tree.upos(w) in _CONTENT]

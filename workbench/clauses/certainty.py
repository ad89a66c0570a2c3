"""How sure a claim is: by its verb, its auxiliaries, its adverbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Certainty
from workbench.clauses.draft import words
from workbench.clauses.grammar import CLAUSES, NEGATIONS, is_negated

if TYPE_CHECKING:
    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Tree

_DENIED = frozenset("deny reject dispute refute".split())
_PLANS = frozenset("plan intend pledge vow promise prepare schedule aim agree propose set".split())
_LIKELY = frozenset(
    "likely unlikely probably apparently allegedly presumably reportedly suspected".split()
)
_THOUGHT = frozenset("believe think suspect expect suppose allege estimate say report".split())
_POSSIBLE = frozenset("may might could possibly perhaps maybe can possible".split())
_HEDGES = frozenset("reportedly allegedly apparently presumably probably supposedly".split())
_MAYBE = frozenset("possibly perhaps maybe".split())
_ABLE = frozenset("can could ca".split())
_SENSES = frozenset("see hear feel smell sense".split())
_HEDGING = ("AUX", "ADV", "PART")
_FUTURE = frozenset("will shall 'll wo".split())


def certainty(tree: Tree, draft: Draft) -> Certainty:
    """Return how sure a claim is said to be; the least sure reading counts."""
    used = set(words(draft.items))
    near = [w for w in _verb_group(tree, draft.head) if w in used]
    lemmas = {tree.lemma(w) for w in near} | {tree.low[w] for w in near}
    if lemmas & _DENIED:
        return Certainty.DENIED
    hedges = {tree.low[w] for w in used if not _is_deeper(tree, w, draft.head)}
    if _is_able(tree, draft.head, near):
        lemmas -= _ABLE
    if lemmas & _POSSIBLE or hedges & _MAYBE:
        return Certainty.POSSIBLE
    seems = tree.lemma(draft.head) in ("appear", "seem") and _has_infinitive(tree, draft.head)
    thought = lemmas & _THOUGHT and _is_passive(tree, draft.head)
    if seems or lemmas & _LIKELY or hedges & _HEDGES or thought:
        return Certainty.LIKELY
    if any(tree.low[w] in _FUTURE for w in near) or _is_planned(tree, near):
        return Certainty.PLANNED
    if any(tree.low[w] in ("would", "'d") for w in near):
        return Certainty.PLANNED if draft.voices else Certainty.POSSIBLE
    return Certainty.ASSERTED


def _is_able(tree: Tree, head: int, near: list[int]) -> bool:
    """Say whether "could" tells what somebody was able to do, not what may be so.

    "It could not be confirmed" and "they could hear voices" are flat statements.
    """
    if not any(tree.low[w] in _ABLE for w in near):
        return False
    perfect = any(tree.lemma(w) == "have" for w in near if tree.upos(w) == "AUX")
    denied = any(tree.low[w] in NEGATIONS for w in near) or is_negated(tree, head)
    given = any(
        tree.low[m] in ("if", "unless")
        for c in tree.under(head, "advcl")
        for m in tree.under(c, "mark")
    )
    return not perfect and not given and (denied or tree.lemma(head) in _SENSES)


def _is_deeper(tree: Tree, i: int, head: int) -> bool:
    """Say whether a word stands in a clause below that of `head`."""
    while i >= 0 and i != head:
        if tree.rel(i) in CLAUSES:
            return True
        i = tree.heads[i]
    return False


def _verb_group(tree: Tree, head: int) -> list[int]:
    """Return a verb with its auxiliaries and adverbs; a coordinated one shares those of the first.

    In "plans to close the port and move the ferry" the group of "move" holds "plans".
    """
    group, at = [], head
    while at >= 0:
        group += [at, *(w for w in tree.below[at] if tree.upos(w) in _HEDGING)]
        shares = at == head and tree.rel(at) == "conj"
        at = tree.heads[at] if shares or (at != head and tree.rel(at) == "xcomp") else -1
    return group


def _is_planned(tree: Tree, near: list[int]) -> bool:
    return any(tree.lemma(w) in _PLANS and _has_infinitive(tree, w) for w in near)


def _is_passive(tree: Tree, i: int) -> bool:
    """Say whether it is thought by nobody in particular: "is expected to"."""
    passive = any(tree.labels[c] in ("aux:pass", "nsubj:pass") for c in tree.below[i])
    return passive and bool(tree.under(i, "xcomp", "ccomp"))


def _has_infinitive(tree: Tree, i: int) -> bool:
    return any(tree.rel(c) in ("xcomp", "ccomp") for c in tree.below[i])

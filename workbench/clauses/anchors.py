"""Anchors that a cut would lose: the time that "two days later" counts from, a condition, a place.

A claim that has lost one is worse than a sentence left whole, so such cuts are not made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.clauses.draft import words
from workbench.clauses.grammar import LENGTHS, MONTHS, subject, tense

if TYPE_CHECKING:
    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Tree

_UNIT = rf"(?:{'|'.join(sorted(LENGTHS))}|night|season|morning|evening|afternoon|weekend)"
_RELATIVE = re.compile(
    rf"\b{_UNIT}s? (?:later|earlier|afterwards?|before that|after that)\b"
    rf"|\bthe (?:following|next|previous|same|other) (?:{_UNIT}|time)\b(?! (?:as|that)\b)"
    rf"|\bthat (?:same )?(?:{_UNIT}|time)\b|\b(?:since|by|until|from) then\b|\bat the time\b(?! of)"
    r"|\b(?:shortly|soon|immediately|just) (?:after|before|thereafter|afterwards?)$"
)
_CONDITIONS = frozenset("if unless when whenever once until till whether provided".split())
_ALWAYS = frozenset("if unless whenever whether provided".split())
_PLACES = frozenset("in at near outside inside on off".split())
_OPENINGS = frozenset("on in at during since early late last".split()) | MONTHS
_LONGEST = 7
_DEFINITE = frozenset("the this that these those his her its their".split())


def loses_time(tree: Tree, draft: Draft) -> bool:
    """Say whether a claim counts time from something that another part of its sentence tells."""
    native = [w for w in draft.items if isinstance(w, int) and tree.upos(w) != "PUNCT"]
    return bool(_RELATIVE.search(" ".join(tree.low[w] for w in native)))


def loses_condition(tree: Tree, draft: Draft) -> bool:
    """Say whether a clause beside another is meant under the condition that the other begins with.

    "If it rains, the ferry stops and the school closes"; also where the condition was hung on what
    stands before a dash: "it is good - when it rains, the ferry stops".
    """
    head = tree.heads[draft.head]
    if draft.rule not in ("coordination", "aside") or head < 0:
        return False
    own = tree.subtree(draft.head)
    if _is_condition(tree, own[0], draft.head):
        return True
    shares = tree.rel(draft.head) == "conj"
    for clause in [c for at in _line(tree, draft.head) for c in tree.under(at, "advcl")]:
        if clause in own or not _states_condition(tree, clause):
            continue
        last = tree.subtree(clause)[-1]
        in_front = last < tree.heads[clause] and shares
        right_before = last < tree.edge(draft.head) and not _words(tree, last, draft.head)
        if in_front or (right_before and not tree.under(draft.head, "cc")):
            return True
    return False


def _line(tree: Tree, i: int) -> list[int]:
    """Return the clauses that a clause is joined to, one above the other."""
    found, at = [], tree.heads[i]
    while at >= 0 and at not in found:
        found.append(at)
        if tree.rel(at) not in ("conj", "parataxis"):
            break
        at = tree.heads[at]
    return found


def _words(tree: Tree, last: int, i: int) -> list[int]:
    """Return the words between a clause and the next."""
    return [w for w in range(last + 1, tree.edge(i)) if tree.upos(w) not in ("PUNCT", "CCONJ")]


def _states_condition(tree: Tree, clause: int) -> bool:
    first = tree.edge(clause)
    return _is_condition(tree, first, clause) or any(
        _is_condition(tree, m, clause) for m in tree.under(clause, "mark", "advmod")
    )


def _is_condition(tree: Tree, word: int, clause: int) -> bool:
    """Say whether a word opens a condition: "when" does so where no past event is told."""
    low = tree.low[word]
    if low in _ALWAYS:
        return True
    return low in _CONDITIONS and tense(tree, clause) not in ("past", "perfect")


def loses_place(tree: Tree, draft: Draft) -> bool:
    """Say whether somebody unnamed does something, at a place that stands only in the other part.

    In "A truck stopped at the bridge and hit a car" it is the place that tells which truck.
    """
    if draft.rule not in ("coordination", "participle") or not draft.borrowed:
        return False
    head = tree.heads[draft.head]
    own = subject(tree, head) if head >= 0 else None
    if own is None or own not in draft.borrowed or not _is_unnamed(tree, own):
        return False
    native = [w for w in draft.items if isinstance(w, int) and w not in draft.borrowed]
    return _is_placed(tree, tree.subtree(head), set(draft.items)) and not any(
        _tells_which(tree, w) for w in native
    )


def _is_unnamed(tree: Tree, noun: int) -> bool:
    if tree.upos(noun) != "NOUN" or tree.under(noun, "acl"):
        return False
    shown = [tree.low[c] for c in tree.below[noun] if tree.rel(c) in ("det", "nmod")]
    named = any(tree.upos(w) == "PROPN" for w in tree.subtree(noun))
    return not named and not set(shown) & _DEFINITE


def _is_placed(tree: Tree, clause: list[int], claim: set[object]) -> bool:
    return any(
        tree.rel(w) == "obl" and w not in claim and tree.low[c] in _PLACES
        for w in clause
        for c in tree.under(w, "case")
    )


def _tells_which(tree: Tree, w: int) -> bool:
    return tree.upos(w) == "PROPN" or tree.low[w] in MONTHS


def loses_front(tree: Tree, draft: Draft) -> bool:
    """Say whether a further predicate shares a long time in front: "In her second term at sea,"."""
    found = _in_front(tree, draft)
    return bool(found) and not _is_plain(tree, found)


def in_front(tree: Tree, draft: Draft) -> tuple[int, ...]:
    """Return the time in front of a clause that a further predicate of it shares."""
    found = _in_front(tree, draft)
    return found if _is_plain(tree, found) else ()


def _in_front(tree: Tree, draft: Draft) -> tuple[int, ...]:
    head = tree.heads[draft.head]
    if draft.rule != "coordination" or head < 0 or subject(tree, draft.head) is not None:
        return ()
    own = subject(tree, head)
    if own is None or own not in draft.borrowed or _has_time(tree, draft.head):
        return ()
    inside = set(words(draft.items))
    first = min(tree.subtree(own))
    for c in tree.under(head, "obl", "advmod"):
        found = tree.subtree(c)
        fronted = found[0] < first and "," in (tree.low[found[-1]], tree.low[found[-1] + 1])
        fronted = fronted and not any(tree.low[w] == "according" for w in found)
        if fronted and _has_time(tree, c) and not inside & set(found):
            return tuple(w for w in found if tree.upos(w) != "PUNCT")
    return ()


def _is_plain(tree: Tree, found: tuple[int, ...]) -> bool:
    short = 0 < len(found) <= _LONGEST and tree.low[found[0]] in _OPENINGS
    return short and not any(tree.upos(w) == "PRON" for w in found)


def _has_time(tree: Tree, i: int) -> bool:
    """Say whether a phrase names a day, a month or a year."""
    return any(
        tree.low[w] in MONTHS - {"may"}
        or (tree.low[w].isdecimal() and len(tree.low[w]) == 4)
        or tree.lemma(w) in LENGTHS | {"season"}
        for w in tree.subtree(i)
    )

"""Reported speech: who says it, with which word, and the clause that is said.

Only a verb of saying that is itself stated and finite lets its content go. What is denied, doubted,
asked or merely thought stays whole, so that nobody is made to say what he did not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.clauses.grammar import (
    MONTHS,
    bare,
    helpers,
    in_quotes,
    is_clause,
    is_finite,
    is_loose,
    is_modal,
    is_negated,
    joint,
    subject,
)
from workbench.clauses.plan import Plan, Voice

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

SPEECH = frozenset(
    "say add tell report announce claim warn note insist state acknowledge confirm explain argue"
    " write allege suggest declare stress reiterate assert reveal disclose admit concede emphasize"
    " emphasise predict estimate caution contend testify tweet post reply respond remark recall"
    " mention indicate conclude complain boast joke maintain underline quote describe vow promise"
    " assure inform notify advise observe recount quip charge".split()
)
_FORMS = {
    "said": "say", "says": "say", "told": "tell", "added": "add", "adding": "add", "saying": "say",
    "wrote": "write", "writing": "write", "reported": "report", "confirmed": "confirm",
    "announced": "announce", "stating": "state", "noting": "note", "warned": "warn",
}  # fmt: skip
_TEXTS = frozenset("statement letter report release text message note email post notice".split())
_MOST_OF_A_DAY = 4
_NOT_CONTENT = frozenset({"whether", "if", "how", "why", "what", "who", "when", "where"})


def is_speech(tree: Tree, i: int) -> bool:
    """Say whether a word is a verb of saying."""
    return tree.lemma(i) in SPEECH or tree.low[i] in _FORMS or _is_reading(tree, i)


def _is_reading(tree: Tree, i: int) -> bool:
    """Say whether a text says something: "the statement read"."""
    who = subject(tree, i) if tree.lemma(i) == "read" else None
    return who is not None and tree.lemma(who) in _TEXTS


def content(scene: Scene) -> list[Plan]:
    """Return plans for what the clause reports; none when it is no report."""
    tree, head = scene.tree, scene.plan.head
    if not is_speech(tree, head) or not _states(tree, head) or scene.embedded:
        return []
    said = [c for c in tree.below[head] if _is_content(tree, head, c)]
    if not said or any(_runs_on(tree, c) for c in said[1:]):
        return []
    own = subject(tree, head)
    if own is not None and _is_nobody(scene, own):
        return []
    who = scene.subject if own is None or own in scene.plan.swap else named(tree, own)
    if not who and not scene.plan.voices:
        return []
    voice = Voice(who, (head, *_day(tree, head)), own)
    outer = scene.plan.voices
    if scene.plan.rule == "participle" and outer:
        voices = (*outer[:-1], replace(voice, speaker=outer[-1].speaker, subject=outer[-1].subject))
    else:
        voices = (*outer, voice)
    return [_said(tree, c, voices) for c in said]


def _runs_on(tree: Tree, i: int) -> bool:
    """Say whether nothing parts a clause from the words before it: "a type a judge required"."""
    opened = tree.under(i, "mark", "cc") or tree.under(i, "punct")
    return not opened and tree.before(i) not in (",", ";", ":", "-", "--", ".")


def _is_nobody(scene: Scene, own: int) -> bool:
    """Say whether a subject names no speaker: "reports that said", "it was noted"."""
    tree = scene.tree
    passive = tree.labels[own] in ("nsubj:pass", "expl")
    if own in scene.plan.swap:
        return False
    return tree.low[own] in ("that", "which", "who") or (tree.low[own] == "it" and passive)


def _day(tree: Tree, verb: int) -> Items:
    """Return the words that say on which day it was said: "on Monday", "Friday night"."""
    own = tree.under(verb, "obl", "advmod")
    for c in (*own, *(d for w in own for d in tree.under(w, "nmod"))):
        words = [w for w in tree.subtree(c) if tree.upos(w) != "PUNCT"]
        days = [w for w in words if tree.low[w] in MONTHS and tree.low[w] != "may"]
        last = tree.labels[c] == "obl:unmarked" and tree.low[words[0]] in (
            "last",
            "this",
            "earlier",
        )
        if (days or last) and len(words) <= _MOST_OF_A_DAY and not tree.under(c, "acl", "conj"):
            return tuple(words)
    return ()


def _said(tree: Tree, i: int, voices: tuple[Voice, ...]) -> Plan:
    skip = {c for c in tree.under(i, "mark") if tree.low[c] == "that"}
    skip |= joint(tree, i) - set(tree.under(i, "punct"))
    return Plan(i, "content", skip=frozenset(skip), voices=voices, cut_from=i)


def _states(tree: Tree, i: int) -> bool:
    """Say whether a saying took place: "said", not "did not say", "would say", "to say"."""
    if is_negated(tree, i) or any(is_modal(tree, w) for w in helpers(tree, i)):
        return False
    return not any(tree.low[c] == "to" for c in tree.under(i, "mark"))


def _is_content(tree: Tree, verb: int, i: int) -> bool:
    relation = tree.rel(i)
    if relation not in ("ccomp", "parataxis") or not is_clause(tree, i):
        return False
    if is_attribution(tree, i):
        return False
    if relation == "parataxis" and not (tree.before(i) == ":" or i < verb):
        return False
    who = subject(tree, verb)
    words = [w for w in tree.subtree(i) if tree.upos(w) != "PUNCT"]
    if subject(tree, i) is None or not is_finite(tree, i):
        return False
    if who is not None and words[0] < who < words[-1]:
        return False
    front = [w for w in tree.subtree(i) if w < i and tree.upos(w) != "PUNCT"]
    return not (front and tree.low[front[0]] in _NOT_CONTENT)


def attributions(scene: Scene) -> list[tuple[int, Voice]]:
    """Return what attributes the clause from below: ", Butler said", "according to the AP"."""
    tree = scene.tree
    found = []
    for child in tree.below[scene.plan.head]:
        if is_attribution(tree, child):
            cue = (child, *_day(tree, child))
            found.append((child, Voice(_speaker(tree, child), cue, subject(tree, child))))
        elif _is_according(tree, child):
            found.append((child, Voice(bare(tree, child, together=True), _according(tree, child))))
    return found


def is_attribution(tree: Tree, i: int) -> bool:
    """Say whether a clause only names who says the clause above it."""
    if tree.rel(i) not in ("parataxis", "advcl", "ccomp") or not is_speech(tree, i):
        return False
    if any(_is_any_content(tree, c) for c in tree.below[i]) or in_quotes(tree, i):
        return False
    marks = [tree.low[c] for c in tree.under(i, "mark")]
    if tree.rel(i) == "advcl" and marks == ["as"]:
        return not tree.under(i, "obj") and bool(_speaker(tree, i))
    spoken = subject(tree, i) is not None and not marks and is_loose(tree, i)
    return spoken and tree.rel(i) != "ccomp" and _states(tree, i)


def _is_any_content(tree: Tree, i: int) -> bool:
    return tree.rel(i) in ("ccomp", "xcomp", "obj") or (
        tree.rel(i) == "parataxis" and is_clause(tree, i)
    )


def _speaker(tree: Tree, i: int) -> Items:
    obliques = tree.under(i, "obl")
    agent = [c for c in obliques if any(tree.low[w] == "by" for w in tree.under(c, "case"))]
    who = agent[0] if agent else subject(tree, i)
    return named(tree, who) if who is not None else ()


def named(tree: Tree, i: int) -> Items:
    """Return a speaker's words: the name, where an apposition gives it."""
    below = (i, *(c for c in tree.under(i, "nmod") if tree.upos(c) == "NOUN"))
    names = [c for b in below for c in tree.under(b, "appos") if tree.upos(c) == "PROPN"]
    names = names if tree.upos(i) == "NOUN" else []
    days = {w for c in tree.under(i, "nmod") if tree.low[c] in MONTHS for w in tree.subtree(c)}
    who = bare(tree, names[0]) if names else bare(tree, i, together=True)
    return tuple(w for w in who if w not in days)


def _is_according(tree: Tree, i: int) -> bool:
    if tree.rel(i) not in ("obl", "nmod", "advcl"):
        return False
    return any(tree.low[c] == "according" for c in tree.below[i])


def _according(tree: Tree, i: int) -> Items:
    first = next(c for c in tree.below[i] if tree.low[c] == "according")
    rest = [c for c in (*tree.below[first], *tree.below[i]) if tree.low[c] == "to"]
    return tuple(sorted({first, *rest[:1]}))


def with_voices(plan: Plan, voices: list[Voice]) -> Plan:
    """Return the plan with voices put outside those that it has."""
    return replace(plan, voices=(*plan.voices, *voices))

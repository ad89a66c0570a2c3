"""Referents that a cut has left behind in the same sentence: put back, or the cut is undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill, words
from workbench.clauses.grammar import LENGTHS, bare
from workbench.clauses.nominals import (
    KINDS,
    above,
    additions,
    fits,
    fitting,
    is_bare,
    is_fillable,
    is_many,
    is_pronoun,
    names,
    outer,
    owns,
)

if TYPE_CHECKING:
    from workbench.clauses.draft import Item
    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Tree

CUT = ("coordination", "adverbial", "aside", "participle", "absolute", "relative")
"""Rules whose claims can be left in the clause that they were cut from."""
_LONGEST_OWNER = 5
_POINTING = frozenset({"this", "that", "these", "those", "such"})
_MIND = frozenset("believe expect hope plan intend want think".split())
"""Verbs that a speaker says of himself: "officials said they hope"."""
_SHOWING = ("the", "that", "those", "these")
_HERE = frozenset(
    "time day week month year season morning night evening country island city".split()
)


def stranded(tree: Tree, draft: Draft) -> list[int]:
    """Return the nouns that words of a claim mean, outside of it, and that cannot be put there."""
    found: list[int] = []
    for p in _native(draft):
        nouns = _left_behind(tree, draft, p)
        if nouns and _answer(tree, draft, p, nouns) is None:
            found += nouns
    if draft.rule in CUT:
        found += _pointed_at(tree, draft)
        found += [w for i in _native(draft) for w in _fuller(tree, draft, i) if _unlike(tree, i, w)]
    return found


def answers(tree: Tree, draft: Draft) -> dict[int, list[Item]]:
    """Return what is to be put in the place of words of a claim, each from its own sentence."""
    found = {i: _words_for(tree, draft, i) for i in _native(draft)}
    return {i: items for i, items in found.items() if items}


def put_back(draft: Draft, found: dict[int, list[Item]]) -> Draft:
    """Return the claim with the answers to all but "he" and "she" in their places.

    Words of all of them count as borrowed.
    """
    items: list[Item] = []
    for item in draft.items:
        items += found[item] if isinstance(item, int) and item in found else [item]
    new = {w for each in found.values() for w in words(each)} - set(_native(draft))
    return replace(draft, items=tuple(items), borrowed=draft.borrowed | new)


def _native(draft: Draft) -> list[int]:
    return [w for w in draft.items if isinstance(w, int) and w not in draft.borrowed]


def _words_for(tree: Tree, draft: Draft, item: int) -> list[Item] | None:
    if not is_pronoun(tree, item):
        return _with_its_own(tree, draft, item) if draft.rule in (*CUT, "content") else None
    noun = _answer(tree, draft, item, _left_behind(tree, draft, item))
    if noun is None:
        return None
    phrase: list[Item] = list(bare(tree, noun, together=KINDS[tree.low[item]] == "many"))
    if owns(tree, item):
        last = tree.low[words(phrase)[-1]]
        phrase.append(Fill("’" if last.endswith("s") else "’s", "relative", tight=True))
    return phrase


def _left_behind(tree: Tree, draft: Draft, p: int) -> list[int]:
    """Return what a pronoun of a claim can mean in the rest of its sentence.

    Nothing, where the claim itself holds what it can mean.
    """
    if not is_pronoun(tree, p) or draft.rule == "whole":
        return []
    inside = set(words(draft.items))
    ahead = fitting(tree, p)
    named = names(tree, [w for w in inside if w < p], p)
    if any(w in inside for w in ahead) or any(tree.words[w].entity != "LOC" for w in named):
        return []
    if any(w in draft.borrowed for w in fitting(tree, p, range(len(tree)))):
        return []
    if (spoken_of := _spoken_of(tree, draft, p)) is not None:
        return [spoken_of]
    found = outer(tree, [w for w in ahead if w not in inside])
    if KINDS[tree.low[p]] == "many" and found == _speakers(draft):
        return found if tree.lemma(tree.heads[p]) in _MIND else []
    if like := _like(tree, p):
        return _before_the_first(tree, found, like, inside)
    if found or not _in_front(tree, draft):
        return found
    later = above(tree, draft.head)
    if later is None or later not in fitting(tree, p, range(p, len(tree))):
        return []
    others = (w for w in range(p + 1, len(tree)) if w not in inside and not owns(tree, w))
    return [] if any(is_pronoun(tree, w) and tree.low[w] in KINDS for w in others) else [later]


def _speakers(draft: Draft) -> list[int]:
    """Return who says a claim: "officials said they fled" may well tell of others."""
    return [v.subject for v in draft.voices[-1:] if v.subject is not None]


def _spoken_of(tree: Tree, draft: Draft, p: int) -> int | None:
    """Return who a report says that it speaks of: "They left, Ashby said of the captains"."""
    if tree.rel(p) != "nsubj" or not draft.voices:
        return None
    cues = [w for w in words(draft.voices[-1].cue) if tree.upos(w) == "VERB"]
    return next(
        (
            w
            for verb in cues
            for w in tree.under(verb, "obl")
            if any(tree.low[c] == "of" for c in tree.under(w, "case"))
            and fits(tree, KINDS[tree.low[p]], w)
        ),
        None,
    )


def _before_the_first(tree: Tree, found: list[int], like: list[int], inside: set[int]) -> list[int]:
    """Return what pronouns of one kind can mean, the first of them in another claim.

    Who "he" is again is told where the first stands, if at all.
    """
    person = KINDS[tree.low[like[0]]] in ("he", "she")
    again = any(w in inside for w in like)
    if again or not any(w < like[0] for w in found) or (person and len(found) > 1):
        return []
    return found


def _like(tree: Tree, p: int) -> list[int]:
    """Return the pronouns of one kind with another that stand before it."""
    kind = KINDS[tree.low[p]]
    return [w for w in range(p) if KINDS.get(tree.low[w]) == kind and is_pronoun(tree, w)]


def _in_front(tree: Tree, draft: Draft) -> bool:
    head = tree.heads[draft.head]
    return draft.rule == "adverbial" and head > max(words(draft.items), default=head)


def _answer(tree: Tree, draft: Draft, p: int, found: list[int]) -> int | None:
    """Return the one noun that a pronoun can mean, if it can be said again; else None.

    A team can be put in the place of "them", but "they are" asks for a plural; "it was a success"
    may tell of anything.
    """
    verb = tree.heads[p]
    vague = tree.low[p] == "it" and tree.under(verb, "cop") and not tree.under(verb, "case")
    ahead = [w for w in _native(draft) if w < p]
    if len(found) != 1 or vague or names(tree, ahead, p):
        return None
    kind, noun = KINDS[tree.low[p]], found[0]
    if kind == "many" and tree.rel(p) != "nsubj" and not is_many(tree, noun):
        kind = "thing"
    owner = owns(tree, p) and len(bare(tree, noun)) > _LONGEST_OWNER
    return noun if is_fillable(tree, kind, noun) and not owner else None


def _pointed_at(tree: Tree, draft: Draft) -> list[int]:
    """Return the head of the sentence where "this" or "that move" points back to it."""
    first = min(words(draft.items), default=0)
    for i in _native(draft):
        if tree.low[i] not in _POINTING or i - first > 1 or i == 0:
            continue
        alone = tree.has(i, "PronType=Dem") and tree.rel(i) in ("nsubj", "obj")
        alone = alone and not tree.under(i, "nmod", "acl")
        noun = tree.heads[i]
        named = tree.rel(i) in ("det", "amod") and tree.lemma(noun) not in _HERE
        if alone or (named and not _fuller(tree, draft, noun)):
            return [tree.root]
    return []


def _fuller(tree: Tree, draft: Draft, noun: int) -> list[int]:
    """Return where a bare "the ferry" or "those ferries" was named ahead of its claim."""
    timed = tree.lemma(noun) in _HERE | LENGTHS
    if tree.upos(noun) != "NOUN" or timed or not is_bare(tree, noun, *_SHOWING):
        return []
    inside = set(words(draft.items))
    return [
        w
        for w in range(noun)
        if w not in inside
        and tree.lemma(w) == tree.lemma(noun)
        and tree.upos(w) == "NOUN"
        and tree.rel(w) != "compound"
        and not is_bare(tree, w, *_SHOWING)
    ]


def _unlike(tree: Tree, noun: int, w: int) -> bool:
    """Say whether a fuller phrase cannot be put in the place of a bare one."""
    same = tree.has(noun, "Number=Plur") == tree.has(w, "Number=Plur")
    return not same or not additions(tree, w)


def _with_its_own(tree: Tree, draft: Draft, noun: int) -> list[Item] | None:
    """Return a noun with the words that it had where it was named."""
    found = _fuller(tree, draft, noun)
    if len(found) != 1 or _unlike(tree, noun, found[0]):
        return None
    more = additions(tree, found[0])
    before = [w for w in more if w < found[0]]
    return [*before, noun, *(w for w in more if w > found[0])]

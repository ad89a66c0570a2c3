"""Relative clauses that add a fact: "the town, which was razed", "Brussels, where he will meet"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import (
    bare,
    helpers,
    is_finite,
    is_loose,
    is_plural,
    joint,
    says_what_it_is,
    subject,
)
from workbench.clauses.plan import Cut, Plan

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_WORDS = frozenset({"which", "who", "whom", "whose", "where"})
_NOUNS = ("NOUN", "PROPN", "PRON")


def relative_clause(scene: Scene, i: int) -> Cut | None:
    """Put the noun in the place of its relative pronoun."""
    tree, noun = scene.tree, scene.tree.heads[i]
    if tree.rel(i) not in ("acl", "advcl") or tree.upos(noun) not in _NOUNS:
        return None
    equal = noun == scene.plan.head and bool(scene.subject) and says_what_it_is(tree, noun)
    if not is_finite(tree, i) or not (is_loose(tree, i) or equal):
        return None
    pronouns = _WORDS | {"that"} if equal else _WORDS
    words = [w for w in tree.subtree(i) if w < i and tree.low[w] in pronouns]
    if not words or subject(tree, i) is None:
        return None
    if tree.low[words[0]] in ("who", "whom") and tree.words[noun].entity == "LOC":
        return None
    plan = Plan(i, "relative", voices=scene.plan.voices, cut_from=i)
    if equal:
        return _of_subject(scene, plan, words[0])
    made = _placed(tree, replace(plan, skip=_front(tree, i)), noun, words[0])
    return Cut((made,)) if made else None


def _of_subject(scene: Scene, plan: Plan, pronoun: int) -> Cut | None:
    """Say of a subject what is said of the noun that it is: "He is an actor who starred ..."."""
    if subject(scene.tree, plan.head) != pronoun:
        return None
    who = scene.subject
    return Cut((replace(plan, swap={pronoun: who}, subject=who, plural=scene.plural),))


def _front(tree: Tree, i: int) -> frozenset[int]:
    return frozenset(joint(tree, i))


def _placed(tree: Tree, plan: Plan, noun: int, pronoun: int) -> Plan | None:
    """Return the plan with the noun in the place where the pronoun is understood."""
    argument = _argument(tree, pronoun, plan.head)
    together = (
        argument == pronoun and _takes_plural(tree, plan.head) and not tree.has(noun, "Number=Plur")
    )
    noun = _first(tree, noun) if together else noun
    if argument is None or (together and not tree.under(noun, "conj")):
        return None
    who = bare(tree, noun, together=together)
    if tree.low[pronoun] == "whose":
        place: Items = (*who, Fill("’s", "relative", tight=True))
        if argument != subject(tree, plan.head):
            return None
        return replace(plan, swap={pronoun: place})
    if argument == subject(tree, plan.head):
        named = replace(plan, swap={pronoun: who}, plural=is_plural(tree, noun))
        return replace(named, subject=who) if argument == pronoun else named
    skip = plan.skip | {argument}
    if tree.low[pronoun] == "where":
        return replace(plan, skip=skip, after=(_where(tree, noun), *who))
    if tree.rel(argument) == "obj" and argument == pronoun:
        return replace(plan, skip=skip, behind={plan.head: who})
    case = tuple(tree.under(pronoun, "case"))
    if any(tree.rel(w) in ("nmod", "obl") for w in who):
        return None
    if tree.rel(argument) == "obl" and case and argument == pronoun:
        return replace(plan, skip=skip, after=(*case, *who))
    return None


def _argument(tree: Tree, i: int, top: int) -> int | None:
    """Return the dependent of `top` that holds `i`; None when another clause lies between."""
    while tree.heads[i] != top:
        if tree.rel(i) in ("ccomp", "xcomp", "advcl", "acl"):
            return None
        i = tree.heads[i]
    return i


def _takes_plural(tree: Tree, i: int) -> bool:
    """Say whether a predicate shows by its form that its subject is plural."""
    verbs = [*helpers(tree, i), i]
    return tree.low[verbs[0]] in ("have", "are", "were", "do")


def _first(tree: Tree, i: int) -> int:
    """Return the first of the nouns that a noun is coordinated with."""
    return tree.heads[i] if tree.rel(i) == "conj" else i


def _where(tree: Tree, noun: int) -> int | Fill:
    """Return the preposition of a place: the sentence's own when it says where, else "in"."""
    own = [c for c in tree.under(noun, "case") if tree.low[c] in ("in", "at", "on")]
    return own[0] if own else Fill("in", "relative")

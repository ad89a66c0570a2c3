"""Coordinated clauses and verb phrases: "Milley flew to Poland and met Zaluzhny"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import (
    NEGATIONS,
    agrees,
    is_clause,
    is_finite,
    is_modal,
    joint,
    subject,
)
from workbench.clauses.plan import Cut, Plan

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_EARLIER = frozenset("previously later then earlier once formerly recently subsequently".split())
_LASTS = frozenset("serve work live graduate attend become remain".split())
_ALTERNATIVE = frozenset({"or", "nor", "rather", "than"})


def coordinated_clause(scene: Scene, i: int) -> Cut | None:
    """Give each coordinated predicate its own claim, with what it shares."""
    tree, head = scene.tree, scene.tree.heads[i]
    if tree.rel(i) != "conj" or head != scene.plan.head:
        return None
    common = _common(tree, head, i)
    if not common and not _apart(tree, head, i):
        return None
    plan = Plan(i, "coordination", skip=joints(tree, i), voices=scene.plan.voices, cut_from=i)
    plan = replace(plan, after=common)
    plan = replace(plan, link=scene.plan.link)
    if subject(tree, i) is not None:
        return Cut((plan,)) if is_finite(tree, i) else None
    if not scene.subject or not _is_predicate(tree, head, i) or not _is_joined(tree, i):
        return None
    lead = _shared_lead(scene, head, i)
    if lead is None or _is_base(scene, head, i):
        return None
    plan = replace(plan, before=(*scene.subject, *lead), subject=scene.subject, helpers=lead)
    return Cut((replace(plan, plural=scene.plural, tense=scene.tense),))


def _shared_lead(scene: Scene, head: int, i: int) -> Items | None:
    """Return the auxiliaries and the article that a predicate shares; None when it shares none."""
    tree = scene.tree
    if not agrees(tree, i, plural=scene.plural, who=scene.subject):
        return None
    if is_finite(tree, i) or _is_past(tree, head, i):
        return ()
    if _belongs_below(tree, head, i) or _is_deed(tree, head, i):
        return None
    if tree.upos(i) == "PROPN" != tree.upos(head) or _is_one_of_many(scene, i):
        return None
    if tree.under(head, "case") and not tree.under(i, "case") and tree.upos(i) != "VERB":
        return None
    lead = _shared(scene, i)
    if not lead or not _fits(tree, lead, i):
        return None
    if _is_phrase(tree, i):
        return lead
    article = _article(tree, head, i)
    return None if article is None else (*lead, article)


def coordinated_infinitive(scene: Scene, i: int) -> Cut | None:
    """Part "plans to visit Berlin and host a meeting" below the verb that both depend on."""
    tree, first = scene.tree, scene.tree.heads[i]
    if tree.rel(i) != "conj" or tree.rel(first) != "xcomp" or tree.upos(i) != "VERB":
        return None
    if not scene.subject or not _below(tree, first, scene.plan.head) or not _apart(tree, first, i):
        return None
    if subject(tree, i) is not None or is_finite(tree, i):
        return None
    if any(c > i for c in tree.under(first, "obj", "obl")) or _is_one_of_series(tree, first, i):
        return None
    lead = _lead(scene, first, i)
    plan = Plan(i, "coordination", skip=joints(tree, i), voices=scene.plan.voices, cut_from=i)
    plan = replace(plan, before=(*scene.subject, *lead), subject=scene.subject, helpers=lead)
    return Cut((replace(plan, plural=scene.plural, tense=scene.tense, link=scene.plan.link),))


def _is_one_of_series(tree: Tree, first: int, i: int) -> bool:
    """Say whether the object stands behind the last of a series: "to plan, build and sell it"."""
    last = tree.under(first, "conj")[-1]
    return not tree.under(first, "obj", "obl", "xcomp") and bool(tree.under(last, "obj"))


def joints(tree: Tree, i: int) -> frozenset[int]:
    """Return what only joins a clause to another: conjunctions, "that", marks at its front."""
    that = {c for c in tree.under(i, "mark") if tree.low[c] == "that"}
    first = tree.edge(i)
    if tree.low[first] == "so" and tree.heads[first] == i:
        that.add(first)
    return frozenset({w for w in joint(tree, i) if tree.low[w] != '"'} | that)


def _apart(tree: Tree, first: int, i: int) -> bool:
    """Say whether both parts are stated, and something belongs to the first alone."""
    if _alternative(tree, i):
        return False
    if subject(tree, i) is not None:
        return True
    own = [w for w in tree.subtree(i) if tree.upos(w) not in ("PUNCT", "CCONJ")]
    between = range(first + 1, min(own, default=i))
    joined = all(tree.upos(w) in ("PUNCT", "CCONJ", "ADV") for w in between)
    return not (joined and tree.upos(first) == "VERB" and len(own) > 1)


def _is_predicate(tree: Tree, head: int, i: int) -> bool:
    if is_clause(tree, i):
        return True
    return bool(tree.under(head, "cop")) and tree.upos(i) in ("NOUN", "PROPN", "ADJ")


def _common(tree: Tree, head: int, i: int) -> Items:
    """Return the object behind two verbs that both have: "wrote and directed the film"."""
    if tree.upos(i) != "VERB" or subject(tree, i) is not None or _alternative(tree, i):
        return ()
    last = tree.subtree(i)[-1]
    between = range(head + 1, i)
    joined = all(tree.upos(w) in ("PUNCT", "CCONJ", "ADV") for w in between)
    own = tree.under(i, "obj", "xcomp", "ccomp", "obl")
    shared = [c for c in tree.under(head, "obj", "obl") if c > last]
    if not joined or own or not tree.under(head, "obj") or len(shared) != len(set(shared)):
        return ()
    return tuple(w for c in shared for w in tree.subtree(c))


def _alternative(tree: Tree, i: int) -> bool:
    return any(tree.low[c] in _ALTERNATIVE for c in tree.under(i, "cc", "advmod"))


def _is_joined(tree: Tree, i: int) -> bool:
    """Say whether a conjunction, here or at the end of a series, joins a verb to another."""
    if tree.under(i, "cc"):
        return True
    later = (c for c in tree.under(tree.heads[i], "conj") if c > i and tree.under(c, "cc"))
    return tree.before(i) == ";" or (tree.before(i) == "," and next(later, None) is not None)


def _is_base(scene: Scene, head: int, i: int) -> bool:
    """Say whether a verb looks like the bare form that an auxiliary or "to" before it asks for."""
    tree = scene.tree
    bare_form = tree.upos(i) == "VERB" and tree.low[i] == tree.lemma(i) and not tree.under(i, "aux")
    modal = any(isinstance(w, int) and is_modal(tree, w) for w in scene.helpers)
    return bare_form and not modal and bool(scene.helpers or tree.under(head, "xcomp"))


def _is_past(tree: Tree, head: int, i: int) -> bool:
    """Say whether a verb is a simple past beside another: "arrested him and charged him"."""
    plain = not tree.under(head, "aux", "cop") and not tree.under(i, "aux", "cop")
    both = tree.has(head, "Tense=Past") and tree.has(i, "Tense=Past")
    return plain and both and is_finite(tree, head) and tree.upos(i) == "VERB"


def _is_one_of_many(scene: Scene, i: int) -> bool:
    """Say whether a list says who several are: "The teams are Ellery, Corvane and Dunmarrow"."""
    tree = scene.tree
    noun = tree.upos(i) in ("NOUN", "PROPN")
    return noun and scene.plural and not tree.has(i, "Number=Plur") and not tree.under(i, "case")


def _belongs_below(tree: Tree, head: int, i: int) -> bool:
    """Say whether "the dust" in "a break from the noise and the dust" joins "noise"."""
    own = _articles(tree, i)
    near = [c for c in tree.under(head, "nmod") if c < i]
    return (
        bool(own) and own != _articles(tree, head) and any(_articles(tree, c) == own for c in near)
    )


def _articles(tree: Tree, i: int) -> list[str]:
    return [tree.low[c] for c in tree.under(i, "det") if tree.low[c] in ("a", "an", "the")]


def _is_deed(tree: Tree, head: int, i: int) -> bool:
    """Say whether a verb behind a noun is a past of its own: "is chair and previously served"."""
    told = any(tree.low[c] in _EARLIER for c in tree.under(i, "advmod")) or (
        tree.lemma(i) in _LASTS
    )
    past = tree.has(i, "Tense=Past") and not tree.under(i, "aux", "cop")
    return told and past and tree.upos(i) == "VERB" and tree.upos(head) in ("NOUN", "PROPN")


def _is_phrase(tree: Tree, i: int) -> bool:
    """Say whether a predicate can stand behind "is": a bare noun needs something with it."""
    if tree.upos(i) == "ADJ":
        return not tree.under(tree.heads[i], "det") or bool(tree.under(i, "det"))
    return tree.upos(i) != "NOUN" or bool(tree.under(i, "det", "nmod", "amod", "case", "nummod"))


def _article(tree: Tree, head: int, i: int) -> Fill | None:
    """Return the "a" that "an actor and director" shares; None where there is none to share."""
    shared = any(tree.low[c] in ("a", "an") for c in tree.under(head, "det"))
    plain = tree.upos(head) == tree.upos(i) == "NOUN" and not tree.has(i, "Number=Plur")
    if not shared or not plain:
        return None
    first = tree.low[min(w for w in tree.subtree(i) if tree.upos(w) not in ("CCONJ", "PUNCT"))]
    return Fill("an" if first[0] in "aeiou" else "a", "agreement")


def _shared(scene: Scene, i: int) -> Items:
    """Return the auxiliaries that hold of a further predicate; "not A but B" denies A alone."""
    tree = scene.tree
    contrast = any(tree.low[c] == "but" for c in tree.under(i, "cc"))
    denials = {w for w in scene.helpers if isinstance(w, int) and tree.low[w] in NEGATIONS}
    return tuple(w for w in scene.helpers if not (contrast and w in denials))


def _fits(tree: Tree, lead: Items, i: int) -> bool:
    """Say whether a verb has the form that a shared auxiliary asks for: "is" + "going"."""
    head = tree.heads[i]
    if tree.upos(i) != "VERB":
        return True
    if tree.low[head].endswith("ing") != tree.low[i].endswith("ing"):
        return False
    last = next((w for w in reversed(lead) if isinstance(w, int) and tree.upos(w) == "AUX"), None)
    form = "be" if last is None else tree.lemma(last)
    participle = tree.low[i].endswith("ing") or tree.has(i, "VerbForm=Part")
    return participle if form in ("be", "have") else not participle


def _below(tree: Tree, i: int, top: int) -> bool:
    """Say whether `i` depends on `top` through infinitives only."""
    while i != top:
        if i < 0 or tree.rel(i) not in ("xcomp", "conj"):
            return False
        i = tree.heads[i]
    return True


def _lead(scene: Scene, first: int, i: int) -> Items:
    """Return the words from the first auxiliary to the shared "to"."""
    tree, head = scene.tree, scene.plan.head
    verb = {*scene.helpers, head}
    begin = min(w for w in verb if isinstance(w, int))
    own = {w for w in tree.subtree(head) if begin <= w < tree.edge(first)}
    marks = [] if tree.under(i, "mark") else [c for c in tree.under(first, "mark") if c < first]
    return tuple(sorted({*own, *marks}))

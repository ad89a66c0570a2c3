"""Coordinated noun phrases, where each has what is said: "Poland and Finland pledged tanks"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import MONTHS, helpers, is_finite, is_negated, is_plural, subject

if TYPE_CHECKING:
    from workbench.clauses.draft import Item, Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

_TOGETHER = frozenset(
    "meet discuss agree share join marry separate differ negotiate talk speak fight collide"
    " clash combine merge unite exchange compete cooperate divide total comprise consist look"
    " resemble connect link mix compare".split()
)
_BREAKS = frozenset(
    "between both among together each other their they them themselves respectively jointly"
    " or nor either neither not n't than either more less versus half total combined".split()
)
_OF_SEVERAL = frozenset(
    "meeting talk agreement war conflict border relationship relation alliance combination"
    " mix number total difference clash deal group list pair series range exchange tie union"
    " collision majority half third percent dozen sum mixture team marriage gap line choice"
    " part piece one some many most member all rest none kind sort type".split()
)
_CROSSING = frozenset("street st st. avenue ave ave. road rd rd. boulevard highway".split())
"""Two of these are one place, their corner."""
_NOUNS = ("NOUN", "PROPN")
_FEWEST_THINGS = 3
_MOST_VARIANTS = 8
_SECOND_HALVES = frozenset("herzegovina tobago nevis barbuda principe gamble johnson".split())
_SINGULAR = {"have": "has", "are": "is", "were": "was", "do": "does"}


def variants(scene: Scene, items: Items) -> list[Items]:
    """Return the clause once for each member of the lists in it; itself when it holds none."""
    tree, found = scene.tree, [items]
    inside = [w for w in items if isinstance(w, int)]
    if any(tree.low[w] in _BREAKS for w in inside) or is_negated(tree, scene.plan.head):
        return found
    if any(_is_further_clause(tree, w) for w in inside if w != scene.plan.head):
        return found
    if tree.lemma(scene.plan.head) in _TOGETHER:
        return found
    for first in inside:
        members = _members(tree, first, set(inside))
        if not members or not _holds_of_each(scene, first, members):
            continue
        if len(found) * len(members) > _MOST_VARIANTS:
            break
        found = [_only(scene, each, members, m) for each in found for m in members]
    return found


def _is_further_clause(tree: Tree, w: int) -> bool:
    """Say whether a word is the verb of a clause that stands beside another in one claim."""
    beside = tree.rel(w) == "conj" and subject(tree, w) is not None
    return (beside or tree.rel(w) == "parataxis") and is_finite(tree, w)


def _members(tree: Tree, first: int, inside: set[int]) -> list[int]:
    others = [c for c in tree.under(first, "conj") if c in inside and c > first]
    joint = {tree.low[c] for j in others for c in tree.under(j, "cc")}
    if tree.upos(first) not in _NOUNS or not others or not joint <= {"and", "as"}:
        return []
    if any(tree.upos(m) not in _NOUNS for m in others) or "and" not in joint:
        return []
    if not all(tree.under(m, "cc") or tree.before(m) == "," for m in others):
        return []
    if _are_towns(tree, first, others):
        return []
    if _goes_on(tree, others[-1]) or _is_name_of_one(tree, first, others):
        return []
    if _is_shared_in_doubt(tree, first, others) or not _are_alike(tree, first, others):
        return []
    return [first, *others]


def _are_towns(tree: Tree, first: int, others: list[int]) -> bool:
    """Say whether places follow their towns: "Ellery, Corvane, and Oakum, Dunmarrow"."""
    places = all(tree.words[m].entity == "LOC" for m in (first, *others))
    behind = [c for m in (first, *others) for c in tree.under(m, "appos") if c > others[-1]]
    return places and bool(behind)


def _goes_on(tree: Tree, last: int) -> bool:
    """Say whether "and" follows a list without a comma: its last member may belong behind it."""
    after = tree.subtree(last)[-1] + 1
    return after < len(tree) and tree.low[after] in ("and", "or")


def _is_name_of_one(tree: Tree, first: int, others: list[int]) -> bool:
    """Say whether a list is a part of a name: "the Commission for Roads and Bridges"."""
    above = tree.heads[first]
    named = tree.rel(first) == "nmod" and above >= 0 and tree.upos(above) == "PROPN"
    return named and all(tree.words[w].text[:1].isupper() for w in (above, first, *others))


def _are_alike(tree: Tree, first: int, others: list[int]) -> bool:
    """Say whether members are all names or all things, and none is half of a compound.

    In "drone and missile strikes" the first member is no thing of its own.
    """
    if tree.lemma(first) in _CROSSING or not _are_of_one_kind(tree, (first, *others)):
        return False
    single = not tree.has(first, "Number=Plur") and not tree.under(first, "nummod")
    last = tree.under(others[-1], "det", "nummod", "amod", "case")
    bare_first = single and not (tree.under(first, "det") and (last or tree.rel(first) != "nmod"))
    half = bare_first and tree.has(others[-1], "Number=Plur") and tree.upos(first) == "NOUN"
    return not half


def _are_of_one_kind(tree: Tree, members: tuple[int, ...]) -> bool:
    """Say whether all are names or all are things; a thing with "the" is as good as a name."""
    if len({tree.upos(m) for m in members}) == 1:
        return True
    things = [m for m in members if tree.upos(m) == "NOUN"]
    return all(any(tree.low[c] == "the" for c in tree.under(m, "det")) for m in things)


def _is_shared_in_doubt(tree: Tree, first: int, others: list[int]) -> bool:
    """Say whether a phrase behind the last member may belong to that one alone."""
    behind = [c for c in tree.below[first] if c > others[-1] and tree.upos(c) != "PUNCT"]
    near = [c for c in tree.under(first, "nmod", "acl") if first < c < others[0]]
    apart = any(tree.before(c) == "," for c in behind)
    own = tree.under(others[-1], "det", "nmod", "case") or tree.under(first, "amod", "compound")
    return bool(behind) and bool(apart or near or own)


def _holds_of_each(scene: Scene, first: int, members: list[int]) -> bool:
    tree, head = scene.tree, scene.plan.head
    direct = tree.heads[first] == head
    relation = tree.rel(first)
    if relation == "nsubj" and (direct or first in scene.subject):
        return _each_does(scene, members)
    if relation in ("obj", "obl") and (direct or _below_infinitive(tree, first, head)):
        return len(members) >= _FEWEST_THINGS or any(_is_described(tree, m) for m in members)
    if relation == "nmod" and tree.under(first, "case") and first > head:
        return _is_plain_list(scene, first)
    return False


def _is_plain_list(scene: Scene, first: int) -> bool:
    """Say whether what is said of one member below a noun can be said without the others.

    One thing "of" several is made of all of them: "an arc of craters and springs".
    """
    tree = scene.tree
    case = {tree.low[w] for c in tree.under(first, "case") for w in tree.subtree(c)}
    noun = tree.heads[first]
    if "of" in case and not tree.has(noun, "Number=Plur"):
        return False
    return not case & _BREAKS and tree.lemma(noun) not in _OF_SEVERAL


def _is_described(tree: Tree, i: int) -> bool:
    """Say whether a noun is more than one half of a fixed pair ("law and order")."""
    own = tree.under(i, "det", "amod", "nummod", "nmod", "compound")
    return bool(own) or (tree.upos(i) == "PROPN" and tree.low[i] not in _SECOND_HALVES)


def _below_infinitive(tree: Tree, i: int, head: int) -> bool:
    above = tree.heads[i]
    return above >= 0 and tree.rel(above) == "xcomp" and tree.heads[above] == head


def _each_does(scene: Scene, members: list[int]) -> bool:
    tree = scene.tree
    words = [*helpers(tree, scene.plan.head), *scene.helpers]
    if _counts(scene, members):
        return False
    if tree.under(scene.plan.head, "cop") and is_plural(tree, scene.plan.head):
        return False
    return scene.tense in ("past", "modal") or any(
        isinstance(w, int) and tree.low[w] in _SINGULAR for w in words
    )


def _counts(scene: Scene, members: list[int]) -> bool:
    """Say whether the predicate counts something, which two may have done together."""
    tree = scene.tree
    who = {w for m in members for w in tree.subtree(m)}
    rest = set(tree.subtree(scene.plan.head)) - who
    return any(tree.upos(w) == "NUM" and not _is_date(tree, w) for w in rest)


def _is_date(tree: Tree, i: int) -> bool:
    return tree.low[i].isdecimal() and (len(tree.low[i]) == 4 or tree.low[i - 1] in MONTHS)


def _only(scene: Scene, items: Items, members: list[int], member: int) -> Items:
    """Return the clause with one member of the list alone, and a verb that agrees with it."""
    tree = scene.tree
    first = members[0]
    drop = {w for m in members if m not in (first, member) for w in tree.subtree(m)}
    drop |= {w for m in members for c in tree.under(m, "cc") for w in tree.subtree(c)}
    drop |= {c for m in members[1:] for c in tree.under(m, "punct") if c < m}
    if member != first:
        drop |= _own(tree, first, members)
        drop -= _shared(tree, first, member)
    else:
        drop |= {c for c in tree.under(first, "punct") if c > first}
    agree = tree.rel(first) == "nsubj" and not is_plural_alone(tree, member)
    return tuple(
        _agreeing(scene, w) if agree else w
        for w in items
        if not isinstance(w, int) or w not in drop
    )


def _own(tree: Tree, first: int, members: list[int]) -> set[int]:
    """Return what belongs to the first member alone; what stands behind the last is shared."""
    below = {w for m in members[1:] for w in tree.subtree(m)}
    shared = {w for c in tree.below[first] if c > members[-1] for w in tree.subtree(c)}
    return set(tree.subtree(first)) - below - shared


def _shared(tree: Tree, first: int, member: int) -> set[int]:
    """Return what the first member lends the others: a preposition, an article, "her"."""
    lent = {
        w
        for c in tree.under(first, "case")
        if c < first and not tree.under(member, "case")
        for w in tree.subtree(c)
    }
    own = tree.under(member, "det", "nummod", "nmod")
    if tree.upos(member) == "NOUN" and not own:
        owners = [c for c in tree.below[first] if tree.labels[c] == "nmod:poss" and c < first]
        lent |= {w for c in owners for w in tree.subtree(c)}
    alone = tree.upos(member) == "NOUN" and not is_plural_alone(tree, member)
    if alone and not tree.under(member, "det", "nummod", "nmod") and not tree.under(member, "amod"):
        lent |= {c for c in tree.under(first, "det") if c < first}
    return lent


def is_plural_alone(tree: Tree, i: int) -> bool:
    """Say whether a noun is plural without those that are coordinated with it."""
    return is_plural(tree, i) if not tree.under(i, "conj") else tree.has(i, "Number=Plur")


def _agreeing(scene: Scene, item: Item) -> Item:
    tree = scene.tree
    if isinstance(item, int) and item in (*helpers(tree, scene.plan.head), *scene.helpers):
        other = _SINGULAR.get(tree.low[item])
        if other:
            return Fill(other, "agreement", (tree.words[item].start, tree.words[item].end))
    return item

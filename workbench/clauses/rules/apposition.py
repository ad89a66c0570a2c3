"""Appositions: "Milley, chairman of the Joint Chiefs" states what Milley is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import bare, be, is_finite, is_loose, nearest_name
from workbench.clauses.person_nouns import TITLES
from workbench.clauses.plan import Cut, Plan

if TYPE_CHECKING:
    from workbench.clauses.draft import Items
    from workbench.clauses.plan import Scene
    from workbench.clauses.tree import Tree

WHY = "role"
_NOUNS = ("NOUN", "PROPN")
_MOST_AGE = 120
ITS = frozenset("its their his her our my your".split())
_PLACES = frozenset(
    "capital city town village island province region state suburb port home".split()
)


def apposition(scene: Scene, i: int) -> Cut | None:
    """Say of a name what its apposition says: "Milley is chairman of the Joint Chiefs"."""
    tree, anchor = scene.tree, _anchor(scene.tree, i)
    if not is_loose(tree, i) or anchor < 0 or tree.upos(anchor) not in _NOUNS:
        return None
    if any(tree.low[w] in (":", "/") for w in tree.subtree(i)) or _owns(tree, i):
        return None
    if _is_age(tree, anchor, i):
        name = [w for w in bare(tree, anchor) if w < i]
        age: Items = (*name, be("", False, WHY), i, Fill("years old", WHY))
        return Cut((_role(scene, i, age),))
    if tree.rel(i) != "appos" or tree.under(i, "case") or not _says_what(tree, anchor, i):
        return None
    plural = _many(tree, anchor)
    if _is_the_like(tree, anchor, i) or _names_a_list(tree, i):
        return None
    if _is_note(tree, i) or _is_title_of_the_next(tree, i):
        return None
    if is_name(tree, i) and not is_name(tree, anchor):
        if is_list(tree, i) and not plural:
            return None
        what = tuple(w for w in bare(tree, anchor) if w < tree.edge(i))
        if any(tree.low[w] in ITS for w in what):
            return None
        text: Items = (*_up_to_a_comma(tree, i), be("", plural, WHY), *what)
        return Cut((_role(scene, i, text),), stays=True)
    before: Items = (*bare(tree, anchor), be("", plural, WHY))
    skip = frozenset(c for c in tree.under(i, "punct") if c < i)
    plan = Plan(i, "apposition", before, skip=skip, voices=scene.plan.voices, cut_from=i)
    return Cut((plan,))


def _is_note(tree: Tree, i: int) -> bool:
    """Say whether a common noun without an article stands in brackets: "Lee (broken leg)"."""
    inside = tree.subtree(i)
    in_brackets = tree.low[inside[0]] == "("
    if in_brackets and any(tree.upos(w) in ("VERB", "AUX") and is_finite(tree, w) for w in inside):
        return True
    return in_brackets and not is_name(tree, i) and not _begins_as_description(tree, i)


def _is_title_of_the_next(tree: Tree, i: int) -> bool:
    """Say whether a name follows at once: "killed Ann Lee, court reporter Tom Hill and ..."."""
    after = tree.subtree(i)[-1] + 1
    return not is_name(tree, i) and after < len(tree) and tree.upos(after) == "PROPN"


def _up_to_a_comma(tree: Tree, i: int) -> Items:
    """Return a name without what follows a comma: an age, a town."""
    name = bare(tree, i)
    comma = next((n for n, w in enumerate(name) if tree.low[w] == "," and w > i), len(name))
    return name[:comma]


def _is_the_like(tree: Tree, anchor: int, i: int) -> bool:
    """Say whether one noun stands twice: "the old version, the new version" are two things."""
    return tree.lemma(anchor) == tree.lemma(i)


def _owns(tree: Tree, i: int) -> bool:
    """Say whether a phrase ends in "'s": what it owns has been parsed as something else."""
    return tree.low[tree.subtree(i)[-1]] in ("'s", "'")


def _names_a_list(tree: Tree, i: int) -> bool:
    """Say whether ", and" joins a phrase to another, so that both may be members of a list."""
    return any(tree.before(c) == "," or tree.low[tree.subtree(c)[0]] == ","
               for c in tree.under(i, "conj") if tree.under(c, "cc"))  # fmt: skip


def _anchor(tree: Tree, i: int) -> int:
    """Return the noun that an apposition belongs to, -1 when two could be meant.

    A place is the nearest one: "a forum in Medan, the capital of the province".
    """
    head = tree.heads[i]
    if tree.rel(i) != "appos":
        return head
    of = any(tree.low[c] == "of" for c in tree.under(head, "case"))
    if of and is_name(tree, i) and tree.upos(head) == "NOUN" and tree.rel(head) == "nmod":
        above = tree.heads[head]
        return above if tree.lemma(above) in TITLES or tree.low[above] in TITLES else -1
    last = nearest_name(tree, i)
    if last < 0:
        return head
    if tree.lemma(i) in _PLACES:
        return last
    return head if is_person_like(tree, head) else -1


def _role(scene: Scene, i: int, items: Items) -> Plan:
    voices = scene.plan.voices
    return Plan(i, "apposition", items, voices=voices, walk=False, cut_from=i)


def _is_age(tree: Tree, anchor: int, i: int) -> bool:
    """Say whether a number behind a name is an age: "Raj Chohan, 59, was killed"."""
    text = tree.low[i]
    alone = not [c for c in tree.below[i] if tree.upos(c) != "PUNCT"]
    after = tree.low[i + 1] if i + 1 < len(tree) else ""
    if after in ("and", "or"):
        return False
    number = text.isdecimal() and 0 < int(text[:4]) < _MOST_AGE
    return number and alone and is_person_like(tree, anchor) and i > anchor


def is_person_like(tree: Tree, i: int) -> bool:
    """Say whether a noun may be a person's name: at least two proper nouns in a row."""
    return is_name(tree, i) and (tree.words[i].entity == "PER" or bool(tree.under(i, "flat")))


def is_name(tree: Tree, i: int) -> bool:
    """Say whether a noun phrase is a proper name."""
    return tree.upos(i) == "PROPN" and tree.words[i].text[:1].isupper()


def _says_what(tree: Tree, anchor: int, i: int) -> bool:
    """Say whether the second of two noun phrases says what the first is."""
    if tree.upos(i) not in _NOUNS or _many(tree, i) != _many(tree, anchor):
        return False
    if _goes_on_as_list(tree, anchor, i):
        return False
    if tree.upos(tree.edge(i)) == "ADV" or _holds_a_clause(tree, i):
        return False
    if is_name(tree, i) and is_name(tree, anchor):
        return _begins_as_description(tree, i)
    if is_name(tree, i) or is_name(tree, anchor):
        return True
    return _begins_as_description(tree, i) and bool(tree.under(anchor, "det"))


def _goes_on_as_list(tree: Tree, anchor: int, i: int) -> bool:
    """Say whether "and" follows without a comma: "five guards, a cook and two drivers"."""
    after = tree.subtree(i)[-1] + 1
    listed = any(c > i for c in tree.under(anchor, "conj"))
    return listed and after < len(tree) and tree.upos(after) == "CCONJ"


def _many(tree: Tree, i: int) -> bool:
    """Say whether a noun is plural by itself, whatever is coordinated with it."""
    counted = bool(tree.under(i, "nummod"))
    return tree.has(i, "Number=Plur") and (tree.upos(i) != "PROPN" or counted)


def _holds_a_clause(tree: Tree, i: int) -> bool:
    """Say whether a finite verb stands in a phrase outside of a relative clause."""
    return any(
        tree.upos(w) == "VERB" and is_finite(tree, w)
        for w in bare(tree, i)
        if tree.heads[w] in (i, tree.heads[i]) and tree.rel(w) != "acl"
    )


def _begins_as_description(tree: Tree, i: int) -> bool:
    return tree.low[tree.edge(i)] in ("a", "an", "the", "one", "another") and not is_list(tree, i)


def is_list(tree: Tree, i: int) -> bool:
    """Say whether a phrase is coordinated, so that it may be a member of a list."""
    return bool(tree.under(i, "conj"))

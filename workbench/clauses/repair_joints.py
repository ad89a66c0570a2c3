"""Mends coordinations that a parser hangs on the nearest word instead of the like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.grammar import is_finite, subject
from workbench.clauses.person_nouns import is_person

if TYPE_CHECKING:
    from workbench.clauses.tree import Tree

_ARTICLES = ("a", "an", "the")


def verb_joined_to_a_noun(tree: Tree) -> None:
    """Hang "is used for pleasure and can help" on the verb: a finite verb is joined to another."""
    for i in range(len(tree)):
        noun = tree.heads[i]
        if tree.rel(i) != "conj" or noun < 0 or subject(tree, i) is not None:
            continue
        joined = any(tree.low[c] in ("and", "but") for c in tree.under(i, "cc"))
        if not joined or tree.upos(i) != "VERB" or not is_finite(tree, i):
            continue
        if tree.upos(noun) in ("NOUN", "PROPN") and not is_finite(tree, noun):
            verb = _finite_above(tree, noun)
            if 0 <= verb < i:
                tree.move(i, verb, "conj")


def verb_of_the_nearest_clause(tree: Tree) -> None:
    """Let "Ann fell, and Tom ran and shouted" say that Tom shouted: he is the nearer subject."""
    for i in range(len(tree)):
        head = tree.heads[i]
        if tree.rel(i) != "conj" or head < 0 or subject(tree, i) is not None:
            continue
        between = [c for c in tree.under(head, "conj") if head < c < i]
        nearer = [c for c in between if subject(tree, c) is not None and is_finite(tree, c)]
        if nearer and tree.upos(i) == "VERB":
            tree.move(i, nearer[-1], "conj")


def relative_behind_its_noun(tree: Tree) -> None:
    """Let "fought the blaze, which started at nine" say that of the blaze before the comma."""
    for i in range(len(tree)):
        noun, first = tree.heads[i], tree.edge(i)
        word = tree.low[first]
        relative = tree.rel(i) == "acl" and word in ("which", "who") and tree.before(i) == ","
        at = first - 2
        if not relative or at <= noun or at in tree.subtree(noun):
            continue
        while tree.rel(at) in ("flat", "compound", "punct") and noun < tree.heads[at] < first:
            at = tree.heads[at]
        person = tree.upos(at) == "PROPN" != tree.upos(noun)
        thing = word == "which" and tree.upos(at) in ("NOUN", "PROPN")
        if (person or thing) and at not in tree.subtree(i):
            tree.move(i, at, tree.labels[i])


def relative_behind_a_name(tree: Tree) -> None:
    """Let "one of the pilots, Tom Ashby, who flew" say that Tom Ashby flew, not all pilots."""
    for i in range(len(tree)):
        noun, first = tree.heads[i], tree.edge(i)
        if tree.rel(i) != "acl" or tree.low[first] != "who" or not tree.has(noun, "Number=Plur"):
            continue
        names = [c for c in tree.under(noun, "appos") if tree.upos(c) == "PROPN" and c < first]
        if names and tree.subtree(names[-1])[-1] == first - 2:
            tree.move(i, names[-1], tree.labels[i])


def predicate_beside_a_predicate(tree: Tree) -> None:
    """Join "the son" and "the grandson" in "the son of Ann and the grandson of Tom".

    Two predicates, two words for a person or two with one adjective ("the first") are alike.
    """
    for i in range(len(tree)):
        inner = tree.heads[i]
        if tree.rel(i) != "conj" or inner < 0 or tree.rel(inner) != "nmod":
            continue
        outer = tree.heads[inner]
        plain = tree.upos(i) == tree.upos(outer) == "NOUN" and not tree.under(i, "case")
        like = bool(_article(tree, i)) and _article(tree, i) == _article(tree, outer)
        predicates = tree.under(i, "nmod") and tree.under(outer, "cop")
        persons = is_person(tree.lemma(i)) and is_person(tree.lemma(outer))
        persons = persons and not is_person(tree.lemma(inner))
        owned = any(tree.labels[c] == "nmod:poss" for c in tree.below[i])
        alike = like and not _article(tree, inner) and (predicates or _ordinal(tree, i, outer))
        if plain and (alike or (persons and (like or owned))):
            tree.move(i, outer, "conj")


def participle_beside_the_like(tree: Tree) -> None:
    """Join "carrying" and "winning" over an infinitive: "the first to enter, carrying ..."."""
    for i in range(len(tree)):
        head = tree.heads[i]
        if tree.rel(i) != "conj" or head < 0 or not _is_ing(tree, i) or _is_ing(tree, head):
            continue
        if subject(tree, i) is not None or tree.under(i, "aux") or tree.upos(head) != "VERB":
            continue
        above = _above(tree, head)
        like = [w for w in range(head + 1, i) if _is_ing(tree, w) and tree.heads[w] in above]
        like = [w for w in like if tree.rel(w) in ("advcl", "acl")]
        if like:
            tree.move(i, like[-1], "conj")


def participle_in_front(tree: Tree) -> None:
    """Let "Founded in 1850, they were a club" say when they were founded, not which club it is."""
    for i in range(len(tree)):
        head = tree.heads[i]
        who = subject(tree, head) if head >= 0 else None
        if tree.rel(i) == "acl" and who is not None and i < who < head:
            tree.move(i, head, "advcl")


def name_within_a_list(tree: Tree) -> None:
    """Count the second name of "the Times, Post and Globe" among the names, not as the first's."""
    for i in range(len(tree)):
        first = tree.heads[i]
        if tree.rel(i) != "appos" or tree.before(i) != "," or first < 0:
            continue
        names = tree.upos(i) == tree.upos(first) == "PROPN" and not tree.under(i, "det", "case")
        place = "LOC" in (tree.words[i].entity, tree.words[first].entity)
        later = [c for c in tree.under(first, "conj") if c > i and tree.before(c) == ","]
        if names and later and not place and first < i:
            tree.move(i, first, "conj")


def year_behind_a_name(tree: Tree) -> None:
    """Leave "2011" with "the Gold Cup 2011": without "and" a number is no member of a list."""
    for i in range(1, len(tree)):
        alone = tree.rel(i) == "conj" and tree.upos(i) == "NUM" and not tree.below[i]
        before = i - 1
        if alone and tree.upos(before) == "PROPN" and tree.heads[before] != i:
            tree.move(i, before, "nmod:unmarked")


def surname_behind_and(tree: Tree) -> None:
    """Give "Ann Lee and P.J. Hill" their own surnames: "Hill" belongs to the name before it."""
    for i in range(len(tree)):
        first = tree.heads[i]
        if tree.rel(i) != "flat" or first < 0:
            continue
        between = [c for c in tree.under(first, "conj") if first < c < i]
        if between:
            tree.move(i, between[-1], "flat")


def _ordinal(tree: Tree, a: int, b: int) -> bool:
    """Say whether two nouns share an adjective: "the first doctor", "the first woman"."""
    return bool(
        {tree.low[c] for c in tree.under(a, "amod")} & {tree.low[c] for c in tree.under(b, "amod")}
    )


def _article(tree: Tree, i: int) -> list[str]:
    return [tree.low[c] for c in tree.under(i, "det") if tree.low[c] in _ARTICLES]


def _is_ing(tree: Tree, i: int) -> bool:
    return tree.upos(i) == "VERB" and tree.low[i].endswith("ing")


def _finite_above(tree: Tree, i: int) -> int:
    """Return the nearest finite predicate above a word, -1 for none."""
    while i >= 0 and not (is_finite(tree, i) and subject(tree, i) is not None):
        i = tree.heads[i]
    return i


def _above(tree: Tree, i: int) -> set[int]:
    found: set[int] = set()
    while i >= 0 and i not in found:
        found.add(i)
        i = tree.heads[i]
    return found

"""Which noun phrase of a sentence a pronoun can mean, by number and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.first_names import HE, SHE
from workbench.clauses.grammar import LENGTHS, MONTHS, bare, in_quotes, subject
from workbench.clauses.person_nouns import is_person

if TYPE_CHECKING:
    from workbench.clauses.tree import Tree

KINDS = {
    "it": "thing", "its": "thing", "they": "many", "them": "many", "their": "many",
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she",
}  # fmt: skip
"""What each pronoun of the third person asks of the noun phrase that it means."""
_POSSESSIVE = frozenset({"its", "their", "his", "her"})
_INDEFINITE = frozenset("some many others most several few all both one none another".split())
_COUNTING = frozenset(
    "some many few several most all any every each no another other more least half much this"
    " that these those such".split()
)
_COLLECTIVE = frozenset(
    "police team company government ministry family group crew staff army navy couple council"
    " party club board band court bank agency union side force public audience".split()
)
_TIMES = LENGTHS | frozenset("morning evening night noon today century season time age".split())
_ABSTRACT = frozenset("percent per thing fact way part lot number bit kind sort rest".split())
_SEEMING = frozenset({"seem", "appear", "look", "turn"})
_PARTS = ("flat", "compound", "nummod", "amod", "fixed", "case", "appos", "list")
_MAYBE_PERSONS = ("er", "or", "ant", "ee", "ent")
"""Ends of nouns that may name a person, so that "he" may mean it."""
_THINGS = frozenset(
    "pier water river weather number paper tower power order matter quarter winter summer shelter"
    " center theater letter container helicopter computer server door floor error sector factor"
    " motor harbor color corner border disaster cover layer fever danger anger career"
    " event accident incident plant restaurant coffee committee fee tree degree content extent"
    " moment percent continent tent rent offer trailer tanker freighter chapter".split()
)
"""Nouns with such an end that name no person."""
_PLAIN = ("NOUN", "PROPN", "ADJ", "NUM", "ADP", "DET")
_MOST_WORDS = 12
_MOST_ADDED = 6


def is_pronoun(tree: Tree, i: int) -> bool:
    """Say whether a word is a pronoun of the third person that means something."""
    if tree.low[i] not in KINDS or tree.upos(i) not in ("PRON", "DET"):
        return False
    seems = tree.heads[i] >= 0 and tree.lemma(tree.heads[i]) in _SEEMING
    return tree.rel(i) != "expl" and not (tree.low[i] == "it" and seems)


def owns(tree: Tree, p: int) -> bool:
    """Say whether a pronoun tells whose something is: "her" in "her boat"."""
    return tree.low[p] in _POSSESSIVE and tree.rel(p) in ("nmod", "det")


def fitting(tree: Tree, p: int, among: range | None = None) -> list[int]:
    """Return the nouns of a sentence that pronoun `p` can mean, in the order of the text.

    What is said between quotation marks means nothing outside of them.
    """
    quoted = in_quotes(tree, p)
    return [
        w
        for w in among or range(p)
        if w != p
        and _is_phrase(tree, w)
        and (not quoted or in_quotes(tree, w))
        and not _holds(tree, w, p)
        and fits(tree, KINDS[tree.low[p]], w)
    ]


def fits(tree: Tree, kind: str, w: int) -> bool:
    """Say whether a noun phrase has the number and kind that a pronoun asks for."""
    if tree.low[w] in MONTHS or tree.lemma(w) in _TIMES | _ABSTRACT:
        return False
    if tree.upos(w) in ("PRON", "DET"):
        return tree.low[w] in _INDEFINITE and (kind == "many") != (tree.low[w] == "one")
    if kind == "many":
        return is_many(tree, w) or _is_collective(tree, w)
    if tree.has(w, "Number=Plur") and tree.words[w].entity != "ORG":
        return False
    if kind == "thing":
        person = tree.words[w].entity == "PER" or is_person(tree.lemma(w))
        return not person
    return _is_he_or_she(tree, kind, w)


def is_many(tree: Tree, w: int) -> bool:
    """Say whether a noun phrase names several: a plural, or names joined by "and"."""
    joined = any(tree.low[c] == "and" for j in tree.under(w, "conj") for c in tree.under(j, "cc"))
    return tree.has(w, "Number=Plur") or joined


def outer(tree: Tree, found: list[int]) -> list[int]:
    """Return the nouns without those that only tell which other is meant.

    Those are "divers" in "a team of divers" and "sheriff" in "a sheriff's deputy", but not "the
    navy" in "a success of the navy".
    """
    return [w for w in found if not (tree.heads[w] in found and _tells_which(tree, w))]


def _tells_which(tree: Tree, w: int) -> bool:
    if tree.rel(w) != "nmod":
        return False
    if w < tree.heads[w]:
        return True
    head = tree.heads[w]
    named = tree.upos(w) == "PROPN" or bool(tree.under(w, "det"))
    several = tree.has(head, "Number=Plur") or is_person(tree.lemma(head))
    of = any(tree.low[c] == "of" for c in tree.under(w, "case"))
    return of and (several or not named)


def is_fillable(tree: Tree, kind: str, w: int) -> bool:
    """Say whether a noun phrase means the same when it is said again."""
    phrase = bare(tree, w, together=kind == "many")
    if tree.upos(w) in ("PRON", "DET") or len(phrase) > _MOST_WORDS:
        return False
    if kind == "many" and not is_many(tree, w):
        return False
    if kind != "many" and is_many(tree, w):
        return False
    if kind in ("he", "she") and not _is_surely_a_person(tree, w):
        return False
    if any(tree.low[d] in _COUNTING for d in tree.under(w, "det", "amod", "advmod", "nummod")):
        return False
    whole = phrase[-1] - phrase[0] == len(phrase) - 1 and not tree.low[phrase[-1]].startswith("'")
    return whole and not any(tree.upos(x) == "PRON" or tree.low[x] in KINDS for x in phrase)


def _is_phrase(tree: Tree, w: int) -> bool:
    alone = tree.upos(w) == "DET" and tree.rel(w) in ("nsubj", "obj")
    return alone or (tree.upos(w) in ("NOUN", "PROPN", "PRON") and tree.rel(w) not in _PARTS)


def _holds(tree: Tree, w: int, p: int) -> bool:
    """Say whether a pronoun stands inside of the phrase of a noun: "its army"."""
    while p >= 0:
        if p == w:
            return True
        p = tree.heads[p]
    return False


def _is_collective(tree: Tree, w: int) -> bool:
    return tree.words[w].entity == "ORG" or tree.lemma(w) in _COLLECTIVE


def _is_he_or_she(tree: Tree, kind: str, w: int) -> bool:
    """Say whether a noun may be a person; a surname has been taken for a place."""
    if tree.upos(w) == "NOUN":
        lemma = tree.lemma(w)
        maybe = lemma.endswith(_MAYBE_PERSONS) and not lemma.endswith("ment")
        return is_person(lemma) or (maybe and lemma not in _THINGS)
    acts = tree.rel(w) in ("nsubj", "obj", "iobj") and not tree.under(w, "case")
    if tree.words[w].entity in ("LOC", "ORG") and not acts:
        return False
    name = bare(tree, w)
    first = tree.low[name[0]] if len(name) > 1 else ""
    return first not in (SHE if kind == "he" else HE)


def names(tree: Tree, among: list[int], p: int) -> list[int]:
    """Return the names among words that "he" or "she" may mean, as far as one can see."""
    if KINDS[tree.low[p]] not in ("he", "she"):
        return []
    return [w for w in among if tree.upos(w) == "PROPN" and tree.low[w] not in MONTHS]


def above(tree: Tree, i: int) -> int | None:
    """Return the subject of the clause that a clause depends on."""
    return subject(tree, tree.heads[i]) if tree.heads[i] >= 0 else None


def _is_surely_a_person(tree: Tree, w: int) -> bool:
    if tree.upos(w) == "NOUN":
        return is_person(tree.lemma(w))
    return tree.words[w].entity == "PER"


def is_bare(tree: Tree, noun: int, *determiners: str) -> bool:
    """Say whether a noun has nothing but one of the determiners."""
    below = [c for c in tree.below[noun] if tree.rel(c) not in ("case", "punct", "cc", "conj")]
    shown = [tree.low[c] for c in below if tree.rel(c) == "det"]
    return len(below) == 1 and bool(shown) and shown[0] in determiners


def additions(tree: Tree, w: int) -> list[int]:
    """Return the plain words that tell which one a noun phrase means; none where it is long."""
    kept = {x for c in tree.under(w, "det") for x in tree.subtree(c)}
    found = [x for x in bare(tree, w) if x not in kept and x != w]
    run = range(min([*found, w]), max([*found, w]) + 1)
    plain = all(tree.upos(x) in _PLAIN for x in found) and set(run) == {*found, w}
    return found if plain and len(found) <= _MOST_ADDED else []

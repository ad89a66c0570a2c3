"""Questions about a tree that several rules ask: subjects, tenses, number, negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill

if TYPE_CHECKING:
    from workbench.clauses.draft import Item
    from workbench.clauses.tree import Tree

MODALS = frozenset("will would can could may might shall should must 'll 'd ca wo".split())
NEGATIONS = frozenset("not n't never neither nor no hardly".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split()
)
CLAUSES = ("ccomp", "csubj", "advcl", "acl", "xcomp")
_CLITICS = frozenset({"'s", "'re", "'m", "'ve", "'d", "'ll"})
_FOCUS = frozenset({"even", "also", "only", "just", "especially", "particularly", "perhaps"})
_ASIDES = ("appos", "acl", "advcl", "dep", "nmod", "nummod")
_LIMITS = frozenset("only even just shortly soon long right immediately not".split())
LENGTHS = frozenset("day hour week month year minute moment second decade".split())
_SINGULAR = frozenset("he she it this that each one everyone anyone nobody".split())
_PLURAL = frozenset("they we you these those both all some many several few".split())


def is_clause(tree: Tree, i: int) -> bool:
    """Say whether a word is a predicate: a verb, or what a copula or a subject belongs to."""
    return tree.upos(i) == "VERB" or bool(tree.under(i, "cop", "nsubj", "csubj"))


def subject(tree: Tree, i: int) -> int | None:
    """Return the head of a predicate's own subject; None when it has none."""
    found = tree.under(i, "nsubj") or tree.under(i, "csubj", "expl")
    before = [c for c in found if c < i]
    return before[-1] if before else found[0] if found else None


def helpers(tree: Tree, i: int) -> list[int]:
    """Return a predicate's auxiliaries and copula, in order."""
    return tree.under(i, "aux", "cop")


def is_modal(tree: Tree, i: int) -> bool:
    """Say whether a word is "will", "could" and the like."""
    return tree.low[i] in MODALS or tree.lemma(i) in MODALS


def is_finite(tree: Tree, i: int) -> bool:
    """Say whether a predicate has a finite verb: itself or one of its auxiliaries."""
    if any(_finite_word(tree, w) for w in helpers(tree, i)):
        return True
    if tree.upos(i) not in ("VERB", "AUX") or helpers(tree, i):
        return False
    return _finite_word(tree, i)


def _finite_word(tree: Tree, i: int) -> bool:
    if tree.upos(i) == "AUX" and tree.low[i] in _CLITICS:
        return True
    if is_modal(tree, i) or tree.has(i, "VerbForm=Fin") or tree.has(i, "Mood=Ind"):
        return True
    active = any(tree.labels[c] == "nsubj" for c in tree.below[i])
    return tree.has(i, "Tense=Past") and active and not tree.under(i, "aux")


def is_negated(tree: Tree, i: int) -> bool:
    """Say whether a predicate is denied by a word of its own or by its subject ("nobody")."""
    for child in tree.below[i]:
        if tree.low[child] in NEGATIONS:
            return True
        if tree.rel(child) in ("nsubj", "obj") and _is_none(tree, child):
            return True
    return False


def _is_none(tree: Tree, i: int) -> bool:
    if tree.low[i] in ("nobody", "none", "nothing", "neither"):
        return True
    return any(tree.low[c] in ("no", "neither") for c in tree.under(i, "det", "advmod", "cc"))


def tense(tree: Tree, i: int) -> str:
    """Return "past", "present", "perfect" or "modal" for a finite predicate; "" if unknown."""
    words = helpers(tree, i)
    if any(is_modal(tree, w) for w in words):
        return "modal"
    first = words[0] if words else i
    if words and tree.lemma(first) == "have" and tree.rel(first) == "aux":
        return "past" if tree.low[first] == "had" else "perfect"
    if tree.has(first, "Tense=Past") or tree.low[first] in ("was", "were", "did"):
        return "past"
    if tree.has(first, "Tense=Pres") or tree.low[first] in ("is", "are", "am", "'s", "'re", "does"):
        return "present"
    return ""


def is_plural(tree: Tree, i: int) -> bool:
    """Say whether a noun phrase takes a plural verb."""
    if tree.low[i] in _SINGULAR:
        return False
    if tree.low[i] in _PLURAL or tree.has(i, "Number=Plur"):
        return tree.upos(i) != "PROPN" or tree.low[i].endswith("s")
    joined = tree.under(i, "conj")
    return any(tree.low[c] == "and" for j in joined for c in tree.under(j, "cc"))


def agrees(tree: Tree, i: int, *, plural: bool, who: tuple[Item, ...]) -> bool:
    """Say whether the form of a predicate allows a subject of this number."""
    verb = (helpers(tree, i) or [i])[0]
    first = next((tree.low[w] for w in who if isinstance(w, int)), "")
    single = tree.has(verb, "Number=Sing") and tree.has(verb, "Tense=Pres")
    if tree.low[verb] in ("has", "is", "was", "does") or (single and tree.low[verb].endswith("s")):
        return not plural or first in ("i", "the")
    if tree.low[verb] in ("have", "are", "were", "do"):
        return plural or first in ("i", "you")
    return True


def be(past: str, plural: bool, why: str) -> Fill:
    """Return the form of "be" that a tense and a number ask for."""
    if past == "past":
        return Fill("were" if plural else "was", why)
    return Fill("are" if plural else "is", why)


def is_loose(tree: Tree, i: int) -> bool:
    """Say whether a comma, dash or bracket stands before a phrase, so that it does not restrict."""
    return tree.before(i) in (",", "-", "--", "(", ";", ":") or _own_mark(tree, i)


def _own_mark(tree: Tree, i: int) -> bool:
    first = tree.subtree(i)[0]
    return tree.low[first] in (",", "-", "--", "(")


def is_measured(tree: Tree, i: int) -> bool:
    """Say whether a length of time or a limit stands before a clause: "one day after ..."."""
    at = tree.edge(i) - 1
    if at < 0:
        return False
    return tree.low[at] in _LIMITS or (tree.upos(at) == "NOUN" and tree.lemma(at) in LENGTHS)


def is_aside(tree: Tree, i: int) -> bool:
    """Say whether a dependent of a noun is left out where the noun is named again."""
    relation = tree.rel(i)
    if relation in ("conj", "cc", "parataxis", "discourse"):
        return True
    after = i > tree.heads[i]
    if after and tree.low[tree.subtree(i)[0]] == "(":
        return True
    return after and relation in _ASIDES and is_loose(tree, i)


def nearest_name(tree: Tree, i: int) -> int:
    """Return the name right before a loose phrase when another noun governs it, else -1.

    In "a hearing for John Jenkin, charged with murder" that is Jenkin.
    """
    head, last = tree.heads[i], tree.edge(i) - 2
    if head > i and (own := subject(tree, head)) is not None:
        head = own
    if not 0 <= head < last:
        return -1
    while last > head and (tree.rel(last) in ("flat", "punct") or tree.upos(last) == "NUM"):
        last = tree.heads[last]
    if last <= head or tree.upos(last) != "PROPN" or tree.rel(last) == "conj":
        return -1
    return last


def joint(tree: Tree, i: int) -> set[int]:
    """Return the conjunctions and marks that stand before all other words of a phrase."""
    own = {*tree.under(i, "cc"), *tree.under(i, "punct")}
    first = min((w for w in tree.subtree(i) if w not in own), default=i)
    return {w for w in own if w < first}


def bare(tree: Tree, i: int, *, together: bool = False) -> tuple[int, ...]:
    """Return the words of a noun phrase without what is said about it on the side.

    `together` keeps the phrases that are coordinated with it.
    """
    found, open_ = [], [i]
    while open_:
        at = open_.pop()
        found.append(at)
        for child in tree.below[at]:
            linked = tree.rel(child) in ("conj", "cc") and (together or at != i)
            if linked or not is_aside(tree, child):
                open_.append(child)
    return _without_case(tree, i, sorted(found))


def _without_case(tree: Tree, i: int, found: list[int]) -> tuple[int, ...]:
    front = [c for c in tree.under(i, "case", "cc", "punct") if c < i]
    front += [c for c in tree.under(i, "advmod") if tree.low[c] in _FOCUS]
    case = {w for c in front for w in tree.subtree(c)}
    return tuple(w for w in found if w not in case)


def says_what_it_is(tree: Tree, i: int) -> bool:
    """Say whether a noun is what a subject is said to be: "He is an actor (who starred ...)"."""
    article = any(tree.low[c] in ("a", "an") for c in tree.under(i, "det"))
    return article and bool(tree.under(i, "cop")) and bool(tree.under(i, "nsubj"))


def in_quotes(tree: Tree, i: int) -> bool:
    """Say whether a word stands between quotation marks.

    An odd mark is a closing one of a quotation that began in an earlier sentence, unless it opens
    this one.
    """
    marks = [n for n, word in enumerate(tree.low) if word == '"']
    began_before = len(marks) % 2 == 1 and marks[0] > 0
    return (sum(n < i for n in marks) + began_before) % 2 == 1

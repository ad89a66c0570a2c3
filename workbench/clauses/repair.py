"""Mends what a parser gets wrong in news again and again, where the mistake shows by itself.

Each repair is a function of a tree, named for what it mends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.clauses import repair_joints as joints
from workbench.clauses import repair_speakers as speakers
from workbench.clauses.grammar import is_loose, subject
from workbench.clauses.repair_brackets import words_in_brackets
from workbench.clauses.rules.saying import is_speech

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.clauses.tree import Tree

_NEAR = 6
"""Words before a colon among which a verb of saying is looked for."""


def mended(tree: Tree) -> Tree:
    """Return the tree with all repairs done."""
    for repair in REPAIRS:
        repair(tree)
    return tree


def subject_of_what_is_said(tree: Tree) -> None:
    """Give "The two met, said Butler" its first subject back: a verb of saying has but one."""
    for verb in range(len(tree)):
        subjects = tree.under(verb, "nsubj")
        if len(subjects) < 2 or not is_speech(tree, verb):
            continue
        first, last = subjects[0], subjects[-1]
        for said in tree.under(verb, "ccomp"):
            if first < said < min(verb, last) and subject(tree, said) is None:
                _give(tree, first, verb, said)


def _give(tree: Tree, first: int, verb: int, said: int) -> None:
    tree.move(first, said, "nsubj")
    for child in list(tree.below[verb]):
        if child < said and tree.rel(child) not in ("ccomp", "punct", "nsubj"):
            tree.move(child, said, tree.labels[child])


def front_of_what_is_said(tree: Tree) -> None:
    """Give "On seeing him, they fled, Butler said" its opening back: it belongs to "fled"."""
    for verb in range(len(tree)):
        who = subject(tree, verb)
        if who is None or not is_speech(tree, verb):
            continue
        for said in tree.under(verb, "ccomp"):
            if said > min(verb, who) or subject(tree, said) is None:
                continue
            for child in list(tree.below[verb]):
                if child < said and tree.rel(child) in ("advcl", "obl", "advmod"):
                    tree.move(child, said, tree.labels[child])


def speaker_between_commas(tree: Tree) -> None:
    """Make "His visit, she said, is important" a clause with an insertion."""
    for verb in range(len(tree)):
        if tree.rel(verb) not in ("acl", "advcl", "ccomp", "parataxis") or not is_speech(
            tree, verb
        ):
            continue
        who = subject(tree, verb)
        below = {*tree.under(verb, "nsubj", "aux", "punct", "obl", "advmod")}
        if (
            who is None
            or set(tree.below[verb]) - below
            or tree.low[who] in ("which", "who", "that")
        ):
            continue
        words = [w for w in tree.subtree(verb) if tree.upos(w) != "PUNCT"]
        if words and _closed_in(tree, words[0], words[-1]):
            tree.move(verb, _clause_around(tree, verb), "parataxis")


def name_behind_a_title(tree: Tree) -> None:
    """Join "Secretary of Defense" and "Lloyd Austin", parsed as two subjects of one verb."""
    for verb in range(len(tree)):
        subjects = tree.under(verb, "nsubj")
        for first, second in pairwise(subjects):
            together = tree.subtree(first)[-1] + 1 == tree.subtree(second)[0]
            if together and tree.upos(second) == "PROPN" and tree.upos(first) in ("NOUN", "PROPN"):
                tree.move(second, first, "flat")


def content_behind_a_circumstance(tree: Tree) -> None:
    """Hang "said in a report that ..." on the verb of saying, not on the report."""
    for i in range(len(tree)):
        if tree.rel(i) not in ("acl", "ccomp") or subject(tree, i) is None:
            continue
        if not any(tree.low[c] == "that" for c in tree.under(i, "mark")):
            continue
        noun = tree.heads[i]
        verb = _up(tree, noun, "obl", "nmod", "iobj")
        if verb != noun and is_speech(tree, verb) and not tree.under(verb, "ccomp"):
            tree.move(i, verb, "ccomp")


def content_of_adding(tree: Tree) -> None:
    """Read "said, adding the skiffs then fled" as a report of a flight: nobody adds skiffs."""
    for adding in range(len(tree)):
        verb = tree.heads[adding]
        things = [c for c in tree.under(adding, "obj") if adding < c < verb]
        if tree.rel(adding) != "advcl" or verb < adding or not things:
            continue
        said = [w for w in range(adding) if is_speech(tree, w) and subject(tree, w) is not None]
        reported = is_speech(tree, adding) and tree.low[adding].endswith("ing")
        if reported and said and subject(tree, verb) is None and tree.upos(verb) == "VERB":
            tree.move(things[-1], verb, "nsubj")
            tree.move(adding, said[-1], "advcl")
            tree.move(verb, adding, "ccomp")


def relative_among_contents(tree: Tree) -> None:
    """Leave "..., all of which confirmed it" with what it follows: it is nothing that is said."""
    for i in range(len(tree)):
        who = subject(tree, i)
        if tree.rel(i) != "ccomp" or who is None or tree.before(i) != ",":
            continue
        other = [c for c in tree.under(tree.heads[i], "ccomp") if c < i]
        if other and any(tree.low[w] in ("which", "whom") for w in tree.subtree(who)):
            tree.move(i, other[-1], "acl:relcl")


def speaker_at_the_end(tree: Tree) -> None:
    """Make ", Dutch news agency ANP reported" a clause that says who says it."""
    for verb in range(len(tree)):
        noun = tree.heads[verb]
        if tree.rel(verb) != "acl" or not is_speech(tree, verb) or noun < 0 or noun > verb:
            continue
        below = tree.subtree(verb)
        plain = not any(tree.low[w] in ("which", "who", "that", "by") for w in below)
        bare_verb = not tree.under(verb, "nsubj", "obj", "ccomp", "xcomp", "aux")
        at_end = below[-1] >= len(tree) - 2 and not tree.low[verb].endswith("ing")
        if plain and bare_verb and at_end and tree.before(noun) == "," and tree.heads[noun] >= 0:
            tree.move(verb, _clause_around(tree, noun), "parataxis")
            tree.move(noun, verb, "nsubj")


def quotation_behind_a_colon(tree: Tree) -> None:
    """Hang what stands behind a colon on the verb of saying before it."""
    for i in range(len(tree)):
        if tree.rel(i) not in ("parataxis", "ccomp", "appos", "dep") or tree.before(i) != ":":
            continue
        colon = tree.edge(i) - 1
        verbs = [w for w in range(max(0, colon - _NEAR), colon) if is_speech(tree, w)]
        if verbs and i not in _above(tree, verbs[-1]):
            tree.move(i, verbs[-1], "ccomp")


def according_to(tree: Tree) -> None:
    """Let "..., according to X" hold for the whole sentence."""
    for i in range(len(tree)):
        named = any(tree.low[c] == "according" for c in tree.below[i]) and is_loose(tree, i)
        if named and i != tree.root and tree.root not in tree.subtree(i):
            tree.move(i, tree.root, "obl")


def _above(tree: Tree, i: int) -> set[int]:
    found: set[int] = set()
    while i >= 0 and i not in found:
        found.add(i)
        i = tree.heads[i]
    return found


def _up(tree: Tree, i: int, *relations: str) -> int:
    """Climb from a word as long as it hangs by one of the relations."""
    while tree.heads[i] >= 0 and tree.rel(i) in relations:
        i = tree.heads[i]
    return i


def _closed_in(tree: Tree, first: int, last: int) -> bool:
    left = first > 0 and (tree.low[first - 1] == "," or tree.low[max(0, first - 2)] == ",")
    right = last + 1 >= len(tree) or tree.low[last + 1] in (",", ".", '"')
    return left and tree.low[first - 1] in (",", '"') and right


def _clause_around(tree: Tree, verb: int) -> int:
    """Return the predicate that holds a word, up through nouns."""
    return _up(tree, tree.heads[verb], "nsubj", "obj", "obl", "nmod", "appos", "flat")


def infinitive_behind_an_infinitive(tree: Tree) -> None:
    """Let "is preparing to visit Berlin and host a meeting" join "visit" and "host"."""
    for i in range(len(tree)):
        verb = tree.heads[i]
        if tree.rel(i) != "conj" or tree.upos(i) != "VERB" or subject(tree, i) is not None:
            continue
        plain = tree.has(i, "VerbForm=Inf") and not tree.under(i, "aux", "cop")
        between = [x for x in tree.under(verb, "xcomp") if verb < x < i and tree.under(x, "mark")]
        if plain and between and not tree.has(verb, "VerbForm=Inf"):
            tree.move(i, between[-1], "conj")


def apposition_of_the_nearest(tree: Tree) -> None:
    """Let "Milley, chairman ..., and Zaluzhny, the top officer" say each what he is."""
    for i in range(len(tree)):
        if tree.rel(i) != "appos" or tree.has(i, "Number=Plur"):
            continue
        between = [c for c in tree.under(tree.heads[i], "conj") if tree.heads[i] < c < i]
        named = between and "PROPN" in (tree.upos(between[-1]), tree.upos(i))
        if named and not tree.has(between[-1], "Number=Plur"):
            tree.move(i, between[-1], "appos")


def participle_behind_a_comma(tree: Tree) -> None:
    """Hang "..., accusing Washington" on the main verb, not on an infinitive before the comma."""
    for i in range(len(tree)):
        verb = tree.heads[i]
        if tree.rel(i) != "advcl" or not tree.low[i].endswith("ing") or verb < 0 or verb > i:
            continue
        infinitive = any(tree.low[c] == "to" for c in tree.under(verb, "mark"))
        if infinitive and tree.before(i) == "," and not tree.under(i, "mark"):
            tree.move(i, _up(tree, verb, "acl", "obj", "obl", "nmod", "xcomp", "advcl"), "advcl")


def participle_beside_a_participle(tree: Tree) -> None:
    """Join "causing it to fall" and "injuring dozens": "and" stands between words of one form."""
    for i in range(len(tree)):
        head = tree.heads[i]
        verbal = head >= 0 and tree.upos(head) == "VERB" and _is_ing(tree, head)
        if tree.rel(i) != "conj" or head < 0 or not _is_ing(tree, i) or verbal:
            continue
        if subject(tree, i) is not None or tree.under(i, "aux"):
            continue
        above = [w for w in _above(tree, head) if _is_ing(tree, w) and tree.rel(w) != "amod"]
        beside = [c for c in tree.under(head, "advcl") if head < c < i and _is_ing(tree, c)]
        first = next(iter(beside or sorted(above, reverse=True)), None)
        if first is not None and first < i and tree.rel(first) in ("advcl", "acl"):
            tree.move(i, first, "conj")
            for child in [c for c in tree.under(head, "obj", "obl") if c > i]:
                tree.move(child, i, tree.labels[child])


def _is_ing(tree: Tree, i: int) -> bool:
    return tree.upos(i) == "VERB" and tree.low[i].endswith("ing")


REPAIRS: tuple[Callable[[Tree], None], ...] = (
    words_in_brackets,
    name_behind_a_title,
    subject_of_what_is_said,
    front_of_what_is_said,
    content_behind_a_circumstance,
    content_of_adding,
    relative_among_contents,
    speaker_at_the_end,
    speaker_between_commas,
    quotation_behind_a_colon,
    speakers.speaker_taken_for_an_apposition,
    speakers.speaker_taken_for_what_speaks,
    speakers.adding_after_said,
    speakers.day_of_saying,
    speakers.subject_taken_for_what_is_said,
    speakers.report_beside_a_report,
    speakers.attribution_on_a_noun,
    speakers.that_joined_to_said,
    speakers.name_behind_according_to,
    according_to,
    infinitive_behind_an_infinitive,
    apposition_of_the_nearest,
    participle_behind_a_comma,
    participle_beside_a_participle,
    joints.participle_beside_the_like,
    joints.participle_in_front,
    joints.verb_joined_to_a_noun,
    joints.verb_of_the_nearest_clause,
    joints.relative_behind_its_noun,
    joints.relative_behind_a_name,
    joints.predicate_beside_a_predicate,
    joints.name_within_a_list,
    joints.year_behind_a_name,
    joints.surname_behind_and,
)

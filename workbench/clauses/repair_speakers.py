"""Gives verbs of saying back the speakers and words that a parser hung elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.grammar import MONTHS, is_finite, subject
from workbench.clauses.rules.saying import is_speech

if TYPE_CHECKING:
    from workbench.clauses.tree import Tree


def speaker_taken_for_an_apposition(tree: Tree) -> None:
    """Let ", manager Tony Reed said" say who says it: the noun phrase right before the verb."""
    for verb in range(len(tree)):
        before = [c for c in tree.under(verb, "ccomp") if c < verb]
        if not before or not is_speech(tree, verb) or subject(tree, verb) is not None:
            continue
        inside = [w for c in before for w in tree.subtree(c) if tree.rel(w) == "appos"]
        for noun in inside:
            if tree.before(noun) == "," and tree.subtree(noun)[-1] == verb - 1:
                tree.move(noun, verb, "nsubj")
                break


def speaker_taken_for_what_speaks(tree: Tree) -> None:
    """Give "an official said that under it, a review is due" its speaker: two cannot be due."""
    for verb in range(len(tree)):
        if not is_speech(tree, verb) or subject(tree, verb) is not None:
            continue
        for said in [c for c in tree.under(verb, "ccomp") if c > verb]:
            subjects = tree.under(said, "nsubj")
            first = subjects[0] if len(subjects) > 1 else verb
            if first < verb and tree.subtree(first)[-1] == verb - 1:
                tree.move(first, verb, "nsubj")


def attribution_on_a_noun(tree: Tree) -> None:
    """Let ", the Sun reported on its website" hold for the clause, not for a noun in it."""
    for verb in range(len(tree)):
        noun = tree.heads[verb]
        if tree.rel(verb) not in ("parataxis", "acl") or noun < 0 or not is_speech(tree, verb):
            continue
        who = subject(tree, verb)
        plain = who is not None and tree.low[who] not in ("who", "which", "that")
        whole = not tree.under(verb, "obj", "ccomp", "xcomp", "mark") and tree.before(verb) == ","
        if plain and whole and subject(tree, noun) is None:
            above = noun
            while above >= 0 and subject(tree, above) is None:
                above = tree.heads[above]
            if above >= 0 and above not in tree.subtree(verb):
                tree.move(verb, above, "parataxis")


def that_joined_to_said(tree: Tree) -> None:
    """Join "said he left and that she stayed" below "said": "that" shows what is said."""
    for i in range(len(tree)):
        verb = tree.heads[i]
        if tree.rel(i) != "conj" or verb < 0 or not is_speech(tree, verb):
            continue
        said = [c for c in tree.under(verb, "ccomp") if verb < c < i]
        if said and any(tree.low[c] == "that" for c in tree.under(i, "mark")):
            tree.move(i, said[-1], "conj")


def subject_taken_for_what_is_said(tree: Tree) -> None:
    """Read "said the church, which he leads, is old" as a report: nobody says churches."""
    for verb in range(len(tree)):
        things = [c for c in tree.under(verb, "obj") if c > verb]
        if tree.lemma(verb) != "say" or not things or tree.under(verb, "ccomp"):
            continue
        after = [c for c in tree.under(verb, "conj") if c > things[-1]]
        if not after or subject(tree, after[0]) is not None or tree.under(after[0], "cc"):
            continue
        if is_finite(tree, after[0]):
            tree.move(things[-1], after[0], "nsubj")
            tree.move(after[0], verb, "ccomp")
            for later in after[1:]:
                tree.move(later, after[0], "conj")


def report_beside_a_report(tree: Tree) -> None:
    """Join "told them that it was late and argued that" at "told": both are what he said."""
    for i in range(len(tree)):
        said = tree.heads[i]
        if tree.rel(i) != "conj" or said < 0 or subject(tree, i) is not None:
            continue
        outer = tree.heads[said]
        reports = is_speech(tree, i) and bool(tree.under(i, "ccomp")) and not is_speech(tree, said)
        marked = any(tree.low[c] == "that" for c in tree.under(said, "mark"))
        if reports and marked and tree.rel(said) == "ccomp" and is_speech(tree, outer):
            tree.move(i, outer, "conj")


def day_of_saying(tree: Tree) -> None:
    """Keep "said on Monday the pier is safe" from saying on which day the pier is safe."""
    for verb in range(len(tree)):
        if not is_speech(tree, verb):
            continue
        for said in [c for c in tree.under(verb, "ccomp") if c > verb]:
            for i in tree.under(said, "obl"):
                day = tree.low[i] in MONTHS or any(tree.low[c] in MONTHS for c in tree.below[i])
                day = day or tree.labels[i] == "obl:unmarked"
                if day and tree.subtree(i)[0] == verb + 1:
                    tree.move(i, verb, tree.labels[i])


def adding_after_said(tree: Tree) -> None:
    """Hang "..., she said, adding that" on "said", not on what is said before it."""
    for verb in range(len(tree)):
        if not is_speech(tree, verb):
            continue
        for said in [c for c in tree.under(verb, "ccomp") if c < verb]:
            for i in [c for c in tree.under(said, "advcl") if c > verb]:
                if is_speech(tree, i) and tree.low[i].endswith("ing"):
                    tree.move(i, verb, "advcl")


def name_behind_according_to(tree: Tree) -> None:
    """Keep "according to Deputy Attorney Ann Reed" in one: the names behind the title are hers."""
    for i in range(len(tree)):
        marks = [c for c in tree.below[i] if tree.low[c] == "according"]
        if not marks:
            continue
        after = tree.subtree(i)[-1] + 1
        if after >= len(tree) or tree.upos(i) != "PROPN" or tree.upos(after) != "PROPN":
            continue
        name = tree.subtree(after)
        if tree.heads[i] == after:
            tree.move(marks[0], after, "case")
        elif tree.heads[after] != i and i not in name and name[0] == after:
            tree.move(after, i, "flat")

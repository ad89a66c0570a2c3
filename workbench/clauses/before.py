"""What "they" or "he" at the front of a sentence means in the sentence before, if it is sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill
from workbench.clauses.grammar import bare, in_quotes, is_finite, subject
from workbench.clauses.nominals import (
    KINDS,
    additions,
    fits,
    fitting,
    is_bare,
    is_fillable,
    is_pronoun,
    outer,
    owns,
)
from workbench.clauses.rules.saying import is_speech

if TYPE_CHECKING:
    from workbench.clauses.reading import Reading
    from workbench.clauses.tree import Tree

_OF_EVENTS = frozenset(
    "come happen follow mark mean occur shock anger cause lead prompt take make show seem appear"
    " turn look begin start end go spark trigger raise bring".split()
)
"""Verbs whose "it" is often all that was told before."""


@dataclass(frozen=True, slots=True)
class Before:
    """The sentence before, and what its own pronouns were found to mean, by kind."""

    tree: Tree
    reading: Reading
    quoted: bool
    meant: dict[str, Fill]

    def meaning(self, tree: Tree, p: int, *, quoted: bool) -> Fill | None:
        """Return the one noun phrase that pronoun `p` can mean there; None if unsure.

        `quoted` says that the sentence of `p` stands within a quotation, as the one before must
        then do too.
        """
        kind = KINDS.get(tree.low[p], "")
        if not kind or not is_pronoun(tree, p) or not _opens(tree, p):
            return None
        if kind in ("he", "she") and _names_somebody(tree):
            return None
        if quoted != self.quoted or (not quoted and in_quotes(tree, p)):
            return None
        if kind == "thing" and _tells_of_events(tree, tree.heads[p]):
            return None
        found = self._candidates(kind)
        again = [
            w
            for w in range(len(self.tree))
            if KINDS.get(self.tree.low[w]) == kind
            and is_pronoun(self.tree, w)
            and not (owns(self.tree, w) and fitting(self.tree, w))
        ]
        if again:
            return self.meant.get(kind) if not found else None
        if len(found) != 1 or not is_fillable(self.tree, kind, found[0]):
            return None
        if kind == "thing" and not self._is_about(found[0]):
            return None
        if kind in ("he", "she") and found[0] != subject(self.tree, self.tree.root):
            return None
        if kind in ("he", "she") and self.tree.upos(found[0]) == "PROPN":
            speaks = is_speech(tree, tree.heads[p]) and tree.labels[p] == "nsubj"
            return self._fill(kind, found[0]) if speaks else None
        return self._fill(kind, found[0])

    def _is_about(self, noun: int) -> bool:
        """Say whether the sentence says what something is, or the same speaker goes on about it."""
        tree = self.tree
        defined = bool(tree.under(tree.root, "cop"))
        return noun == subject(tree, tree.root) and (defined or self.quoted)

    def _candidates(self, kind: str) -> list[int]:
        """Return the nouns that may be meant; for "it" those of the main clause."""
        tree = self.tree
        words = [
            w
            for w in range(len(tree))
            if tree.upos(w) in ("NOUN", "PROPN", "PRON", "DET")
            and tree.rel(w) not in ("flat", "compound", "nummod", "appos", "fixed", "det")
            and fits(tree, kind, w)
            and not (w == tree.root and tree.under(w, "cop"))
        ]
        found = outer(tree, words)
        return [w for w in found if tree.heads[w] == tree.root] if kind == "thing" else found

    def _fill(self, kind: str, noun: int) -> Fill | None:
        tree = self.tree
        phrase = bare(tree, noun, together=kind == "many")
        if not self.quoted and any(in_quotes(tree, w) for w in phrase):
            return None
        return self._written(phrase, "pronoun")

    def fuller(self, tree: Tree, noun: int) -> tuple[Fill | None, Fill | None]:
        """Return what stood before and behind "team" in "a team of divers" when it was introduced.

        `noun` must have nothing but "the", and "a team" must be the only one that was spoken of.
        """
        nothing = (None, None)
        if not is_bare(tree, noun, "the") or in_quotes(tree, noun) or self.quoted:
            return nothing
        lemma = tree.lemma(noun)
        if any(tree.lemma(w) == lemma for w in range(len(tree)) if w != noun):
            return nothing
        found = [w for w in range(len(self.tree)) if self.tree.lemma(w) == lemma]
        if len(found) != 1 or not self._is_introduced(found[0], tree.upos(noun)):
            return nothing
        more = additions(self.tree, found[0])
        return (
            self._written(tuple(w for w in more if w < found[0]), "name"),
            self._written(tuple(w for w in more if w > found[0]), "name"),
        )

    def _is_introduced(self, w: int, upos: str) -> bool:
        tree = self.tree
        article = any(tree.low[c] in ("a", "an") for c in tree.under(w, "det"))
        single = not tree.has(w, "Number=Plur") and not tree.under(w, "conj")
        return article and single and tree.upos(w) == upos == "NOUN" and not in_quotes(tree, w)

    def _written(self, phrase: tuple[int, ...], why: str) -> Fill | None:
        if not phrase:
            return None
        first, last = self.tree.words[phrase[0]], self.tree.words[phrase[-1]]
        spans = self.reading.spans(first.start, last.end)
        if len(spans) != 1:
            return None
        (start, end) = spans[0]
        return Fill(self.tree.text[first.start : last.end], why, (-start - 1, end))


def _opens(tree: Tree, p: int) -> bool:
    """Say whether a pronoun is a subject that nothing ahead of it in its sentence can explain."""
    verb = tree.heads[p]
    if tree.rel(p) != "nsubj" or verb < 0 or not _is_main(tree, verb):
        return False
    said = {w for c in tree.under(verb, "ccomp", "parataxis") for w in tree.subtree(c)}
    said = said if is_speech(tree, verb) else set()
    ahead = (w for w in fitting(tree, p) if w not in said)
    return all(_is_in_its_participle(tree, w, verb) for w in ahead)


def _tells_of_events(tree: Tree, verb: int) -> bool:
    """Say whether "it" before a verb may be all that was told: "it was a success"."""
    return tree.lemma(verb) in _OF_EVENTS or bool(tree.under(verb, "cop", "ccomp", "csubj"))


def _names_somebody(tree: Tree) -> bool:
    """Say whether a name outside of quotations may be a person's."""
    return any(
        tree.upos(w) == "PROPN" and fits(tree, "he", w) | fits(tree, "she", w)
        for w in range(len(tree))
        if not in_quotes(tree, w)
    )


def _is_main(tree: Tree, verb: int) -> bool:
    """Say whether a clause is what its sentence states or reports."""
    if verb == tree.root:
        return True
    above = tree.heads[verb] == tree.root
    reported = tree.rel(verb) in ("ccomp", "parataxis") and is_speech(tree, tree.root)
    return above and (reported or tree.rel(verb) == "conj")


def _is_in_its_participle(tree: Tree, w: int, verb: int) -> bool:
    """Say whether a word stands in a participle of the pronoun's own: "Speaking to them, they"."""
    while w >= 0 and tree.heads[w] != verb:
        w = tree.heads[w]
    return w >= 0 and tree.rel(w) == "advcl" and subject(tree, w) is None and not is_finite(tree, w)

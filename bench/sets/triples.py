"""A claim written as triples (subject, relation, object), by its words and its tree alone.

The relation is the verb with its auxiliaries, the infinitives below it and what stands between it
and the object; each object and phrase is one triple, and again each part of it behind a
preposition. Clauses that stay inside of a claim ("patients who do not recover") give triples too,
and so does who says a claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.clauses.draft import Fill, words
from workbench.clauses.grammar import is_finite, subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.clauses.draft import Item
    from workbench.clauses.extract import Draft
    from workbench.clauses.tree import Tree

Words = tuple[int, ...]
Triple = tuple[Words, Words, Words]

_IMPLIED = ("apposition", "title", "bracket")
_WH = frozenset({"who", "which", "that"})
_INSIDE = ("acl", "advcl", "ccomp", "parataxis")


def triples_of(tree: Tree, draft: Draft) -> Iterator[Triple]:
    """Yield the triples of a claim; none of one that a noun phrase implies ("X, a Y")."""
    if draft.rule in _IMPLIED:
        return
    inside = [w for item in draft.items for w in _own(tree, item)]
    head = draft.head if draft.rule != "whole" else tree.root
    if head in inside:
        yield from _Claim(tree, inside).triples(head)
    yield from _reports(tree, draft)


def _own(tree: Tree, item: Item) -> list[int]:
    """Return the word of an item; for a verb that was made to agree, the one that it stood for."""
    if isinstance(item, Fill):
        return [i for i, w in enumerate(tree.words) if item.origin == (w.start, w.end)]
    return words([item])


def _reports(tree: Tree, draft: Draft) -> Iterator[Triple]:
    """Yield (speaker, verb of saying, what is said)."""
    for voice in draft.voices:
        verb = next((w for w in words(voice.cue) if tree.upos(w) == "VERB"), None)
        if verb is None:
            continue
        said = tree.under(verb, "ccomp") or ([draft.head] if tree.rel(verb) == "parataxis" else [])
        own = set(tree.subtree(verb)) if said and tree.heads[verb] == said[0] else set()
        for top in said[:1]:
            content = tuple(w for w in tree.subtree(top) if w not in own)
            yield tuple(words(voice.speaker)), (verb,), content
            if tree.low[content[0]] == "that":
                yield tuple(words(voice.speaker)), (verb,), content[1:]


class _Claim:
    """The words of one claim, in its order."""

    def __init__(self, tree: Tree, inside: Sequence[int]) -> None:
        self.tree = tree
        self.inside = list(inside)
        self.own = set(inside)

    def triples(self, head: int) -> Iterator[Triple]:
        """Yield the triples of the clause of `head` and of the clauses inside of it."""
        verbs = [c for c in self.tree.under(head, "aux", "cop") if c in self.own]
        at = self.inside.index(head)
        start = min([at, *(self.inside.index(v) for v in verbs)])
        if subject(self.tree, head) not in self.own:
            start = self._lead(start)
        who = self._subject(head, start)
        if who and (verbs or not self.tree.under(head, "cop")):
            yield from self._clause(head, who, start, verbs)
        yield from self._embedded(head)

    def _lead(self, start: int) -> int:
        """Return where the verb begins: at "plans" in "The ministry plans to move"."""
        for n, w in enumerate(self.inside[:start]):
            plain = self.tree.upos(w) == "VERB" and self.tree.rel(w) not in _INSIDE
            if plain and subject(self.tree, w) in self.own:
                return n
        return start

    def _subject(self, head: int, start: int) -> Words:
        """Return the subject's words; a borrowed one stands right before the verb."""
        own = subject(self.tree, head)
        if own is not None and own in self.own:
            return self._plain(self._phrase(own))
        rest = self.inside[:start]
        commas = [n for n, w in enumerate(rest) if self.tree.low[w] == ","]
        if commas and self.inside[start] > rest[-1]:
            rest = rest[commas[-1] + 1 :]
        return self._plain(rest)

    def _plain(self, phrase: Sequence[int]) -> Words:
        tree = self.tree
        kept = [w for w in phrase if tree.upos(w) not in ("PUNCT", "SCONJ")]
        while kept and tree.upos(kept[-1]) == "ADV":
            kept.pop()
        while kept and tree.upos(kept[0]) in ("ADV", "CCONJ"):
            kept = kept[1:]
        return tuple(kept)

    def _phrase(self, i: int) -> list[int]:
        below = set(self.tree.subtree(i))
        return [w for w in self.inside if w in below]

    def _clause(self, head: int, who: Words, start: int, verbs: list[int]) -> Iterator[Triple]:
        tree = self.tree
        if tree.under(head, "cop"):
            last = self.inside.index(max(verbs))
            relation = tuple(self.inside[start : last + 1])
            below = {w for c in tree.under(head, "nsubj", "advcl", "parataxis", "obl", "conj")
                     for w in tree.subtree(c)}  # fmt: skip
            what = [w for w in self.inside[last + 1 :] if w not in below]
            case = self._case(what)
            yield from self._each(who, (*relation, *case), what[len(case) :])
            yield from self._obliques(head, who, (*relation, *what))
            return
        verb = tuple(self.inside[start : self.inside.index(head) + 1])
        yield from self._verb(head, who, verb)

    def _verb(self, head: int, who: Words, verb: Words) -> Iterator[Triple]:
        """Yield the triples of a verb: for each object, phrase and infinitive behind it."""
        tree = self.tree
        particles = tuple(c for c in tree.below[head] if tree.labels[c] == "compound:prt")
        core = (*verb, *(p for p in particles if p in self.own))
        for c in self._behind(head, "obj", "iobj", "xcomp", "ccomp"):
            phrase = self._phrase(c)
            if tree.rel(c) == "xcomp" and tree.upos(c) == "VERB":
                marks = [w for w in phrase if w <= c and w not in self._objects(c)]
                yield from self._verb(c, who, (*core, *marks))
            elif tree.rel(c) == "ccomp":
                yield who, core, tuple(phrase)
            else:
                case = self._case(phrase)
                yield from self._each(who, (*core, *case), phrase[len(case) :])
            core = (*core, *phrase) if tree.rel(c) != "ccomp" else core
        if not self._behind(head, "xcomp", "ccomp"):
            objects = self._behind(head, "obj", "iobj")
            core = (*verb, *particles, *(w for c in objects for w in self._phrase(c)))
        yield from self._obliques(head, who, core)

    def _behind(self, head: int, *relations: str) -> list[int]:
        return [c for c in self.tree.under(head, *relations) if c in self.own and c > head]

    def _objects(self, i: int) -> set[int]:
        return {w for c in self.tree.under(i, "obj", "obl", "nsubj") for w in self.tree.subtree(c)}

    def _obliques(self, head: int, who: Words, core: Words) -> Iterator[Triple]:
        """Yield the phrases of a predicate; one in front stands behind the object too."""
        tree = self.tree
        for c in tree.under(head, "obl", "advcl"):
            if c not in self.own:
                continue
            phrase = self._phrase(c)
            if tree.rel(c) == "advcl":
                marks = [w for w in tree.under(c, "mark") if w in self.own and w < c]
                if is_finite(tree, c) or not marks or c < head:
                    continue
                yield who, (*core, *marks), tuple(w for w in phrase if w not in marks)
                continue
            case = self._case(phrase)
            yield from self._each(who, (*core, *case), phrase[len(case) :])
            if tree.labels[c] == "obl:agent":
                core = (*core, *phrase)

    def _case(self, phrase: Sequence[int]) -> Words:
        found = []
        for w in phrase:
            if self.tree.upos(w) not in ("ADP", "PART") and self.tree.rel(w) != "fixed":
                break
            found.append(w)
        return tuple(found)

    def _each(self, who: Words, relation: Words, phrase: Sequence[int]) -> Iterator[Triple]:
        for subject_ in members(self.tree, list(who)):
            for part in members(self.tree, list(phrase)):
                yield from self._tails(tuple(subject_), relation, part)

    def _tails(self, who: Words, relation: Words, phrase: list[int]) -> Iterator[Triple]:
        """Yield the phrase up to its first preposition, and each further piece as the object."""
        tree = self.tree
        clause = [n for n, w in enumerate(phrase) if n and self._opens_a_clause(w, phrase)]
        phrase = phrase[: clause[0]] if clause else phrase
        cuts = [n for n, w in enumerate(phrase) if n and self._is_case(w)]
        if phrase:
            yield who, relation, tuple(phrase[: cuts[0] if cuts else len(phrase)])
        for n, cut in enumerate(cuts):
            end = cuts[n + 1] if n + 1 < len(cuts) else len(phrase)
            for part in members(tree, phrase[cut + 1 : end]):
                yield who, (*relation, *phrase[: cut + 1]), tuple(part)

    def _is_case(self, w: int) -> bool:
        hyphen = w > 0 and self.tree.words[w - 1].end == self.tree.words[w].start
        return self.tree.upos(w) == "ADP" and self.tree.rel(w) == "case" and not hyphen

    def _opens_a_clause(self, w: int, phrase: list[int]) -> bool:
        tree = self.tree
        top = w
        while tree.heads[top] in phrase and tree.rel(top) not in _INSIDE:
            top = tree.heads[top]
        return tree.rel(top) in _INSIDE and tree.heads[top] in phrase

    def _embedded(self, head: int) -> Iterator[Triple]:
        """Yield the triples of the clauses that stayed in the claim, and of its participles."""
        tree = self.tree
        for i in [w for w in self.inside if tree.rel(w) in _INSIDE and w != head]:
            noun = tree.heads[i]
            own = subject(tree, i)
            verbs = [c for c in tree.under(i, "aux", "cop") if c in self.own]
            if own is None and tree.rel(i) == "acl" and noun in self.own and noun < i:
                if tree.upos(i) == "VERB" and not tree.under(i, "mark"):
                    verb = (*tree.under(i, "aux"), i)
                    yield from self._verb(i, self._noun(noun, i), verb)
                continue
            if own is None or own not in self.own or not is_finite(tree, i):
                continue
            who = self._plain(self._phrase(own))
            if tree.low[own] in _WH and tree.rel(i) == "acl" and noun in self.own:
                who = self._noun(noun, i)
            start = min(self.inside.index(w) for w in (*verbs, i))
            if who and (verbs or not tree.under(i, "cop")):
                yield from self._clause(i, who, start, verbs)

    def _noun(self, noun: int, clause: int) -> Words:
        """Return the noun phrase before a clause that describes it."""
        below = set(self.tree.subtree(clause))
        phrase = [w for w in self._phrase(noun) if w not in below and w < clause]
        case = self._case(phrase)
        return self._plain(phrase[len(case) :])


def members(tree: Tree, phrase: list[int]) -> list[list[int]]:
    """Return a phrase once for each member of the first list in it."""
    own = set(phrase)
    for first in phrase:
        others = [c for c in tree.under(first, "conj") if c in own and c > first]
        if not others or tree.upos(first) not in ("NOUN", "PROPN", "PRON"):
            continue
        alone = {m: set(tree.subtree(m)) for m in others}
        later = set().union(*alone.values())
        lead = {w for w in tree.subtree(first) if w not in later}
        found = [[w for w in phrase if w not in later]]
        for m in others:
            gone = (later - alone[m]) | lead
            joint = {c for c in tree.under(m, "cc", "punct") if c < m}
            found.append([w for w in phrase if w not in gone and w not in joint])
        return [f for f in found if f]
    return [phrase]

"""What a claim denies and how sure it is: negations and modals, each with the word it governs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from workbench.facets.words import content_stems, words

_NEGATORS = frozenset("not never no neither nor nobody nothing cannot no-one".split())
_DENYING = frozenset("deni denial disput reject charg accus alleg suspect".split())
_NOT_YET = frozenset("to will would may might could should can".split())
_MODALS = re.compile(
    r"\b(?=[achimpsw])"  # what any of them begins with: most words need not be tried further
    r"(?:(?P<planned>will|shall|is to|are to|plans? to|intends? to|is going to|are going to"
    r"|(?:is|are) (?:expected|scheduled) to"
    r"|was going to|were going to)"
    r"|(?P<possible>may|might|could|(?:appear|seem)(?:s|ed)(?: poised)?(?: \w+){0,2} to"
    r"|poised(?: \w+){0,2} to"
    r"|(?:is|are|was|were) (?:likely|considering|thinking)(?: (?:to|of))?"
    r"|has (?:the|an) intention(?: to)?|hopes? to|considering))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?)\b", re.IGNORECASE
)
_REACH = 2
_GAP = 5


class Certainty(IntEnum):
    """How sure a statement is of what it governs."""

    POSSIBLE = 1
    PLANNED = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """A negation or a modal at text[start:end] and the stems of the words that it governs."""

    start: int
    end: int
    governs: tuple[str, ...]
    certainty: Certainty | None = None


def negations(text: str) -> list[Cue]:
    """Return the negations of `text` with the first content words behind each."""
    found = words(text)
    cues = []
    for at, word in enumerate(found):
        if word.text in _NEGATORS or word.text.endswith("n't"):
            governs = [w.stem for w in found[at + 1 :] if w.is_content][:_REACH]
            cues.append(Cue(word.start, word.end, tuple(governs)))
    return cues


def modals(text: str) -> list[Cue]:
    """Return the modals of `text`, each with the verb behind it."""
    cues = []
    for match in _MODALS.finditer(text):
        governs = content_stems(text[match.end() : match.end() + 60])[:1]
        level = Certainty.PLANNED if match["planned"] else Certainty.POSSIBLE
        cues.append(Cue(match.start(), match.end(), tuple(governs), level))
    return cues


def reported_denial(text: str) -> tuple[int, int] | None:
    """Return the first words by which `text` tells that somebody denies something."""
    found = _DENIED.search(text)
    return found.span() if found else None


def asserted(text: str, stem: str) -> tuple[int, int] | None:
    """Find a word of that stem that the text states: neither denied nor only planned or possible.

    Returns None when there is none.
    """
    found = words(text)
    for at, word in enumerate(found):
        if word.stem != stem:
            continue
        near = found[max(0, at - _GAP) : at]
        denied = any(
            w.text in _NEGATORS or w.text.endswith("n't") or w.stem in _DENYING for w in near
        )
        if not denied and not any(w.text in _NOT_YET for w in near[-2:]):
            return word.start, word.end
    return None

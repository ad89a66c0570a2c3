"""Who says so: the words of a text by which it reports what others say, or keeps its distance."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.prose.attribution import attribution

_REPORTED = re.compile(
    r"\b(?:according to|reportedly|allegedly|alleged|purported(?:ly)?|supposed(?:ly)?"
    r"|reports? (?:say|said)|(?:is|are|was|were) said to|accus(?:es|ed) of)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"^[\"“](?:[^\s\"”]+\s){2,}[^\"”]*[,.?!][\"”]")
"""A quotation of three words and more: fewer are a title."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The report of a text: who says it, "" where nobody is named, and the word that tells so."""

    speaker: str
    cue: str


def voice(text: str) -> Voice | None:
    """Return by whom `text` itself says that it has what it tells, None where it asserts it."""
    found = attribution(text)
    cue = _REPORTED.search(text)
    if found is not None:
        return Voice(found.speaker, cue[0] if cue else "said")
    if cue is not None:
        return Voice("", cue[0])
    return Voice("", "quoted") if _SPOKEN.search(text) else None

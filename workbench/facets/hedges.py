"""What a text only suspects, and what it says is not known, with the stems of what that is."""

from __future__ import annotations

import re

from workbench.facets.polarity import Cue
from workbench.facets.words import content_stems

_HEDGE = re.compile(
    r"\b(?:possibly|possible(?! that)|perhaps|maybe|probabl[ey]|potential(?:ly)?"
    r"|suspected(?! of| in)|apparent|presumabl[ey]|rumou?red|likely)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:(?<!previously )unknown|unclear|undetermined"
    r"|not (?:yet |immediately )?(?:been )?(?:known|clear|determined|disclosed|released|revealed"
    r"|divulged|confirmed)|(?:have|has|had|is|was) no (?:idea|information|word)"
    r"|won['’]t be known|yet to be (?:known|determined|disclosed|released|confirmed))\b(?!\suntil)",
    re.IGNORECASE,
)
_SILENT = re.compile(r"\b(?:undisclosed|unspecified|unnamed)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?=[acghilmnpsuwy])"  # what any of them begins with: most words need not be tried further
    r"(?:negotiat\w+|in (?:advanced )?(?:talks|discussions)|close to \w+ing|consider(?:s|ing|ed)"
    r"|weigh(?:s|ing|ed)|mull(?:s|ing|ed)|contemplat\w+|no (?:deal|assurances?|decision)|undecided"
    r"|uncertain|unclear|unlikely|likely|candidate|guess|possib(?:le|ly|ility)|may|might|could|would"
    r"|potential(?:ly)?|suspected|suspicious|not (?:sure|positive|certain)|hop(?:es|ing) to"
    r"|(?:is|are) expected to|plans? to|yet to|if|proposed)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:official(?:ly)?|confirm(?:s|ed)|signed|announce[sd]|issue[sd]|release[sd]|landed|agreed"
    r"|decided|definite(?:ly)?|deliberately|faces|will|was|were|ha[sd])\b(?!n['’]t|\snot\b)",
    re.IGNORECASE,
)
_NEAR = 3


def hedges(text: str) -> list[Cue]:
    """Return the words of suspicion in `text`, each with the content word behind it."""
    return [
        Cue(*match.span(), tuple(content_stems(text[match.end() :])[:1]))
        for match in _HEDGE.finditer(text)
    ]


def unknowns(text: str) -> list[Cue]:
    """Return where `text` says that something is not known, with the content words before it."""
    return [
        Cue(*match.span(), tuple(content_stems(text[: match.start()])[-_NEAR:]))
        for match in _UNKNOWN.finditer(text)
    ]


def open_question(text: str) -> tuple[int, int] | None:
    """Return the first words by which `text` leaves something open: "in talks", "may"."""
    found = _OPEN.search(text)
    return found.span() if found else None


def settled(text: str) -> tuple[int, int] | None:
    """Return the first words by which `text` tells what is so; None if it leaves anything open."""
    found = None if _OPEN.search(text) else _SETTLED.search(text)
    return found.span() if found else None


def keeps_silent(text: str) -> bool:
    """Say whether `text` itself leaves something untold, or says that it is not known."""
    return bool(_SILENT.search(text) or _UNKNOWN.search(text))

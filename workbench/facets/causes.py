"""Why something happened, as far as a text says so: "because of the rain", "died of a stroke"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.facets.words import content_stems

_SURE = (
    r"caused by|was caused by|(?:was|were|is|are) blamed on|blames? (?:it )?on|died (?:of|from)"
    r"|dies (?:of|from)|triggered by|sparked by|started by|set off by|the cause (?:was|is)"
    r"|result(?:ed|s|ing) from|stem(?:med|s|ming) from"
)
_OTHERS = (
    r"because(?: of)?|due to|owing to|thanks to|as a result of|on account of|prompted by"
    r"|in (?:retaliation|revenge|response) (?:for|to)|motivated by|in protest (?:at|of|against)"
    r"|attribut\w+ (?:it )?to"
)
_FIRST = "abcdimoprstw"
"""What any of them begins with: most words need not be tried further."""
_CAUSE = re.compile(rf"\b(?=[{_FIRST}])(?:(?P<sure>{_SURE})|(?P<other>{_OTHERS}))\s", re.IGNORECASE)
_END = re.compile(r"[,.;:—]|\s(?:and|but|while|when|after|before|which|who)\s")
_NEGATED = re.compile(r"\b(?:not|never|n['’]t)\s(?:\w+\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason at text[start:end] with the stems of its content words.

    `sure` says that a thing has one such cause as a rule; `negated` that it is denied to be it.
    """

    start: int
    end: int
    stems: frozenset[str]
    sure: bool
    negated: bool


def causes(text: str) -> list[Cause]:
    """Return the reasons that `text` gives, in order."""
    found = []
    for match in _CAUSE.finditer(text):
        end = _END.search(text, match.end())
        span = match.end(), end.start() if end else len(text)
        stems = frozenset(content_stems(text[slice(*span)]))
        negated = bool(_NEGATED.search(text[: match.start()]))
        if stems:
            found.append(Cause(*span, stems, bool(match["sure"]), negated))
    return found

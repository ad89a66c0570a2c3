"""Words that exclude each other: a car is no bus, who is caught is not at large.

Each group lists what only one of can be true of one act, in lower case. The table is small on
purpose: what is not in it is left to the reviewer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from db.records import Kind

_GO = r"(?:walk|r[au]n|go|went|com|came|step|driv|drov|head|return)\w*(?:\sback)?\s"
_GROUPS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.EVENT, (_GO + r"(?:in|into|inside)", _GO + r"out")),
    (Kind.EVENT, ("shotguns?", "rifles?|ak-47s?", "handguns?|pistols?|revolvers?", "knife|knives")),
    (Kind.EVENT, ("cars?|sedan", "trucks?|pickup", "vans?|minivans?", "bus(?:es)?", "trains?",
                  "motorcycles?|motorbikes?", "bicycles?")),
    (Kind.EVENT, ("acquitted|found not guilty|cleared of", "convicted|found guilty")),
    (Kind.EVENT, ("arrested|caught|captured|apprehended|surrendered|in custody",
                  "at large|on the run|whereabouts|no (?:one|suspects?)(?: \\w+){0,4} custody"
                  "|not(?: \\w+)? (?:arrested|caught|taken into custody)")),
    (Kind.EVENT, ("intact|undamaged|unscathed", "destroyed|gutted|razed|levell?ed")),
    (Kind.EVENT, ("felony|felonies", "misdemeanou?rs?")),
    (Kind.PLACE, ("northbound", "southbound", "eastbound", "westbound")),
    (Kind.PLACE, ("at the scene", "(?:way|en route) to (?:the|a) hospital",
                  "at (?:the|a) (?:\\w+ )?hospital")),
    (Kind.TIME, ("(?:later )?(?:that|the same) day|hours later",
                 "the (?:next|following) day|(?:a|one) day later|(?:two|three|several) days later",
                 "the (?:previous day|day before)|(?:a|one) day earlier")),
    (Kind.TIME, ("spring", "summer", "autumn", "winter")),
)  # fmt: skip


class Exclusive(NamedTuple):
    """Words at text[start:end] that are number `which` of a `group` that exclude each other."""

    start: int
    end: int
    kind: Kind
    group: int
    which: int


def _whole(words: str) -> str:
    return rf"(?<![\w-])(?:{words})(?![\w-])"


_PATTERNS = [
    (kind, group, which, re.compile(_whole(words), re.IGNORECASE))
    for group, (kind, alternatives) in enumerate(_GROUPS)
    for which, words in enumerate(alternatives)
]
_ANY = re.compile(_whole("|".join(words for _, group in _GROUPS for words in group)))
"""Most claims have none of them, which is found out faster of a text in lower case."""


def exclusives(text: str) -> list[Exclusive]:
    """Return the first of each of such words in `text`."""
    if _ANY.search(text.lower()) is None:
        return []
    return [
        Exclusive(*match.span(), kind, group, which)
        for kind, group, which, pattern in _PATTERNS
        if (match := pattern.search(text)) is not None
    ]

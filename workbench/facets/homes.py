"""Where a named person is from: "Peter Hale of Skerrin", "Peter Hale, 38, of Skerrin"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"[A-Z][\w’'-]*"
_HOME = re.compile(
    rf"\b(?P<who>{_PART}(?:\s(?:[A-Z]\.|{_PART})){{1,3}})(?:,\s\d{{1,3}})?,?\sof\s"
    rf"(?P<place>{_PART}(?:\s{_PART}){{0,2}})"
)


@dataclass(frozen=True, slots=True)
class Home:
    """The place at text[start:end] that `who` is said to be of."""

    start: int
    end: int
    place: str
    who: str


def homes(text: str) -> list[Home]:
    """Return where the people that `text` names are from, in order."""
    return [
        Home(*match.span("place"), match["place"], match["who"]) for match in _HOME.finditer(text)
    ]

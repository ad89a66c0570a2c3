"""How many came along: "five other officers", in a text that speaks of a delegation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.facets.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.facets.numbers import Number

_COMPANY = re.compile(
    r"\b(?:accompan(?:y|ied|ies|ying)|contingent|delegation|entourage|retinue"
    r"|(?:group|party|team)\s(?:was|were|is|included|consisted|travell?ing|of)\b"
    r"|travell?(?:ed|ing)\swith|flanked|joined)\b",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    "adviser advisor advis aid aide american associ assist colleagu deputi diplomat envoy follow"
    " leader member men minist offic offici peopl person personnel repres staff staffer women"
    " worker".split()
)
_BEHIND = 4


def of_company(text: str) -> bool:
    """Say whether a text may speak of who came along."""
    return bool(_COMPANY.search(text))


def company(text: str, numbers: Sequence[Number]) -> list[tuple[Number, str]]:
    """Return the numbers of people who came along, and who they are as the text calls them.

    Empty when `text`, whose `numbers` these are, speaks of nobody's company.
    """
    if not of_company(text):
        return []
    found = []
    for number in numbers:
        behind = [word for word in words(text) if word.start >= number.end][: _BEHIND + 1]
        people = [word.text for word in behind if word.stem in _PEOPLE]
        if people and not number.unit:
            found.append((number, people[0]))
    return found

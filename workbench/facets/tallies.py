"""Scores and records of wins and losses: "53-3"."""

from __future__ import annotations

import re
from typing import NamedTuple

_TALLY = re.compile(
    r"(?<![\w$.,-])(\d{1,3}-\d{1,3}(?:-\d{1,3})?)(?![\w%-])(?!\s?(?:years?|percent|million))"
)


class Tally(NamedTuple):
    """A score at text[start:end], as it is written."""

    start: int
    end: int
    text: str


def tallies(text: str) -> list[Tally]:
    """Return the scores of `text`, in order."""
    return [Tally(*match.span(), match[0]) for match in _TALLY.finditer(text)]

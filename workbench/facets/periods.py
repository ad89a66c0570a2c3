"""Months and years, named ("in June 1998") or as seen from the article ("next year")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)"
    r"|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_LEAD = r"\b(?:in|since|by|until|during|of)\s(?:early\s|mid-|late\s)?"
_NAMED = re.compile(
    rf"(?:{_LEAD}(?P<month>{_MONTH})(?!\s\d{{1,2}}\b)(?:,?\s(?P<year>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month2>{_MONTH})\s(?P<year2>(?:19|20)\d\d)\b"
    rf"|{_LEAD}(?P<year3>(?:19|20)\d\d)\b(?!-|\s?(?:[a-z]+\s)?[A-Z]))"
)
_SEEN = re.compile(r"\b(?P<which>this|next|last)\s(?P<unit>year|month)\b", re.IGNORECASE)
_SHIFT = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a year at text[start:end].

    `value` is "1998-06", "06" for a month of no year, "1998", or "next year" where the article's
    own date is not known.
    """

    start: int
    end: int
    value: str


def periods(text: str, published: str = "") -> list[Period]:
    """Return the months and years that `text` names, in order."""
    found = [_named(match) for match in _NAMED.finditer(text)]
    found += [Period(*match.span(), _seen(match, published)) for match in _SEEN.finditer(text)]
    return sorted(found, key=lambda period: period.start)


def exclusive(a: Period, b: Period) -> bool:
    """Say whether two periods are told in one way, and are not the same."""
    return a.value != b.value and _way(a.value) == _way(b.value)


def _named(match: re.Match[str]) -> Period:
    month, year = match["month"] or match["month2"], match["year"] or match["year2"]
    if month is None:
        return Period(*match.span("year3"), match["year3"])
    start = match.start("month" if match["month"] else "month2")
    number = f"{_MONTHS.index(month[:3].lower()) + 1:02}"
    return Period(start, match.end(), f"{year}-{number}" if year else number)


def _seen(match: re.Match[str], published: str) -> str:
    which, unit = match["which"].lower(), match["unit"].lower()
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return f"{which} {unit}"
    if unit == "year":
        return str(day.year + _SHIFT[which])
    months = day.year * 12 + day.month - 1 + _SHIFT[which]
    return f"{months // 12}-{months % 12 + 1:02}"


def _way(value: str) -> str:
    """Return what tells the value: "year", "month", or how long a number it is."""
    return value.rpartition(" ")[2] if " " in value else str(len(value))

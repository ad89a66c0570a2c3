"""The days that a claim names, worked out from the article's date and kept beside the words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.records import Dated

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WORDS = re.compile(
    rf"\b(?P<month>{_MONTH})\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s(?P<year>[12]\d{{3}})\b)?"
    rf"|\b(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{_MONTH})(?:,?\s(?P<year2>[12]\d{{3}})\b)?"
    rf"|\b(?P<month3>{_MONTH})\s(?:of\s)?(?P<year3>[12]\d{{3}})\b"
    rf"|\b(?:(?P<which>last|next|this)\s)?(?P<weekday>{'|'.join(d.title() for d in _DAYS)})\b"
    r"|\b(?P<near>yesterday|today|tonight|tomorrow)\b"
    r"|\bthe\s(?P<beside>previous|following|next)\sday\b"
    r"|\b(?P<ago>\w+)\sdays?\sago\b"
    r"|\b(?:in|since|of|by|until)\s(?P<plain>[12]\d{3})\b",
    re.IGNORECASE,
)
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_BESIDE = {"previous": -1, "following": 1, "next": 1}
_COUNTS = dict(
    zip("a two three four five six seven eight nine ten".split(), range(1, 11), strict=True)
)
_AHEAD = re.compile(
    r"\b(?:will|would|plans? to|going to|set to|due to|scheduled (?:to|for)|expected to)\b",
    re.IGNORECASE,
)


def days(text: str, published: str, context: str = "") -> tuple[Dated, ...]:
    """Return the days named in a claim; `context` is its sentence, for "the previous day".

    A weekday is the nearest one up to the article's day, or from it on where the claim looks ahead.
    What cannot be worked out is left out.
    """
    return tuple(_dated(text, _day(published), context))


def _dated(text: str, published: date | None, context: str) -> Iterator[Dated]:
    for match in _WORDS.finditer(text):
        value, exact = _value(match, published, context)
        if value:
            yield Dated(match.start(), match.end(), value, exact)


def _value(match: re.Match[str], published: date | None, context: str) -> tuple[str, bool]:
    if match["plain"]:
        return match["plain"], True
    if match["month3"]:
        return f"{match['year3']}-{_number(match['month3']):02}", True
    if match["month"] or match["month2"]:
        return _calendar(match, published)
    found = _relative(match, published, context)
    return (found.isoformat() if found else ""), False


def _calendar(match: re.Match[str], published: date | None) -> tuple[str, bool]:
    month = _number(match["month"] or match["month2"])
    day = int(match["day"] or match["day2"])
    year = match["year"] or match["year2"]
    if published is None and not year:
        return "", False
    assumed = published.year if published else 0
    try:
        named = date(int(year or assumed), month, day)
    except ValueError:
        return "", False
    if not year and published and (named - published).days > _HALF_A_YEAR:
        named = named.replace(year=named.year - 1) if (month, day) != (2, 29) else named
    return named.isoformat(), bool(year)


_HALF_A_YEAR = 183


def _relative(match: re.Match[str], published: date | None, context: str) -> date | None:
    if match["beside"]:
        anchor = _anchor(context, published)
        return _moved(anchor, _BESIDE[match["beside"].lower()])
    if match["near"]:
        return _moved(published, _NEAR[match["near"].lower()])
    if match["ago"]:
        word = match["ago"].lower()
        count = int(word) if word.isdecimal() and len(word) < 4 else _COUNTS.get(word, 0)
        return _moved(published, -count) if count else None
    if published is None:
        return None
    day = _DAYS.index(match["weekday"].lower())
    if (match["which"] or "").lower() == "last":
        return _moved(published, -((published.weekday() - day - 1) % 7 + 1))
    ahead = (match["which"] or "").lower() == "next" or bool(
        _AHEAD.search(match.string, 0, match.start())
    )
    if ahead:
        return _moved(published, (day - published.weekday()) % 7)
    return _moved(published, -((published.weekday() - day) % 7))


def _anchor(context: str, published: date | None) -> date | None:
    """Return the one calendar day that the sentence names."""
    found = {
        _calendar(m, published)[0] for m in _WORDS.finditer(context) if m["month"] or m["month2"]
    }
    return _day(found.pop()) if len(found) == 1 else None


def _moved(day: date | None, by: int) -> date | None:
    try:
        return day + timedelta(days=by) if day else None
    except OverflowError:
        return None


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

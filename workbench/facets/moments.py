"""Dates and times of day as they are written: weekdays, month and day, hours and minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{_MONTH})(?:,?\s(?P<year2>\d{{4}}))?"
    rf"|(?P<weekday>{'|'.join(day.title() for day in _DAYS)})"
    r"|(?P<relative>yesterday|today|tonight|tomorrow))\b",
)
_AHEAD = re.compile(
    r"\b(?:will|plans? to|planning to|preparing to|is to|are to"
    r"|(?:is|are) (?:due|expected|scheduled|set|going) to|next|later this week|ahead of)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till)\s$", re.IGNORECASE)
_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.]\s?(?P<minute>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|\b(?P<clock>[01]\d|2[0-3])[:.]?(?P<clock_minute>[0-5]\d)"
    r"\s?(?:GMT|UTC|hrs|hours|local time|EST)"
    r"|\b(?P<noon>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s?(GMT|UTC|[ECMP][SD]?T|local time)\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a time of day at text[start:end], a time of day in its `zone` as named.

    `value` is an ISO date where the article's date allows it, else "tuesday" or "01-17"; a time
    of day is "18:40".
    """

    start: int
    end: int
    value: str
    zone: str = ""


def dates(text: str, published: str = "") -> list[Moment]:
    """Return the days that `text` names; weekdays and "yesterday" are resolved by `published`.

    A weekday means the nearest such day up to the article's own; behind words that look ahead
    ("will meet on Friday", "closed until Friday") the nearest such day after it.
    """
    anchor = _anchor(published)
    return [
        Moment(match.start(), match.end(), value)
        for match in _DATE.finditer(text)
        if (value := _day(match, anchor, ahead=_looks_ahead(text[: match.start()])))
    ]


def times(text: str) -> list[Moment]:
    """Return the times of day that `text` names, as "18:40"."""
    return [
        Moment(match.start(), match.end(), value, _zone(text, match))
        for match in _TIME.finditer(text)
        if (value := _clock(match))
    ]


def comparable(a: Moment, b: Moment) -> bool:
    """Say whether two different values exclude each other: "tuesday" and "01-17" may be one day."""
    return len(a.value) == len(b.value) or (a.value.isalpha() and b.value.isalpha())


def _anchor(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _looks_ahead(before: str) -> bool:
    return bool(_AHEAD.search(before) or _UNTIL.search(before))


def _day(match: re.Match[str], anchor: date | None, *, ahead: bool) -> str:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    if month:
        number = _MONTHS.index(month[:3].lower()) + 1
        year = match["year"] or match["year2"] or (str(anchor.year) if anchor else "")
        return f"{year}-{number:02}-{int(day):02}" if year else f"{number:02}-{int(day):02}"
    if match["weekday"]:
        if anchor is None:
            return match["weekday"].lower()
        back = (anchor.weekday() - _DAYS.index(match["weekday"].lower())) % 7
        forward = (7 - back) % 7
        return (anchor + timedelta(days=forward if ahead else -back)).isoformat()
    if anchor is None:
        return ""
    return (anchor + timedelta(days=_RELATIVE[match["relative"]])).isoformat()


def _zone(text: str, match: re.Match[str]) -> str:
    """Return the time zone that is named with or behind a time, '' for none."""
    inside = _ZONE.search(match[0])
    found = inside or _ZONE.match(text, match.end())
    return found[1] if found else ""


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "00:00" if match["noon"].lower() == "midnight" else "12:00"
    if match["clock"]:
        return f"{match['clock']}:{match['clock_minute']}"
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return ""
    hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour:02}:{match['minute'] or '00'}"

"""Days that are named together: "Thursday and Friday", "June 3-5", "May 2 ... the following day".

What a text dates is a set of days. Two sets are compared as sets, so one that names a day less is
told from one that names another day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.facets import moments

_LIST = re.compile(r"(?:,|,?\s(?:and|or))\s(?:on\s)?$")
_RANGE = re.compile(r"(?:\s?[-–]\s?|\s(?:to|through|until)\s)$")
_MORE = re.compile(
    r"(?P<range>\s?[-–]\s?|\s(?:to|through)\s)|(?:,?\s(?:and|or)\s)(?=\d{1,2}\b)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:.,]\d|\s?(?:[ap]\.?\s?m\b|%|percent))"
)
_NEXT = re.compile(
    r"\b(?:(?P<later>(?:the )?(?:following|next) day|(?:a|one) day later)"
    r"|(?P<earlier>(?:the )?(?:previous day|day before)|(?:a|one) day earlier))\b",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class Days:
    """The days that text[start:end] names, in order, each an ISO date, "01-17" or "tuesday"."""

    start: int
    end: int
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the days as they are shown."""
        return ", ".join(self.values)


def days(text: str, published: str = "") -> list[Days]:
    """Return the sets of days that `text` names, in order."""
    runs: list[Days] = []
    for moment in moments.dates(text, published):
        if runs and moment.start < runs[-1].end:
            continue
        between = text[runs[-1].end : moment.start] if runs else ""
        if runs and _RANGE.fullmatch(between):
            values = (*runs[-1].values[:-1], *_span(runs[-1].values[-1], moment.value))
            runs[-1] = Days(runs[-1].start, moment.end, values)
        elif runs and _LIST.fullmatch(between):
            runs[-1] = Days(runs[-1].start, moment.end, (*runs[-1].values, moment.value))
        else:
            runs.append(_with_numbers(text, moment))
    runs += _relative(text, runs)
    return sorted(runs, key=lambda run: run.start)


def comparable(a: Days, b: Days) -> bool:
    """Say whether all days are told in one way, so that they can be held against each other."""
    return len({_way(value) for value in (*a.values, *b.values)}) == 1


def _with_numbers(text: str, moment: moments.Moment) -> Days:
    """Read on behind a date: "June 3-5", "June 3 and 4"."""
    more = _MORE.match(text, moment.end)
    number = _NUMBER.match(text, more.end()) if more else None
    by_name = text[moment.start : moment.end].isalpha()  # "on Tuesday and 14 people"
    if more is None or number is None or by_name or int(number["day"]) > _LONGEST:
        return Days(moment.start, moment.end, (moment.value,))
    last = f"{moment.value[:-2]}{int(number['day']):02}"
    values = _span(moment.value, last) if more["range"] else (moment.value, last)
    return Days(moment.start, number.end(), values)


def _relative(text: str, runs: list[Days]) -> list[Days]:
    """Read "the following day" as seen from the last day that is named before it."""
    found = []
    for match in _NEXT.finditer(text) if runs else ():
        before = [run for run in runs if run.end <= match.start()]
        value = _shifted(before[-1].values[-1], 1 if match["later"] else -1) if before else ""
        if value:
            found.append(Days(match.start(), match.end(), (value,)))
    return found


def _span(first: str, last: str) -> tuple[str, ...]:
    """Return all days from `first` to `last`; the two alone where that cannot be told."""
    days_ = [first]
    while days_[-1] != last and len(days_) <= _LONGEST and (following := _shifted(days_[-1], 1)):
        days_.append(following)
    return tuple(days_) if days_[-1] == last else (first, last)


def _shifted(value: str, by: int) -> str:
    if value in _WEEKDAYS:
        return _WEEKDAYS[(_WEEKDAYS.index(value) + by) % len(_WEEKDAYS)]
    short = _way(value) == "day"
    try:
        shifted = date.fromisoformat(f"2001-{value}" if short else value) + timedelta(days=by)
    except (ValueError, OverflowError):
        return ""
    return shifted.isoformat()[5:] if short else shifted.isoformat()


def _way(value: str) -> str:
    if value.isalpha():
        return "weekday"
    return "day" if len(value) == len("01-17") else "date"

"""Some days, or one time of day, against others, in claims that are otherwise alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike
from workbench.facets import days, moments
from workbench.facets.words import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

SOME_DAYS = "one may name only some of the days"
UNPLACED = "which days these are only the articles' own dates would tell"

_ALIKE_TIMES = 30.0
_ALIKE_DAYS = 45.0
"""Least likeness of two claims, 0..100: in others the moments are mostly those of other acts."""
_REACH = 3
"""Content words before a day of which the other claim's day must have one too."""
_SHARED = 3
"""Content words around a day, of claims with several, that the other claim's day must have too."""
_AROUND = 10
_SAYING = re.compile(
    r"\b(?:said|says|told \w+|announced|confirmed|reported|wrote|added)"
    r"(?: in an? \w+)?(?: late| early)?(?: on)? $",
    re.IGNORECASE,
)


def days_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "on Tuesday" against "on Friday", "on Friday" against "on Thursday and Friday"."""
    for x, y in _of_one_act(a, b):
        if set(x.values) == set(y.values) or _words_of(a, x) == _words_of(b, y):
            continue  # "Friday" here and there is one day, whichever each text looks at
        if _is_of_saying(a, x) != _is_of_saying(b, y) or (doubt := _why_not(x, y)) is None:
            continue
        yield Found(Kind.DATE, (x.start, x.end), (y.start, y.end), x.text, y.text, doubt)


def times_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "at 6:40 p.m." against "at 7:15 p.m."."""
    if len(a.times) != 1 or len(b.times) != 1:
        return
    x, y = a.times[0], b.times[0]
    if _exclude(x, y) and alike(a, b) >= _ALIKE_TIMES:
        doubt = "other time zones" if x.zone != y.zone else ""
        yield Found(Kind.TIME, (x.start, x.end), (y.start, y.end), x.value, y.value, doubt)


def _of_one_act(a: Reading, b: Reading) -> Iterator[tuple[days.Days, days.Days]]:
    """Yield the days of both claims that are said of one act, as far as the words tell."""
    if len(a.days) == 1 and len(b.days) == 1:
        x, y = a.days[0], b.days[0]
        if alike(a, b) >= _ALIKE_DAYS and _act(a, x) & _act(b, y):
            yield x, y
        return
    shared = {
        (i, j): len(_around(a, i) & _around(b, j))
        for i in range(len(a.days))
        for j in range(len(b.days))
    }
    for (i, j), count in shared.items():
        rivals = [n for (k, m), n in shared.items() if (k == i) != (m == j)]
        if count >= _SHARED and count > max(rivals, default=0):
            yield a.days[i], b.days[j]


def _words_of(reading: Reading, day: days.Days) -> str:
    return reading.text[day.start : day.end].casefold()


def _is_of_saying(reading: Reading, day: days.Days) -> bool:
    """Say whether a day is that on which somebody said it: "the hospital said on Friday"."""
    return bool(_SAYING.search(reading.text[: day.start]))


def _act(reading: Reading, day: days.Days) -> set[str]:
    """Return the stems of the content words just before a day: what happened then, mostly."""
    return set(content_stems(reading.text[: day.start])[-_REACH:])


def _around(reading: Reading, number: int) -> set[str]:
    """Return the stems of the content words from the day before to the end of a day's clause."""
    runs = reading.days
    start = runs[number - 1].end if number else 0
    end = runs[number + 1].start if number + 1 < len(runs) else len(reading.text)
    clause = re.split(r"[,;:—]|\sand\s", reading.text[runs[number].end : end], maxsplit=1)[0]
    before = content_stems(reading.text[start : runs[number].start])
    return set(before[-_AROUND:]) | set(content_stems(clause)[:_AROUND])


def _why_not(x: days.Days, y: days.Days) -> str | None:
    """Say why two sets of days may be no conflict, "" for one, None where nothing can be said."""
    left, right = set(x.values), set(y.values)
    if days.comparable(x, y):
        return SOME_DAYS if left < right or right < left else ""
    return UNPLACED if len(left) != len(right) else None


def _exclude(x: moments.Moment, y: moments.Moment) -> bool:
    return x.value != y.value and moments.comparable(x, y)

"""One day, or one time of day, against one other, in claims that are otherwise alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike
from workbench.facets import moments
from workbench.facets.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.differences.reading import Reading

_ALIKE_TIMES = 55.0
_ALIKE_DAYS = 55.0
"""Least likeness of two claims, 0..100: in others the moments are mostly those of other acts."""
_REACH = 3
"""Content words before a day of which the other claim's day must have one too."""


def days_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "on Tuesday" against "on Friday"."""
    if not _single(a.dates, b.dates) or alike(a, b) < _ALIKE_DAYS:
        return
    if _act(a, a.dates[0]) & _act(b, b.dates[0]):
        yield _found(Kind.DATE, a.dates[0], b.dates[0])


def times_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "at 6:40 p.m." against "at 7:15 p.m."."""
    if _single(a.times, b.times) and alike(a, b) >= _ALIKE_TIMES:
        yield _found(Kind.TIME, a.times[0], b.times[0])


def _act(reading: Reading, day: moments.Moment) -> set[str]:
    """Return the stems of the content words just before a day: what happened then, mostly."""
    before = [w.stem for w in words(reading.text[: day.start]) if w.is_content]
    return set(before[-_REACH:])


def _single(left: Sequence[moments.Moment], right: Sequence[moments.Moment]) -> bool:
    """Say whether each side names one moment, and the two exclude each other."""
    if len(left) != 1 or len(right) != 1:
        return False
    return left[0].value != right[0].value and moments.comparable(left[0], right[0])


def _found(kind: Kind, x: moments.Moment, y: moments.Moment) -> Found:
    doubt = "other time zones" if x.zone != y.zone else ""
    return Found(kind, (x.start, x.end), (y.start, y.end), x.value, y.value, doubt)

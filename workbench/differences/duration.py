"""How long, in other units: "30 months" against "two years"."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading
    from workbench.facets.numbers import Number

_DAYS = {
    "second": 1 / 86400,
    "minut": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4,
    "year": 365.25,
}
_SLACK, _ROUNDED = 0.05, 0.15
_FAR = 3.0
"""From this ratio on two durations are those of two things."""


def durations_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "30 months" against "about two years", not against "24 months"."""
    left = [x for x in a.numbers if x.of in _DAYS and not x.unit]
    right = [y for y in b.numbers if y.of in _DAYS and not y.unit]
    if any(_agree(x, y) for x, y in product(left, right)):
        return
    for x, y in product(left, right):
        if x.of != y.of and max(_days(x), _days(y)) < _FAR * min(_days(x), _days(y)):
            values = f"{x.value:,.10g} {x.of}", f"{y.value:,.10g} {y.of}"
            yield Found(Kind.NUMBER, (x.start, x.end), (y.start, y.end), *values)


def _agree(x: Number, y: Number) -> bool:
    slack = _SLACK if x.exact and y.exact else _ROUNDED
    return abs(_days(x) - _days(y)) <= slack * max(_days(x), _days(y))


def _days(number: Number) -> float:
    return number.value * _DAYS[number.of]

"""Another number of the same things, which neither claim also gives."""

from __future__ import annotations

import re
from itertools import combinations, product
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike, shared
from workbench.facets import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.differences.reading import Reading

_ALIKE = {"": 50.0, "age": 60.0}
_ALIKE_MEASURED = 50.0
"""How much alike two claims must be, 0..100, when only the thing counted is the same, not how it is
spoken of; chosen on labelled training events, where clusters as made below it mix facts."""
_ALIKE_CLOSE = 30.0
"""The same for values that are close to each other: two counts of one thing mostly are."""
_CLOSE = {"": 0.25, "age": 0.05}
"""Up to what share of the larger value two are close."""

OF_EACH = "one may be of each, the other of all"

_RATE = re.compile(r"\b(?:averag\w+|each|every|per|annual\w*|apiece)\b", re.IGNORECASE)
_NEAR = 50
"""Characters around a number that say whether it is of each."""

_TOLLS = frozenset(
    "kill dead die death fatal injur hurt wound miss hospit arrest detain rescu evacu homeless"
    " displac casualti victim confirm".split()
)


def numbers_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield pairs such as "14 people were hurt" and "17 people were hurt"."""
    pairs = [(x, y) for x, y in product(a.numbers, b.numbers) if _count_one_thing(a, x, b, y)]
    for x, y in pairs:
        if numbers.agree(x, y) or _said(x, b.numbers) or _said(y, a.numbers):
            continue
        if _is_sum(x, b.numbers) or _is_sum(y, a.numbers):
            continue
        if any(_nearer(other, (x, y)) for other in pairs):
            continue
        yield Found(
            Kind.NUMBER,
            (x.start, x.end),
            (y.start, y.end),
            _value(x),
            _value(y),
            _doubt(a, x, b, y),
        )


def _count_one_thing(a: Reading, x: numbers.Number, b: Reading, y: numbers.Number) -> bool:
    if x.near and y.near and _is_toll(x) != _is_toll(y):
        return False
    if numbers.count_the_same(x, y):
        return True
    if not _same_thing(x, y) or not _of_one_matter(a, b, x):
        return False
    close = _apart(x, y) <= _CLOSE.get(x.unit, 0.0)
    return alike(a, b) >= (_ALIKE_CLOSE if close else _ALIKE.get(x.unit, _ALIKE_MEASURED))


def _is_toll(number: numbers.Number) -> bool:
    """Say whether a number is of people to whom something happened: 2 dead are not 300 aboard."""
    return bool(_TOLLS & (number.near | {number.of, number.head}))


def _nearer(
    other: tuple[numbers.Number, numbers.Number], pair: tuple[numbers.Number, numbers.Number]
) -> bool:
    """Say whether one of a pair's numbers is nearer in value to another of the other claim."""
    if (other[0] is pair[0]) == (other[1] is pair[1]):
        return False
    return _apart(*other) < _apart(*pair)


def _apart(x: numbers.Number, y: numbers.Number) -> float:
    """Return how far apart two values are, against the larger of them."""
    return abs(x.value - y.value) / max(abs(x.value), abs(y.value), 1)


def _same_thing(x: numbers.Number, y: numbers.Number) -> bool:
    return x.unit == y.unit and bool(x.unit or numbers.of_one_thing(x, y))


def _of_one_matter(a: Reading, b: Reading, number: numbers.Number) -> bool:
    """Say whether the claims share a word beside what is counted."""
    return bool(shared(a, b) - {number.of})


def _said(number: numbers.Number, others: Sequence[numbers.Number]) -> bool:
    return any(number.unit == other.unit and numbers.agree(number, other) for other in others)


def _is_sum(number: numbers.Number, others: Sequence[numbers.Number]) -> bool:
    """Say whether a number is two others' sum: one tells the whole of which they are the parts."""
    parts = [other.value for other in others if other.unit == number.unit and other.exact]
    return any(first + second == number.value for first, second in combinations(parts, 2))


def _value(number: numbers.Number) -> str:
    bound = "" if number.exact else "about "
    return f"{bound}{number.value:,.10g} {number.unit or number.of}".strip()


def _is_rate(reading: Reading, number: numbers.Number) -> bool:
    """Say whether a number is told of each of several."""
    start, end = max(0, number.start - _NEAR), number.end + _NEAR
    return bool(_RATE.search(reading.text, start, end))


def _doubt(a: Reading, x: numbers.Number, b: Reading, y: numbers.Number) -> str:
    """Say that one may be of each, the other of all, or that a later article only knows more."""
    if _is_rate(a, x) != _is_rate(b, y):
        return OF_EACH
    dates = a.statement.published[:10], b.statement.published[:10]
    if not all(dates) or dates[0] == dates[1] or not _TOLLS & (x.near | y.near | {x.of, y.of}):
        return ""
    earlier, later = (x, y) if dates[0] < dates[1] else (y, x)
    if later.value < earlier.value:
        return ""
    return f"may be an update: {min(dates)}, then {max(dates)}"

"""One place against one other behind the same preposition, in claims that are otherwise alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading
    from workbench.facets.places import Place

_ALIKE = 55.0
"""Least likeness of two claims, 0..100."""


def places_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "in Malibu" against "in Los Angeles", not "in Poland" against "in eastern Poland"."""
    if len(a.places) != 1 or len(b.places) != 1:
        return
    x, y = a.places[0], b.places[0]
    if x.where != y.where or _mentioned(x, b) or _mentioned(y, a) or alike(a, b) < _ALIKE:
        return
    yield Found(Kind.PLACE, (x.start, x.end), (y.start, y.end), x.name, y.name)


def directions_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "northeast of Healdsburg" against "north of Healdsburg"."""
    for x in a.directions:
        for y in b.directions:
            if x.name.lower() == y.name.lower() and x.where != y.where:
                yield Found(Kind.PLACE, (x.start, x.end), (y.start, y.end), x.where, y.where)


def _mentioned(place: Place, other: Reading) -> bool:
    return any(part in other.text.lower() for part in place.parts)

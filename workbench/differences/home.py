"""One person, two places to be from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found
from workbench.facets import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading
    from workbench.facets.homes import Home


def homes_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "Peter Hale of Skerrin" against "Peter Hale of Ellery"."""
    for x in a.homes:
        for y in b.homes:
            if x.who.split()[-1] != y.who.split()[-1] or not names.same(x.who, y.who):
                continue
            if not _named(x, b) and not _named(y, a):
                yield Found(Kind.PLACE, (x.start, x.end), (y.start, y.end), x.place, y.place)


def _named(home: Home, other: Reading) -> bool:
    return any(part in other.text for part in home.place.split())

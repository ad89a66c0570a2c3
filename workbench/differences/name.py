"""One title, borne by different people, when neither claim knows the other's bearer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found
from workbench.facets import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.differences.reading import Reading


def bearers_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "Capt. R. J. Hale" against "Capt. Lewis Corran"."""
    for x in a.titled:
        for y in b.titled:
            if x.title != y.title or names.same(x.text, y.text):
                continue
            if not _known(x, b.names) and not _known(y, a.names):
                yield Found(Kind.NAME, (x.start, x.end), (y.start, y.end), x.text, y.text)


def _known(name: names.Name, others: Sequence[names.Name]) -> bool:
    return any(names.same(name.text, other.text) for other in others)

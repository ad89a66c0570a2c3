"""One person, two offices that nobody holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found
from workbench.facets import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading


def roles_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "CEO Lena Moss" against "COO Lena Moss"."""
    for x in a.offices:
        for y in b.offices:
            if x.office == y.office or x.group != y.group:
                continue
            if names.same(x.name, y.name):
                yield Found(Kind.ROLE, x.span, y.span, x.office, y.office)

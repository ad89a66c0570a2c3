"""One month or year against one other, in claims that are otherwise alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike, shared
from workbench.facets import periods
from workbench.facets.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

_ALIKE = 40.0
"""Least likeness of two claims, 0..100: in others the periods are mostly those of other acts."""


def periods_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "in June 1998" against "in June 1999", "this year" against "next year"."""
    if len(a.periods) != 1 or len(b.periods) != 1 or alike(a, b) < _ALIKE:
        return
    x, y = a.periods[0], b.periods[0]
    own = {word.stem for word in words(a.text[x.start : x.end])}
    if shared(a, b) - own and periods.exclusive(x, y):
        yield Found(Kind.DATE, (x.start, x.end), (y.start, y.end), x.value, y.value)

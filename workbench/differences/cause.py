"""One reason here, another there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

MAY_BE_BOTH = "there may be several reasons"

_SHARED = 2
"""Content words beside the reasons that both claims must have: what happened, and to whom."""


def causes_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "because of the rain" against "because of a strike", as a doubt.

    Without one is "not because of money" against "because of money", and what has one cause only:
    "died of a stroke" against "died of a burst vessel".
    """
    for x in a.causes:
        for y in b.causes:
            common = x.stems & y.stems
            if x.negated != y.negated:
                doubt = "" if common else None
            elif common or x.negated:
                doubt = None
            else:
                others = shared(a, b) - x.stems - y.stems
                doubt = "" if x.sure and y.sure and len(others) >= _SHARED else MAY_BE_BOTH
            if doubt is not None:
                values = a.text[x.start : x.end], b.text[y.start : y.end]
                yield Found(Kind.CAUSE, (x.start, x.end), (y.start, y.end), *values, doubt)

"""How many came along, whatever they are called: "five officers" against "six staffers"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found
from workbench.facets import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading


def companies_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "a contingent of five officers" against "the group was small: six staffers"."""
    pairs = [(x, y) for x in a.company for y in b.company]
    if any(numbers.agree(x, y) for (x, _), (y, _) in pairs):
        return
    for (x, who), (y, whom) in pairs:
        if not numbers.count_the_same(x, y):  # else it is a difference of numbers already
            values = f"{x.value:,.10g} {who}", f"{y.value:,.10g} {whom}"
            yield Found(Kind.NUMBER, (x.start, x.end), (y.start, y.end), *values)

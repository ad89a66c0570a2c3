"""A plan on one side, a mere possibility on the other, of the same act."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading


def certainties_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "will send" against "may send"."""
    for x, y in product(a.modals, b.modals):
        if x.certainty is None or y.certainty is None or x.certainty == y.certainty:
            continue
        if x.governs and x.governs == y.governs:
            yield Found(
                Kind.CERTAINTY,
                (x.start, x.end),
                (y.start, y.end),
                x.certainty.name.lower(),
                y.certainty.name.lower(),
            )

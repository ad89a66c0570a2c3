"""One score or record of wins and losses against one other: "53-3" against "52-3"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading


def records_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "with a record of 53-3" against "with a record of 52-3"."""
    if len(a.tallies) != 1 or len(b.tallies) != 1:
        return
    x, y = a.tallies[0], b.tallies[0]
    if x.text != y.text:
        yield Found(Kind.NUMBER, (x.start, x.end), (y.start, y.end), x.text, y.text)

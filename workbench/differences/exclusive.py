"""Words of one group that exclude each other: "a shotgun" against "a rifle"."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from workbench.differences.reading import Found, alike, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

_ALIKE = 35.0
"""Least likeness of two claims, 0..100: in others the words are those of other acts."""


def exclusives_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "walked into the store" against "walked out of the store"."""
    if alike(a, b) < _ALIKE or not shared(a, b):
        return
    ours = {
        one.group: {o.which for o in a.exclusives if o.group == one.group} for one in a.exclusives
    }
    theirs = {
        one.group: {o.which for o in b.exclusives if o.group == one.group} for one in b.exclusives
    }
    for x, y in product(a.exclusives, b.exclusives):
        if x.group == y.group and not ours[x.group] & theirs[y.group]:
            values = a.text[x.start : x.end].lower(), b.text[y.start : y.end].lower()
            yield Found(x.kind, (x.start, x.end), (y.start, y.end), *values)

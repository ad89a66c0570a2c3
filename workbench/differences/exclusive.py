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
    if not a.exclusives or not b.exclusives:
        return
    ours, theirs = _by_group(a), _by_group(b)
    both = {group for group in ours.keys() & theirs.keys() if not ours[group] & theirs[group]}
    if not both or alike(a, b) < _ALIKE or not shared(a, b):
        return
    for x, y in product(a.exclusives, b.exclusives):
        if x.group == y.group and x.group in both:
            values = a.text[x.start : x.end].lower(), b.text[y.start : y.end].lower()
            yield Found(x.kind, (x.start, x.end), (y.start, y.end), *values)


def _by_group(reading: Reading) -> dict[int, set[int]]:
    """Return which words of each group a claim has."""
    found: dict[int, set[int]] = {}
    for one in reading.exclusives:
        found.setdefault(one.group, set()).add(one.which)
    return found

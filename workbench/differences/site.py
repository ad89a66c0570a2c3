"""In a site against outside it, and at one that is told against one that is kept secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike, shared
from workbench.facets.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading
    from workbench.facets.sites import Site

MAY_BE_THERE = "a place that is kept secret may be the other one"

_ALIKE = 50.0
"""Least likeness of two claims, 0..100, for one to be inside where the other is outside."""
_OPPOSITE = {("in", "outside"), ("outside", "in")}
_REACHED = frozenset({"in", "to", "on"})


def sites_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "in the courtroom" against "outside the courtroom"."""
    for x in a.sites:
        for y in b.sites:
            if not x.kind or x.kind != y.kind or (x.where, y.where) not in _OPPOSITE:
                continue
            if not _also(x, b) and not _also(y, a) and _of_one_act(a, b, x.kind):
                yield _found(a, x, b, y)


def secrets_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "at a base" against "to an undisclosed site", sure if that is reached from a base."""
    for x in a.sites:
        for y in b.sites:
            if x.where not in _REACHED or y.where not in _REACHED or bool(x.kind) == bool(y.kind):
                continue
            told, hiding = (x, b) if x.kind else (y, a)
            left = any(site.where == "from" and site.kind == told.kind for site in hiding.sites)
            if left or not any(site.kind == told.kind for site in hiding.sites):
                yield _found(a, x, b, y, "" if left else MAY_BE_THERE)


def _of_one_act(a: Reading, b: Reading, site: str) -> bool:
    """Say whether the claims are alike, and share a word beside the site."""
    return bool(shared(a, b) - {stem(site)}) and alike(a, b) >= _ALIKE


def _also(site: Site, other: Reading) -> bool:
    return any((site.kind, site.where) == (one.kind, one.where) for one in other.sites)


def _found(a: Reading, x: Site, b: Reading, y: Site, doubt: str = "") -> Found:
    values = a.text[x.start : x.end], b.text[y.start : y.end]
    return Found(Kind.PLACE, (x.start, x.end), (y.start, y.end), *values, doubt)

"""One of two people is the same, the other is somebody else."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

_PERSON = r"[A-Z][\w’'-]+(?:\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+)+"
_PAIR = re.compile(rf"(?<!, )\b(?P<one>{_PERSON})\sand\s(?P<other>{_PERSON})")
"""Two names alone: of a list of three, each text may leave out one."""
_SIDES = (("one", "other"), ("other", "one"))

_ALIKE = 40.0
"""Least likeness of two claims, 0..100: in others they do something else together."""


def partners_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "Lena Moss and Peter Hale will star" against "with Lena Moss and Ruth Corran"."""
    if " and " not in a.text or " and " not in b.text:
        return
    pairs = list(product(_PAIR.finditer(a.text), _PAIR.finditer(b.text)))
    if not pairs or alike(a, b) < _ALIKE:
        return
    for x, y in pairs:
        for (same, left), (also, right) in product(_SIDES, repeat=2):
            if x[same] == y[also] and not _known(x[left], b) and not _known(y[right], a):
                yield Found(Kind.NAME, x.span(left), y.span(right), x[left], y[right])


def _known(name: str, other: Reading) -> bool:
    """Say whether the other claim has the last part of a name."""
    return name.split()[-1] in other.text

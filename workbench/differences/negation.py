"""Denied on one side, asserted of the same word on the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found, alike
from workbench.facets import polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.records import Span
    from workbench.differences.reading import Reading

_PLEA = re.compile(r"\b(?:plea|pleads?|pleaded|pleading|pled)\s(?:of\s)?$", re.IGNORECASE)
"""What comes before "not guilty" when it is no denial of a verdict."""

_ALIKE = 90.0
"""Least likeness of two claims, 0..100: in others another thing is denied."""


def negations_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "had not passed" against "had passed"."""
    for cue in a.negations:
        if (span := _asserted(cue, a, b)) is not None:
            yield Found(Kind.NEGATION, (cue.start, cue.end), span, "denied", "asserted")
    for cue in b.negations:
        if (span := _asserted(cue, b, a)) is not None:
            yield Found(Kind.NEGATION, span, (cue.start, cue.end), "asserted", "denied")


def _asserted(cue: polarity.Cue, denying: Reading, other: Reading) -> Span | None:
    if not cue.governs or alike(denying, other) < _ALIKE or _PLEA.search(denying.text[: cue.start]):
        return None
    if any(set(cue.governs) & set(theirs.governs) for theirs in other.negations):
        return None
    return polarity.asserted(other.text, cue.governs[0])

"""A denial that is reported, beside what is denied: both can be true of what was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found
from workbench.facets.words import content_stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.records import Span
    from workbench.differences.reading import Reading

REPORTED = "a denial is reported, which is somebody's position"

_CLAUSE = re.compile(r"[,.;:]|\b(?:after|at|during|following|in|on|over|when)\b", re.IGNORECASE)
_REACH = 2
"""Content words behind a denial that the other claim must have: what is denied."""


def denials_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "the mayor denied closing the bridge" against "the mayor closed the bridge"."""
    left, right = a.reported_denial, b.reported_denial
    if left and not right and (span := _told(a.text[left[1] :], b.text)) is not None:
        yield Found(Kind.NEGATION, left, span, "denied", "asserted", REPORTED)
    if right and not left and (span := _told(b.text[right[1] :], a.text)) is not None:
        yield Found(Kind.NEGATION, span, right, "asserted", "denied", REPORTED)


def _told(denied: str, other: str) -> Span | None:
    """Return where the other text has what is denied, None when it has not all of it."""
    clause = _CLAUSE.split(denied, maxsplit=1)[0]
    stems = set(content_stems(clause)[:_REACH])
    there = [word for word in words(other) if word.stem in stems]
    if not stems or {word.stem for word in there} != stems:
        return None
    return there[0].start, there[-1].end

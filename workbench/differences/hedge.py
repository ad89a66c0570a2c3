"""Suspected, possible or not known on one side, asserted on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.certainty import certainties_differ
from workbench.differences.reading import Found, alike, shared
from workbench.facets import hedges, polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.records import Span
    from workbench.differences.reading import Reading
    from workbench.facets.polarity import Cue

MAY_KNOW_MORE = "one may only know more"

_ALIKE_HEDGED = 45.0
_ALIKE_MODAL = 60.0
_ALIKE_UNKNOWN = 30.0
_ALIKE_OPEN = 50.0
"""Least likeness of two claims, 0..100: in others another thing is suspected."""
_SHARED = 2
"""Content words that both must have: what is suspected, and something to know it by."""


def hedges_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "suspected arson" against "arson"."""
    if not a.hedges and not b.hedges:
        return
    if alike(a, b) >= _ALIKE_HEDGED and len(shared(a, b)) >= _SHARED:
        yield from _against(a, b, a.hedges, b.hedges)


def modals_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "may strike the coast" against "struck the coast"."""
    if alike(a, b) >= _ALIKE_MODAL:
        yield from _against(a, b, _possible(a), _possible(b))


def unknowns_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "the results are not yet known" against "the results were negative", as a doubt."""
    if a.unknowns and not hedges.keeps_silent(b.text):
        cue, told = a.unknowns[0], (0, len(b.text))
        if shared(a, b) and alike(a, b) >= _ALIKE_UNKNOWN:
            yield _found((cue.start, cue.end), told, "unknown", "told", MAY_KNOW_MORE)
    elif b.unknowns and not hedges.keeps_silent(a.text):
        yield from (found.turned() for found in unknowns_differ(b, a))


def open_and_settled_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "is in talks to buy the mill" against "has bought the mill", as a doubt."""
    for x, y, turned in ((a, b, False), (b, a, True)):
        if not x.left_open or not y.settled or alike(a, b) < _ALIKE_OPEN:
            continue
        if any(True for rule in _SURER for _ in rule(a, b)):
            continue
        found = _found(x.left_open, y.settled, "open", "settled", MAY_KNOW_MORE)
        yield found.turned() if turned else found


_SURER = (certainties_differ, hedges_differ, modals_differ)
"""Rules that know which word is in question."""


def _possible(reading: Reading) -> list[Cue]:
    return [cue for cue in reading.modals if cue.certainty is polarity.Certainty.POSSIBLE]


def _against(a: Reading, b: Reading, left: list[Cue], right: list[Cue]) -> Iterator[Found]:
    """Yield what one claim hedges and the other asserts, and hedges nowhere."""
    ours = {stem for cue in left for stem in cue.governs}
    theirs = {stem for cue in right for stem in cue.governs}
    for cue in left:
        for stem in set(cue.governs) - theirs:
            if (span := polarity.asserted(b.text, stem)) is not None:
                yield _found((cue.start, cue.end), span, "possible", "asserted")
    for cue in right:
        for stem in set(cue.governs) - ours:
            if (span := polarity.asserted(a.text, stem)) is not None:
                yield _found((cue.start, cue.end), span, "possible", "asserted").turned()


def _found(hedged: Span, told: Span, value: str, other: str, doubt: str = "") -> Found:
    return Found(Kind.CERTAINTY, hedged, told, value, other, doubt)

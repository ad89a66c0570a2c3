"""A cluster's claims -> what to suggest for it, and the typed differences behind that.

One source only is single-sourced. Claims of two articles conflict where they give another value
for the same thing: a number of the same things counted, a day, a time of day, the bearer of a
title, a denial of what the other asserts, or a plan where the other knows a possibility. Each
difference names the characters on both sides. It is a suggestion, never a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from db.records import Difference, Kind, Label, Place, Suggestion, place_in_document
from workbench.facets import moments, names, numbers, polarity
from workbench.facets.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.records import Claim, Span

MOST_PAIRS = 2000
"""Pairs of claims compared in one cluster; a larger cluster is compared in part."""

MOST_SHOWN = 60
"""Differences kept of one cluster: more than a reviewer reads."""

_ALIKE = 55.0
"""Least rapidfuzz token_set_ratio of two claims whose times of day are compared."""

_MUCH_ALIKE = 70.0
"""The same for days and denials: in claims less alike they are mostly those of other acts."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with what comparing it needs to know about its article."""

    claim: Claim
    source: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything that was understood of one statement."""

    statement: Statement
    content: str
    numbers: list[numbers.Number]
    dates: list[moments.Moment]
    times: list[moments.Moment]
    titled: list[names.Name]
    negations: list[polarity.Cue]
    modals: list[polarity.Cue]

    @property
    def text(self) -> str:
        return self.statement.claim.text


_Found = tuple[Kind, "Span", "Span"]


def suggest(statements: Sequence[Statement]) -> Suggestion:
    """Suggest a label for one cluster; `statements` are its claims in a fixed order."""
    sources = {statement.source for statement in statements}
    if len({statement.claim.document_id for statement in statements}) < 2:
        return Suggestion(Label.SINGLE_SOURCED)
    readings = [_read(statement) for statement in statements]
    differences: list[Difference] = []
    for number, (a, b) in enumerate(combinations(readings, 2)):
        if number >= MOST_PAIRS or len(differences) >= MOST_SHOWN:
            break
        if a.statement.claim.document_id != b.statement.claim.document_id:
            differences += _compare(a, b)
    found = tuple(differences[:MOST_SHOWN])
    if len(sources) < 2:
        return Suggestion(Label.SINGLE_SOURCED, found)
    return Suggestion(Label.CONFLICTING if found else Label.CONSISTENT, found)


def _read(statement: Statement) -> _Reading:
    text = statement.claim.text
    return _Reading(
        statement,
        " ".join(word.stem for word in words(text) if word.is_content),
        numbers.numbers(text),
        moments.dates(text, statement.published),
        moments.times(text),
        names.titled(text),
        polarity.negations(text),
        polarity.modals(text),
    )


def _compare(a: _Reading, b: _Reading) -> Iterator[Difference]:
    for rule in RULES:
        for kind, left, right in rule(a, b):
            places = _place(a, left), _place(b, right)
            if places[0] is not None and places[1] is not None:
                yield Difference(kind, places[0], places[1])


def _place(reading: _Reading, span: Span) -> Place | None:
    """Turn offsets in a claim's text into offsets in its document; None for what was filled in."""
    claim = reading.statement.claim
    places = [place_in_document(claim, at) for at in range(*span)]
    own = [at for at in places if at is not None]
    return Place(claim.id, min(own), max(own) + 1) if own else None


def _numbers(a: _Reading, b: _Reading) -> Iterator[_Found]:
    """Another number of the same things, which neither side also gives."""
    for x, y in product(a.numbers, b.numbers):
        if not numbers.count_the_same(x, y) or numbers.agree(x, y):
            continue
        if not _said(x, b.numbers) and not _said(y, a.numbers):
            yield Kind.NUMBER, (x.start, x.end), (y.start, y.end)


def _said(number: numbers.Number, others: Sequence[numbers.Number]) -> bool:
    return any(number.unit == other.unit and numbers.agree(number, other) for other in others)


def _dates(a: _Reading, b: _Reading) -> Iterator[_Found]:
    """One day against one other day, in claims that are otherwise alike."""
    if _alike(a, b, _MUCH_ALIKE):
        yield from _single_moments(Kind.DATE, a.dates, b.dates)


def _times(a: _Reading, b: _Reading) -> Iterator[_Found]:
    """One time of day against one other."""
    if _alike(a, b, _ALIKE):
        yield from _single_moments(Kind.TIME, a.times, b.times)


def _single_moments(
    kind: Kind,
    left: Sequence[moments.Moment],
    right: Sequence[moments.Moment],
) -> Iterator[_Found]:
    if len(left) != 1 or len(right) != 1:
        return
    x, y = left[0], right[0]
    if x.value != y.value and moments.comparable(x, y):
        yield kind, (x.start, x.end), (y.start, y.end)


def _bearers(a: _Reading, b: _Reading) -> Iterator[_Found]:
    """One title, borne by different people, when neither claim knows the other's."""
    for x, y in product(a.titled, b.titled):
        if x.title != y.title or names.same(x.text, y.text):
            continue
        if not _known(x, names.names(b.text)) and not _known(y, names.names(a.text)):
            yield Kind.NAME, (x.start, x.end), (y.start, y.end)


def _known(name: names.Name, others: Sequence[names.Name]) -> bool:
    return any(names.same(name.text, other.text) for other in others)


def _negations(a: _Reading, b: _Reading) -> Iterator[_Found]:
    """Denied on one side, asserted of the same word on the other."""
    for cue in a.negations:
        if (span := _asserted(cue, a, b)) is not None:
            yield Kind.NEGATION, (cue.start, cue.end), span
    for cue in b.negations:
        if (span := _asserted(cue, b, a)) is not None:
            yield Kind.NEGATION, span, (cue.start, cue.end)


def _asserted(cue: polarity.Cue, denying: _Reading, other: _Reading) -> Span | None:
    if not _alike(denying, other, _MUCH_ALIKE) or not cue.governs:
        return None
    if any(set(cue.governs) & set(theirs.governs) for theirs in other.negations):
        return None
    return polarity.asserted(other.text, cue.governs[0])


def _certainties(a: _Reading, b: _Reading) -> Iterator[_Found]:
    """A plan on one side, a mere possibility on the other, of the same act."""
    for x, y in product(a.modals, b.modals):
        if x.certainty != y.certainty and x.governs and x.governs == y.governs:
            yield Kind.CERTAINTY, (x.start, x.end), (y.start, y.end)


def _alike(a: _Reading, b: _Reading, least: float) -> bool:
    return bool(fuzz.token_set_ratio(a.content, b.content) >= least)


RULES: tuple[Callable[[_Reading, _Reading], Iterator[_Found]], ...] = (
    _numbers,
    _dates,
    _times,
    _bearers,
    _negations,
    _certainties,
)
"""Each rule yields (kind, span in the left claim's text, span in the right one's)."""

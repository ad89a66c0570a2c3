"""What is understood of a claim before it is held against another, and what a rule finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from workbench.facets import (
    causes,
    company,
    days,
    exclusives,
    hedges,
    homes,
    moments,
    names,
    numbers,
    offices,
    periods,
    places,
    polarity,
    sites,
    tallies,
    voices,
)
from workbench.facets.words import words

if TYPE_CHECKING:
    from db.records import Claim, Kind, Span
    from workbench.facets.numbers import Number
    from workbench.facets.places import Place


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with what comparing it needs to know about its article."""

    claim: Claim
    source: str
    published: str = ""


class Found(NamedTuple):
    """A difference in two claims' texts; `doubt` says why it may be no conflict, "" if nothing."""

    kind: Kind
    left: Span
    right: Span
    left_value: str
    right_value: str
    doubt: str = ""

    def turned(self) -> Found:
        """Return the same difference seen from the other side."""
        left, right, kind = self.right, self.left, self.kind
        return Found(kind, left, right, self.right_value, self.left_value, self.doubt)


class Reading:
    """Everything that is understood of one statement; a part is read when first asked for.

    So a rule that needs one part of both claims asks the second claim only if the first has any.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.text = statement.claim.text

    @cached_property
    def content(self) -> str:
        """Return the stems of the words that carry meaning."""
        return " ".join([word.stem for word in words(self.text) if word.is_content])

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the distinct stems of `content`."""
        return frozenset(self.content.split())

    @cached_property
    def numbers(self) -> list[numbers.Number]:
        """Return the quantities."""
        return numbers.numbers(self.text)

    @cached_property
    def company(self) -> list[tuple[Number, str]]:
        """Return how many people came along, and who they are."""
        return company.company(self.text, self.numbers)

    @cached_property
    def tallies(self) -> list[tallies.Tally]:
        """Return the scores and records of wins and losses."""
        return tallies.tallies(self.text)

    @cached_property
    def days(self) -> list[days.Days]:
        """Return the days, those named together as one, as far as the article's date tells them."""
        return days.days(self.text, self.statement.published)

    @cached_property
    def periods(self) -> list[periods.Period]:
        """Return the months and years."""
        return periods.periods(self.text, self.statement.published)

    @cached_property
    def times(self) -> list[moments.Moment]:
        """Return the times of day."""
        return moments.times(self.text)

    @cached_property
    def titled(self) -> list[names.Name]:
        """Return the people that are named with a title."""
        return names.titled(self.text)

    @cached_property
    def names(self) -> list[names.Name]:
        """Return all names."""
        return names.names(self.text)

    @cached_property
    def offices(self) -> list[offices.Held]:
        """Return who holds which office."""
        return offices.offices(self.text)

    @cached_property
    def places(self) -> list[Place]:
        """Return where it happened, as far as a preposition says so."""
        return places.places(self.text)

    @cached_property
    def directions(self) -> list[Place]:
        """Return where it happened as seen from a named place."""
        return places.directions(self.text)

    @cached_property
    def sites(self) -> list[sites.Site]:
        """Return the unnamed places that something happened at, or went from."""
        return sites.sites(self.text)

    @cached_property
    def negations(self) -> list[polarity.Cue]:
        """Return what is denied."""
        return polarity.negations(self.text)

    @cached_property
    def reported_denial(self) -> Span | None:
        """Return where it tells that somebody denies something."""
        return polarity.reported_denial(self.text)

    @cached_property
    def hedges(self) -> list[polarity.Cue]:
        """Return what is only suspected."""
        return hedges.hedges(self.text)

    @cached_property
    def unknowns(self) -> list[polarity.Cue]:
        """Return what is said not to be known."""
        return hedges.unknowns(self.text)

    @cached_property
    def left_open(self) -> Span | None:
        """Return where something is left open."""
        return hedges.open_question(self.text)

    @cached_property
    def settled(self) -> Span | None:
        """Return where something is told for certain, if nothing is left open."""
        return hedges.settled(self.text)

    @cached_property
    def modals(self) -> list[polarity.Cue]:
        """Return what is planned or possible."""
        return polarity.modals(self.text)

    @cached_property
    def causes(self) -> list[causes.Cause]:
        """Return the reasons."""
        return causes.causes(self.text)

    @cached_property
    def exclusives(self) -> list[exclusives.Exclusive]:
        """Return words of which others would exclude them."""
        return exclusives.exclusives(self.text)

    @cached_property
    def homes(self) -> list[homes.Home]:
        """Return where people are from."""
        return homes.homes(self.text)

    @cached_property
    def voice(self) -> voices.Voice | None:
        """Return by whom it is reported: around the claim, or in its own words; None by nobody."""
        claim = self.statement.claim
        if claim.speaker or claim.said:
            cue = claim.said[-1].cue if claim.said else "said"
            return voices.Voice(claim.speaker, cue)
        return voices.voice(self.text)


def alike(a: Reading, b: Reading) -> float:
    """Return how far one claim's content words are among the other's, 0..100."""
    return float(fuzz.token_set_ratio(a.content, b.content))


def shared(a: Reading, b: Reading) -> frozenset[str]:
    """Return the stems of the content words that two claims have in common."""
    return a.stems & b.stems

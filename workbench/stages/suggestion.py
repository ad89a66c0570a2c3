"""A cluster's claims -> what to suggest for it, and the typed differences behind that.

Claims of one origin only are single-sourced: copies of one text do not confirm each other. Claims
of two articles conflict where they give another value for one thing: a number of the same things
counted or of the people who came along, how long, a record, days, a time of day, a month or year, a
place, inside or outside of it, the bearer of a title, the office, home or partner of a person, a
denial of what the other asserts, a cause, words that exclude each other ("shotgun", "rifle"), or a
plan or a fact where the other knows a possibility. Each difference names the characters on both
sides, the values as understood, and why it may be no conflict; one that is in doubt is shown and
does not alarm. That one only asserts what the other has from somebody is told once a cluster. It is
a suggestion, never a verdict.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from db.places import place_in_document
from db.records import INFORMATION, Difference, Label, Place, Suggestion
from workbench.differences.attribution import attributions_differ
from workbench.differences.cause import causes_differ
from workbench.differences.certainty import certainties_differ
from workbench.differences.company import companies_differ
from workbench.differences.denial import denials_differ
from workbench.differences.duration import durations_differ
from workbench.differences.exclusive import exclusives_differ
from workbench.differences.hedge import (
    hedges_differ,
    modals_differ,
    open_and_settled_differ,
    unknowns_differ,
)
from workbench.differences.home import homes_differ
from workbench.differences.likelihood import likelihood
from workbench.differences.moment import days_differ, times_differ
from workbench.differences.name import bearers_differ
from workbench.differences.negation import negations_differ
from workbench.differences.number import numbers_differ
from workbench.differences.partner import partners_differ
from workbench.differences.period import periods_differ
from workbench.differences.place import directions_differ, places_differ
from workbench.differences.reading import Found, Reading, Statement
from workbench.differences.record import records_differ
from workbench.differences.role import roles_differ
from workbench.differences.site import secrets_differ, sites_differ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.records import Span

__all__ = ["Statement", "compare", "suggest"]

MOST_PAIRS = 2000
"""Pairs of claims compared in one cluster; a larger cluster is compared in part."""

MOST_SHOWN = 60
"""Differences kept of one cluster: more than a reviewer reads."""

RULES: tuple[Callable[[Reading, Reading], Iterator[Found]], ...] = (
    numbers_differ,
    companies_differ,
    durations_differ,
    records_differ,
    days_differ,
    periods_differ,
    times_differ,
    places_differ,
    directions_differ,
    sites_differ,
    secrets_differ,
    bearers_differ,
    roles_differ,
    negations_differ,
    certainties_differ,
    hedges_differ,
    modals_differ,
    unknowns_differ,
    open_and_settled_differ,
    denials_differ,
    homes_differ,
    partners_differ,
    exclusives_differ,
    causes_differ,
    attributions_differ,
)
WITHIN_ONE = (numbers_differ,)
"""What is compared within one article: it goes on about other days, places and people."""


def suggest(statements: Sequence[Statement], origins: int | None = None) -> Suggestion:
    """Suggest a label for one cluster; `statements` are its claims in a fixed order.

    `origins` counts those that are not known to copy one another; by default all sources.
    """
    readings = [Reading(statement) for statement in statements]
    found = _differences(readings)
    alarms = sum(not difference.doubt for difference in found)
    likely = likelihood(readings, alarms=alarms)
    sources = len({statement.source for statement in statements})
    if alarms:
        return Suggestion(Label.CONFLICTING, found, likely)
    alone = (sources if origins is None else min(origins, sources)) < 2
    return Suggestion(Label.SINGLE_SOURCED if alone else Label.CONSISTENT, found, likely)


def compare(one: Statement, other: Statement) -> list[Difference]:
    """Return the typed differences of two claims, whatever clusters they are in."""
    return list(_compare(Reading(one), Reading(other)))


def _differences(readings: Sequence[Reading]) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for number, (a, b) in enumerate(combinations(readings, 2)):
        if number >= MOST_PAIRS or len(found) >= MOST_SHOWN:
            break
        informed = any(difference.kind in INFORMATION for difference in found)
        found += [d for d in _compare(a, b) if not informed or d.kind not in INFORMATION]
    found.sort(key=lambda d: (bool(d.doubt), d.kind in INFORMATION))
    return tuple(found[:MOST_SHOWN])


def _compare(a: Reading, b: Reading) -> Iterator[Difference]:
    within = _within(a.statement, b.statement)
    for rule in WITHIN_ONE if within == ONE_ARTICLE else RULES:
        for found in rule(a, b):
            left, right = _place(a, found.left), _place(b, found.right)
            if left is not None and right is not None:
                yield Difference(
                    found.kind,
                    left,
                    right,
                    found.left_value,
                    found.right_value,
                    found.doubt or within,
                )


ONE_ARTICLE, ONE_SOURCE = "within one article", "two articles of one source"


def _within(a: Statement, b: Statement) -> str:
    if a.claim.document_id == b.claim.document_id:
        return ONE_ARTICLE
    return ONE_SOURCE if a.source == b.source else ""


def _place(reading: Reading, span: Span) -> Place | None:
    """Turn offsets in a claim's text into offsets in its document; None for what was filled in."""
    claim = reading.statement.claim
    every = range(*span) if claim.filled else (span[0], span[1] - 1)
    places = [place_in_document(claim, at) for at in every]
    own = [at for at in places if at is not None]
    return Place(claim.id, min(own), max(own) + 1) if own else None

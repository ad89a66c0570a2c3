"""Clusters that perhaps state one fact: each is where a claim of the other would be otherwise.

Told only where their claims give two values for one thing, which a reader would want to decide: in
cross-validation on the labelled events two of three such pairs are of one fact. Those of one
article must be likelier: a table in words ("33 homers last season", "13 with the Angels") has many
sentences of one shape. Who came along is told in words that share too little for that ("five other
officers", "just he and six staffers"): of two claims that count them, one needs to be the other's
next choice, however improbable.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.reports.report import wordings
from workbench.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from db.memberships import Pair
    from db.records import Difference, Member
    from workbench.differences.reading import Statement

VALUES = frozenset({Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.PLACE, Kind.CERTAINTY})
"""What two claims of one fact may differ in. Those that name two people are seldom of one."""
LEAST = 0.2  # as probable must it be, at least: of the less probable hardly any are of one fact
LEAST_WITHIN = 0.5  # as probable must it be of claims of one article


@dataclass(frozen=True, slots=True)
class Near:
    """Another cluster that perhaps states the same, with a claim of each and what differs in them.

    `probability` is that the claim which fits less well into the other's cluster belongs there.
    """

    cluster: int
    probability: float
    here: Member
    there: Member
    difference: Difference

    def words(self) -> tuple[str, str]:
        """Return what the two claims say differently."""
        a, b = wordings(self.difference, self.here.document, self.there.document)
        return one_line(a), one_line(b)


def nearby(
    mutual: Sequence[Pair],
    either: Sequence[Pair],
    members_of: Callable[[Sequence[str]], Sequence[Member]],
) -> list[Near]:
    """Return the clusters near to one, likeliest first.

    The pairs are those of `memberships.near` and `memberships.next_choices`; `members_of` reads
    claims by their keys.
    """
    mutual = [pair for pair in mutual if pair[-1] >= LEAST]
    keys = sorted({key for pair in (*mutual, *either) for key in pair[:2]})
    members = {member.claim.key: member for member in members_of(keys)} if keys else {}
    found: dict[int, Near] = {}
    for pairs, differ in ((mutual, _likely), (either, _in_company)):
        for mine, other, cluster, probability in pairs:
            if cluster not in found and members.keys() >= {mine, other}:
                here, there = members[mine], members[other]
                difference = next(differ(here, there, probability), None)
                if difference is not None:
                    found[cluster] = Near(cluster, probability, here, there, difference)
    return list(found.values())


def _likely(here: Member, there: Member, probability: float) -> Iterator[Difference]:
    within = here.document.id == there.document.id
    if probability >= (LEAST_WITHIN if within else LEAST):
        yield from _differences(here, there)


def _differences(here: Member, there: Member) -> Iterator[Difference]:
    # Opening the review need not wait for what comparing needs.
    from workbench.stages.suggestion import ONE_ARTICLE, compare

    found = compare(_statement(here), _statement(there))
    return (d for d in found if d.kind in VALUES and d.doubt in ("", ONE_ARTICLE))


def _in_company(here: Member, there: Member, _: float) -> Iterator[Difference]:
    """Yield the differences of two claims that count otherwise who came along."""
    from workbench.differences.company import companies_differ
    from workbench.differences.reading import Reading
    from workbench.facets.company import of_company

    if not (of_company(here.claim.text) and of_company(there.claim.text)):
        return
    one, other = Reading(_statement(here)), Reading(_statement(there))
    if any(companies_differ(one, other)):
        yield from (d for d in _differences(here, there) if d.kind is Kind.NUMBER)


def _statement(member: Member) -> Statement:
    from workbench.differences.reading import Statement

    return Statement(member.claim, member.document.source, member.document.published)


def near_lines(near: Iterable[Near]) -> Iterator[str]:
    """Say which clusters perhaps state the same, and what differs then."""
    for one in near:
        a, b = one.words()
        likely = one.probability >= LEAST
        why = f"{one.probability:.0%}" if likely else "both count who came along"
        yield (
            f"perhaps also cluster {one.cluster} ({why}): {one.difference.kind}:"
            f" {a!r} ({one_line(one.here.document.source)}) |"
            f" {b!r} ({one_line(one.there.document.source)}): {one_line(one.there.claim.text)}"
        )


def near_data(near: Iterable[Near]) -> list[dict[str, object]]:
    """Return the same as JSON data."""
    return [
        {
            "cluster": one.cluster,
            "probability": one.probability,
            "claim_id": one.here.claim.key,
            "other_claim_id": one.there.claim.key,
            "other_claim": one.there.claim.text,
            "other_source": one.there.document.source,
            "difference": asdict(one.difference),
        }
        for one in near
    ]

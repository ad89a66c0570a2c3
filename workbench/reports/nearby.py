"""Clusters that perhaps state one fact: each is where a claim of the other would be otherwise.

Told only where their claims give two values for one thing, which a reader would want to decide: in
cross-validation on the labelled events two of three such pairs are of one fact.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.reports.report import wordings
from workbench.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from db.records import Difference, Member

VALUES = frozenset({Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.PLACE, Kind.CERTAINTY})
"""What two claims of one fact may differ in. Those that name two people are seldom of one."""
LEAST = 0.2  # as probable must it be, at least: of the less probable hardly any are of one fact


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
    pairs: Sequence[tuple[str, str, int, float]],
    members_of: Callable[[Sequence[str]], Sequence[Member]],
) -> list[Near]:
    """Return the clusters near to one, likeliest first; `pairs` are those of `memberships.near`.

    `members_of` reads claims by their keys.
    """
    keys = sorted({key for pair in pairs for key in pair[:2]})
    members = {member.claim.key: member for member in members_of(keys)} if keys else {}
    found: dict[int, Near] = {}
    for mine, other, cluster, probability in pairs:
        if probability < LEAST or cluster in found:
            continue
        if members.keys() >= {mine, other}:
            difference = next(_differences(members[mine], members[other]), None)
            if difference is not None:
                near = Near(cluster, probability, members[mine], members[other], difference)
                found[cluster] = near
    return list(found.values())


def _differences(here: Member, there: Member) -> Iterator[Difference]:
    # Opening the review need not wait for what comparing needs.
    from workbench.stages.suggestion import Statement, compare

    one, other = (
        Statement(m.claim, m.document.source, m.document.published) for m in (here, there)
    )
    return (d for d in compare(one, other) if d.kind in VALUES and not d.doubt)


def near_lines(near: Iterable[Near]) -> Iterator[str]:
    """Say which clusters perhaps state the same, and what differs then."""
    for one in near:
        a, b = one.words()
        yield (
            f"perhaps also cluster {one.cluster} ({one.probability:.0%}): {one.difference.kind}:"
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

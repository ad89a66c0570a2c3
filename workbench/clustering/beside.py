"""Where claims would be otherwise, if that is a cluster which was not made anew with theirs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from db import studies
from db.records import Membership
from workbench.clustering.near_links import read_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


def with_others(
    db: Database, why: Iterable[Membership], claims: Iterable[int], near: Mapping[int, bytes]
) -> list[Membership]:
    """Return why `claims` are where they are, held against the clusters of all other claims.

    `why` knows only of clusters among `claims`; `near` are the links of `claims`.
    """
    inside = set(claims)
    found = {membership.claim_id: membership for membership in why}
    links = {claim: read_links(near[claim]) for claim in inside & near.keys()}
    others = {other for table in links.values() for other in table["claim"].tolist()} - inside
    homes = studies.homes(db, others)
    for claim, table in sorted(links.items()):
        known = found.get(claim, Membership(claim, None, 0.0, ()))
        other, mean = _nearest(table["claim"].tolist(), table["probability"].tolist(), homes)
        if other is not None and mean > known.runner_up_probability:
            found[claim] = replace(known, runner_up=other, runner_up_probability=mean)
    return [found[claim] for claim in sorted(found)]


def _nearest(
    others: list[int], probabilities: list[float], homes: Mapping[int, tuple[int, int]]
) -> tuple[int | None, float]:
    """Return a claim of the cluster that is nearest on the mean, and how near it is."""
    total: dict[int, float] = defaultdict(float)
    one_of: dict[int, int] = {}
    size: dict[int, int] = {}
    for other, probability in zip(others, probabilities, strict=True):
        if other in homes:
            home, count = homes[other]
            size[home] = max(1, count)
            total[home] += probability
            one_of.setdefault(home, other)
    if not total:
        return None, 0.0
    best = max(total, key=lambda home: (total[home] / size[home], -home))
    return one_of[best], total[best] / size[best]

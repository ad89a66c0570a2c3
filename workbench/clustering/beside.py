"""Where claims would be otherwise, if that is a cluster which was not made anew with theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from db import studies
from db.records import Membership
from workbench.clustering.membership import nearest_homes
from workbench.clustering.near_links import distinct, places_of, tables

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
    whose, table = tables({claim: near[claim] for claim in sorted(inside & near.keys())})
    outside = set(distinct(table["claim"]).tolist()) - inside
    names, home, size = np.array(studies.homes(db, outside), np.int64).reshape(-1, 3).T
    at = places_of(names, table["claim"])
    kept = np.flatnonzero(at >= 0)
    links = whose[kept], table["claim"][kept], table["probability"][kept]
    for claim, other, mean in nearest_homes(*links, home[at[kept]], size[at[kept]]):
        known = found.get(claim, Membership(claim, None, 0.0, ()))
        if mean > known.runner_up_probability:
            found[claim] = replace(known, runner_up=other, runner_up_probability=mean)
    return [found[claim] for claim in sorted(found)]

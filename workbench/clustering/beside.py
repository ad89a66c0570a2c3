"""Where claims would be otherwise, if that is a cluster which was not made anew with theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from db import studies
from db.records import Membership
from workbench.clustering.near_links import distinct, places_of, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray
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
    homes = np.array(studies.homes(db, outside), dtype=np.int64).reshape(-1, 3)
    for claim, other, mean in _nearest(whose, table["claim"], table["probability"], homes):
        known = found.get(claim, Membership(claim, None, 0.0, ()))
        if mean > known.runner_up_probability:
            found[claim] = replace(known, runner_up=other, runner_up_probability=mean)
    return [found[claim] for claim in sorted(found)]


def _nearest(
    whose: NDArray[np.int64],
    others: NDArray[np.int64],
    probabilities: NDArray[np.float32],
    homes: NDArray[np.int64],
) -> Iterator[tuple[int, int, float]]:
    """Yield each claim with one of the cluster that is nearest on the mean, and how near it is.

    The links are from `whose` to `others`; `homes`, (k, 3), tells of these the clusters and their
    sizes.
    """
    name, home, size = homes.T
    at = places_of(name, others)
    kept = np.flatnonzero(at >= 0)
    if not len(kept):
        return
    claim, home, size = whose[kept], home[at[kept]], size[at[kept]]
    key = claim * (home.max() + 1) + home
    by = np.argsort(key)
    start = np.flatnonzero(np.diff(key[by], prepend=-1))
    one_of = others[kept[np.minimum.reduceat(by, start)]]
    claim, by_size = claim[by[start]], np.maximum(1, size[by[start]])
    mean = np.add.reduceat(probabilities[kept[by]].astype(np.float64), start) / by_size
    begin = np.flatnonzero(np.diff(claim, prepend=-1))
    most = np.maximum.reduceat(mean, begin)
    best = np.flatnonzero(mean == np.repeat(most, np.diff(begin, append=len(claim))))
    best = best[np.diff(claim[best], prepend=-1) != 0]
    yield from zip(claim[best].tolist(), one_of[best].tolist(), mean[best].tolist(), strict=True)

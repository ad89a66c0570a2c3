"""Where claims would be otherwise, if that is a cluster which was not made anew with theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from db import studies
from db.records import Membership
from workbench.clustering.near_links import places_of, tables

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
    homes = studies.homes(db, set(np.unique(table["claim"]).tolist()) - inside)
    for claim, other, mean in _nearest(whose, table["claim"], table["probability"], homes):
        known = found.get(claim, Membership(claim, None, 0.0, ()))
        if mean > known.runner_up_probability:
            found[claim] = replace(known, runner_up=other, runner_up_probability=mean)
    return [found[claim] for claim in sorted(found)]


def _nearest(
    whose: NDArray[np.int64],
    others: NDArray[np.int64],
    probabilities: NDArray[np.float32],
    homes: Mapping[int, tuple[int, int]],
) -> Iterator[tuple[int, int, float]]:
    """Yield each claim with one of the cluster that is nearest on the mean, and how near it is.

    The links are from `whose` to `others`; `homes` tells the clusters of these and their sizes.
    """
    names = np.array(sorted(homes), dtype=np.int64)
    at = places_of(names, others)
    kept = np.flatnonzero(at >= 0)
    if not len(kept):
        return
    home, size = np.array([homes[name] for name in names.tolist()], dtype=np.int64)[at[kept]].T
    claim, probability = whose[kept], probabilities[kept].astype(np.float64)
    by = np.lexsort((home, claim))
    claim, home, size, kept = claim[by], home[by], size[by], kept[by]
    first = np.flatnonzero((np.diff(claim, prepend=-1) != 0) | (np.diff(home, prepend=-1) != 0))
    mean = np.add.reduceat(probability[by], first) / np.maximum(1, size[first])
    best = np.lexsort((home[first], -mean, claim[first]))
    best = best[np.diff(claim[first][best], prepend=-1) != 0]
    one_of = others[kept[first[best]]]
    yield from zip(claim[first][best].tolist(), one_of.tolist(), mean[best].tolist(), strict=True)

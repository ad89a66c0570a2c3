"""Scored pairs and clusters -> why each claim is where it is, and where it would be otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from db.records import Membership

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from db.records import Claim

_MOST_REASONS = 3
_LEAST_PART = 0.3
"""What a reason adds to the log odds of a pair, at least, to be named."""


class Links(NamedTuple):
    """Pairs of claims by their place, each column of shape (m,); see models.linker.Links."""

    left: NDArray[np.integer]
    right: NDArray[np.integer]
    probability: NDArray[np.float32]
    reasons: NDArray[np.float32]


def memberships(
    claims: Sequence[Claim], labels: Sequence[int], links: Links, groups: Sequence[str]
) -> Iterator[Membership]:
    """Yield one for every claim that any other claim was near to."""
    if not len(links.left):
        return
    whose = np.stack([links.left, links.right], axis=1).ravel()
    others = np.stack([links.right, links.left], axis=1).ravel()
    at = np.repeat(np.arange(len(links.left)), 2)
    label = np.asarray(labels)
    inside = label[whose] == label[others]
    best = _likeliest(whose[inside], others[inside], links.probability, at[inside])
    out = others[~inside]
    homes = label[out], np.bincount(label)[label[out]]
    outside = nearest_homes(whose[~inside], out, links.probability[at[~inside]], *homes)
    second = {n: (claims[other].id, mean) for n, other, mean in outside}
    for n in np.unique(whose).tolist():
        runner_up, mean = second.get(n, (None, 0.0))
        if n not in best:
            yield Membership(claims[n].id, None, 0.0, (), runner_up, mean)
            continue
        partner, row = best[n]
        because = _named(links.reasons[row], groups)
        probability = float(links.probability[row])
        yield Membership(claims[n].id, claims[partner].id, probability, because, runner_up, mean)


def _likeliest(
    whose: NDArray[np.integer],
    others: NDArray[np.integer],
    probability: NDArray[np.float32],
    at: NDArray[np.integer],
) -> dict[int, tuple[int, int]]:
    """Return each claim with the one that its likeliest link leads to, and the row of that link."""
    order = np.lexsort((others, probability[at], whose))
    last = order[np.flatnonzero(np.diff(whose[order], append=-1))]
    rows = zip(whose[last].tolist(), others[last].tolist(), at[last].tolist(), strict=True)
    return {claim: (other, row) for claim, other, row in rows}


def nearest_homes(
    whose: NDArray[np.integer],
    others: NDArray[np.integer],
    probability: NDArray[np.float32],
    home: NDArray[np.integer],
    size: NDArray[np.integer],
) -> Iterator[tuple[int, int, float]]:
    """Yield each claim with one of the cluster that is nearest on the mean, and how near it is.

    Links lead from `whose` to `others`, which are in the cluster `home` of `size` claims; all have
    the shape (m,). Of clusters that are equally near it is the first.
    """
    if not len(whose):
        return
    key = whose * (home.max() + 1) + home
    by = np.argsort(key)
    start = np.flatnonzero(np.diff(key[by], prepend=-1))
    one_of = others[np.minimum.reduceat(by, start)]
    claim = whose[by[start]]
    total = np.add.reduceat(probability[by].astype(np.float64), start)
    mean = total / np.maximum(1, size[by[start]])
    begin = np.flatnonzero(np.diff(claim, prepend=-1))
    most = np.maximum.reduceat(mean, begin)
    best = np.flatnonzero(mean == np.repeat(most, np.diff(begin, append=len(claim))))
    best = best[np.flatnonzero(np.diff(claim[best], prepend=-1))]
    yield from zip(claim[best].tolist(), one_of[best].tolist(), mean[best].tolist(), strict=True)


def _named(parts: NDArray[np.float32], groups: Sequence[str]) -> tuple[str, ...]:
    by_part = sorted(zip(parts.tolist(), groups, strict=True), reverse=True)
    return tuple(group for part, group in by_part[:_MOST_REASONS] if part >= _LEAST_PART)

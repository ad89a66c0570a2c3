"""Scored pairs and clusters -> why each claim is where it is, and where it would be otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from db.records import Membership

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
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
    near: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    columns = (links.left.tolist(), links.right.tolist(), links.probability.tolist())
    for at, (left, right, probability) in enumerate(zip(*columns, strict=True)):
        near[left].append((probability, right, at))
        near[right].append((probability, left, at))
    size = Counter(labels)
    for n, found in sorted(near.items()):
        inside = [one for one in found if labels[one[1]] == labels[n]]
        best = max(inside, default=None)
        other, mean = _runner_up(n, found, labels, size)
        yield Membership(
            claims[n].id,
            None if best is None else claims[best[1]].id,
            0.0 if best is None else best[0],
            () if best is None else _named(links.reasons[best[2]], groups),
            None if other is None else claims[other].id,
            mean,
        )


def _runner_up(
    n: int, found: Sequence[tuple[float, int, int]], labels: Sequence[int], size: Counter[int]
) -> tuple[int | None, float]:
    """Return a claim of the other cluster that is nearest on the mean, and how near it is."""
    total: dict[int, float] = defaultdict(float)
    one_of: dict[int, int] = {}
    for probability, other, _ in found:
        if labels[other] != labels[n]:
            total[labels[other]] += probability
            one_of.setdefault(labels[other], other)
    if not total:
        return None, 0.0
    label = max(total, key=lambda label: (total[label] / size[label], -label))
    return one_of[label], total[label] / size[label]


def _named(parts: NDArray[np.float32], groups: Sequence[str]) -> tuple[str, ...]:
    by_part = sorted(zip(parts.tolist(), groups, strict=True), reverse=True)
    return tuple(group for part, group in by_part[:_MOST_REASONS] if part >= _LEAST_PART)

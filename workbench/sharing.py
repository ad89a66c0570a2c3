"""Share clusters out among reviewers: everybody gets about as many, some go to two.

The same seed gives the same shares, on every machine.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

RANDOM, BY_SOURCE = "random", "source"
WAYS = (RANDOM, BY_SOURCE)


def share(
    clusters: Sequence[int],
    reviewers: Sequence[str],
    *,
    overlap: int = 0,
    seed: int = 0,
    sources: Mapping[int, str] | None = None,
    loads: Mapping[str, int] | None = None,
) -> dict[int, list[str]]:
    """Return who gets each cluster; `overlap` percent of them go to two.

    With `sources`, the source of each cluster, those of one source go to one reviewer. `loads` is
    what reviewers have already. Raises ValueError without reviewers, or when an overlap has but
    one.
    """
    if not reviewers or (overlap and len(set(reviewers)) < 2):
        raise ValueError("an overlap needs two reviewers" if reviewers else "name the reviewers")
    load = Counter({name: (loads or {}).get(name, 0) for name in reviewers})
    shuffled = sorted(clusters, key=lambda cluster: _die(seed, "order", cluster))
    shares: dict[int, list[str]] = {}
    for together in _together(shuffled, sources):
        name = _least(load, seed, together[0])
        load[name] += len(together)
        shares |= {cluster: [name] for cluster in together}
    twice = sorted(shuffled, key=lambda cluster: _die(seed, "twice", cluster))
    for cluster in twice[: round(len(twice) * overlap / 100)]:
        name = _least(load, seed, cluster, shares[cluster])
        load[name] += 1
        shares[cluster].append(name)
    return shares


def _together(shuffled: Sequence[int], sources: Mapping[int, str] | None) -> list[list[int]]:
    """Return the clusters that go to one reviewer, the most first."""
    if sources is None:
        return [[cluster] for cluster in shuffled]
    found: dict[str, list[int]] = defaultdict(list)
    for cluster in shuffled:
        found[sources.get(cluster, "")].append(cluster)
    return sorted(found.values(), key=len, reverse=True)


def _least(load: Counter[str], seed: int, cluster: int, but: Iterable[str] = ()) -> str:
    """Return who has least to do; of several one by lot."""
    return min(load.keys() - set(but), key=lambda name: (load[name], _die(seed, name, cluster)))


def _die(*parts: object) -> bytes:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).digest()

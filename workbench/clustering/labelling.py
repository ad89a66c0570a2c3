"""Claims and their links -> the cluster of each claim, and why it is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.clustering.membership import Links, memberships
from workbench.clustering.tracing import Trace, least_of_each
from workbench.origins.partition import Partition
from workbench.stages import cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from db.records import Claim, Membership
    from workbench.stages.cluster import Attempt, Move

MOST_COPIES = 30
"""Claims of the very same words that are linked one by one."""


class Labels(NamedTuple):
    """The cluster of each claim, as numbers from 0, and claim id -> its block (see db.blocks).

    `linked` are the places of the claims that were clustered by their `links`.
    """

    of: list[int]
    blocks: dict[int, int]
    linked: list[int]
    links: Links

    def why(self, current: Sequence[Claim], groups: Sequence[str]) -> Iterator[Membership]:
        """Yield why claims are where they are; `groups` names what speaks for a pair."""
        chosen = [current[n] for n in self.linked]
        return memberships(chosen, [self.of[n] for n in self.linked], self.links, groups)


_NO_LINKS = Links(
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0, np.float32),
    np.zeros((0, 0), np.float32),
)
NONE = Labels([], {}, [], _NO_LINKS)
"""Those of no claims."""


def labels_of(
    current: Sequence[Claim],
    held: Mapping[int, int],
    links_of: Callable[[Sequence[Claim]], Links],
    threshold: float,
    trace: Trace | None = None,
) -> Labels:
    """Cluster claims.

    `held` tells which claims a reviewer has put into which cluster; `links_of` scores the pairs of
    claims. What is done step by step is told to `trace`.
    """
    original = spare_copies(current, held)
    linked = [n for n in range(len(current)) if n not in original]
    chosen = [current[n] for n in linked]
    if not chosen:
        return NONE
    in_sentences = [claim.sentence_id for claim in chosen]
    links = links_of(chosen)
    scored = (links.left, links.right, links.probability, threshold)
    homes = [held.get(claim.id, -1) for claim in chosen]
    tied = _Tied()

    def on_round(attempts: Sequence[Attempt], moves: Sequence[Move]) -> None:
        tied.round(attempts, moves)
        if trace is not None:
            trace.round(attempts, moves)

    if trace is not None:
        trace.begin([claim.id for claim in chosen], homes)
    on_merge = (lambda one, other: None) if trace is None else trace.merge
    merged = cluster.agglomerate(len(chosen), *scored, homes, in_sentences, on_merge)
    tied.cluster(merged.tolist())
    if trace is not None:
        trace.settle(merged.tolist())
    articles = [claim.document_id for claim in chosen]
    settled = cluster.settle(merged, *scored, homes, in_sentences, articles, on_round)
    labels: dict[int, int] = dict(zip(linked, settled.tolist(), strict=True))
    places = {n: tied.find(place) for place, n in enumerate(linked)}
    blocks = _with_copies(current, places, original)
    return Labels([labels[original.get(n, n)] for n in range(len(current))], blocks, linked, links)


class _Tied:
    """Puts those items together whose clusters had to do with each other."""

    def __init__(self) -> None:
        self._parts = Partition()
        self._one_of: dict[int, int] = {}
        self.find = self._parts.find

    def cluster(self, labels: Sequence[int]) -> None:
        """Tie the items of each cluster; settling begins with these."""
        for place, label in enumerate(labels):
            self._parts.join(self._one_of.setdefault(label, place), place)

    def round(self, attempts: Sequence[Attempt], moves: Sequence[Move]) -> None:
        """Tie items to the clusters where they would have gained."""
        for _, place, target in attempts:
            if target != cluster.ALONE:
                self._parts.join(self._one_of[target], place)
        for place, label in moves:
            self._one_of.setdefault(label, place)


def _with_copies(
    current: Sequence[Claim], places: Mapping[int, int], original: Mapping[int, int]
) -> dict[int, int]:
    """Return claim id -> block; claims of words that have spare copies are in one block."""
    parts = Partition()
    copied = {current[n].text for n in original}
    first: dict[str, int] = {}
    for n, place in places.items():
        if current[n].text in copied:
            parts.join(first.setdefault(current[n].text, place), place)
    blocks = {n: parts.find(place) for n, place in places.items()}
    return least_of_each({c.id: blocks[original.get(n, n)] for n, c in enumerate(current)})


def spare_copies(current: Sequence[Claim], held: Mapping[int, int]) -> dict[int, int]:
    """Return copy -> first copy for claims of one wording beyond the first MOST_COPIES.

    Copies all link with each other, so a line that a page repeats a thousand times would make a
    million pairs; the spare ones simply go where the first one goes.
    """
    first: dict[str, int] = {}
    seen: Counter[str] = Counter()
    spare: dict[int, int] = {}
    for n, claim in enumerate(current):
        if claim.id in held:
            continue
        first.setdefault(claim.text, n)
        seen[claim.text] += 1
        if seen[claim.text] > MOST_COPIES:
            spare[n] = first[claim.text]
    return spare

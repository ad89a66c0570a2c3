"""What a clustering did step by step, and where two of them went different ways."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from workbench.stages.cluster import ALONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.stages.cluster import Attempt, Move

Set = frozenset[int]
"""The ids of the claims of a cluster."""


class Round(NamedTuple):
    """Who would have gained by how much in which cluster, by its least claim; and what became."""

    attempts: set[tuple[int, int, int]]
    clusters: set[Set]


class Trace:
    """The steps of one clustering of claims, known by their ids: the callbacks of the stage."""

    def __init__(self) -> None:
        self.begun: set[tuple[Set, int]] = set()
        self.merges: set[tuple[Set, Set]] = set()
        self.rounds: list[Round] = []
        self._ids: Sequence[int] = ()
        self._grown: dict[int, Set] = {}
        self._clusters: dict[int, Set] = {}

    def begin(self, ids: Sequence[int], homes: Sequence[int]) -> None:
        """Take the claims, and for each the cluster that it is held in (or less than 0)."""
        self._ids = ids
        together: dict[int, list[int]] = {}
        for place, home in enumerate(homes):
            together.setdefault(home if home >= 0 else -1 - place, []).append(place)
        for home, places in together.items():
            self._grown[places[0]] = frozenset(ids[place] for place in places)
            if home >= 0:
                self.begun.add((self._grown[places[0]], home))

    def merge(self, one: int, other: int) -> None:
        """Take a merge; see workbench.stages.cluster.agglomerate."""
        a, b = self._grown[one], self._grown.pop(other)
        self.merges.add((a, b))
        self._grown[one] = a | b

    def settle(self, labels: Sequence[int]) -> None:
        """Take the clusters in which settling begins."""
        members: dict[int, list[int]] = {}
        for claim, label in zip(self._ids, labels, strict=True):
            members.setdefault(label, []).append(claim)
        self._clusters = {label: frozenset(group) for label, group in members.items()}

    def round(self, attempts: Sequence[Attempt], moves: Sequence[Move]) -> None:
        """Take a round of settling; see workbench.stages.cluster.settle."""
        ids, clusters = self._ids, self._clusters
        tried = {
            (gain, ids[i], ALONE if target == ALONE else min(clusters[target]))
            for gain, i, target in attempts
        }
        home = {claim: label for label, group in clusters.items() for claim in group}
        for i, target in moves:
            one = frozenset((ids[i],))
            clusters[home[ids[i]]] -= one
            clusters[target] = clusters.get(target, frozenset()) | one
        self.rounds.append(Round(tried, {group for group in clusters.values() if group}))

    def at(self, number: int) -> Round:
        """Return a round; after the last one nothing moves any more."""
        if number < len(self.rounds):
            return self.rounds[number]
        return Round(set(), self.rounds[-1].clusters if self.rounds else set())


def differing(old: Sequence[Trace], new: Trace) -> set[int]:
    """Return the claims of all clusters that were not on the way of both, for as long.

    `old` are the traces of claims that were clustered apart. Also returns the claims that would
    have moved elsewhere, or gained otherwise.
    """
    sets = {group for group, _ in {one for t in old for one in t.begun} ^ new.begun}
    for merged in {one for t in old for one in t.merges} ^ new.merges:
        sets.update(merged)
    found: set[int] = set()
    for number in range(max((len(t.rounds) for t in (*old, new)), default=0)):
        then, now = [t.at(number) for t in old], new.at(number)
        sets |= {group for one in then for group in one.clusters} ^ now.clusters
        tried = {attempt for one in then for attempt in one.attempts} ^ now.attempts
        found.update(claim for _, claim, _ in tried)
    return found.union(chain.from_iterable(sets))


def least_of_each(blocks: Mapping[int, int]) -> dict[int, int]:
    """Return claim -> the least claim of its block, for claim -> any name of it."""
    least: dict[int, int] = {}
    for claim, block in blocks.items():
        least[block] = min(claim, least.get(block, claim))
    return {claim: least[block] for claim, block in blocks.items()}

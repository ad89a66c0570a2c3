"""Which clusters of several projects are one and the same: by name, by acts, by claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from db.digests import digest_of
from db.records import ActKind
from db.recovered_acts import clusters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Act
    from db.sides import Side

Node = tuple[int, int]
"""A side and the number of a cluster there."""


class Clusters:
    """The clusters of all sides in classes; a class is one cluster of the joined project."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides = sides
        self._parent: dict[Node, Node] = {}
        self._name: dict[Node, str] = {}
        self._meet_by_name()
        self._meet_by_acts()
        self._meet_by_claims()
        self._number()

    def of(self, side: int, cluster: int) -> int:
        """Return the number that a cluster of a side has in the joined project."""
        return self._numbers[self._root((side, cluster))]

    def has(self, side: int, cluster: int) -> bool:
        """Say whether a side knows anything of a cluster."""
        return (side, cluster) in self._parent

    def name(self, number: int) -> str:
        """Return the name of a class."""
        return self.names[number]

    def nodes(self) -> dict[Node, int]:
        """Return the number of every cluster of every side."""
        return {node: self._numbers[self._root(node)] for node in self._parent}

    def _meet_by_name(self) -> None:
        first: dict[str, Node] = {}
        for n, side in enumerate(self._sides):
            for cluster, name in side.names.items():
                self._add((n, cluster), name)
                self._join(first.setdefault(name, (n, cluster)), (n, cluster))

    def _meet_by_acts(self) -> None:
        """An act is on the same clusters in whichever file it is."""
        first: dict[tuple[str, int], Node] = {}
        for n, side in enumerate(self._sides):
            for act in side.log:
                for place, cluster in enumerate(_in_order(act)):
                    # A cluster that is gone without a trace gets a name that follows from the act.
                    self._add((n, cluster), digest_of(f"{act.uid} {place}".encode())[:32])
                    known = first.setdefault((act.uid, place), (n, cluster))
                    self._join(known, (n, cluster))

    def _meet_by_claims(self) -> None:
        """Clusters of projects that were built apart are those with most claims in common.

        Not those of copies: which claims they share would depend on what was joined before.
        """
        self._named_in = [set(side.names.values()) for side in self._sides]
        held, shared = self._claims_in_common()
        where = self._sides_of()
        pairs = sorted(
            shared.items(), key=lambda p: (-p[1], self._named(p[0][0]), self._named(p[0][1]))
        )
        for (one, other), number in pairs:
            a, b = self._root(one), self._root(other)
            if a == b or not self._strangers(where[a], where[b]):
                continue
            if 2 * number > min(len(held[one]), len(held[other])):
                both = where[a] | where[b]
                self._join(a, b)
                where[self._root(a)] = both

    def _claims_in_common(self) -> tuple[dict[Node, set[str]], Counter[tuple[Node, Node]]]:
        """Return the claims of each class, and how many each two have in common."""
        held: dict[Node, set[str]] = defaultdict(set)
        for n, side in enumerate(self._sides):
            for key, (home, _) in side.homes.items():
                if home is not None:
                    held[self._root((n, home))].add(key)
        at: dict[str, list[Node]] = defaultdict(list)
        for root, keys in held.items():
            for key in keys:
                at[key].append(root)
        shared: Counter[tuple[Node, Node]] = Counter()
        for roots in at.values():
            for i, one in enumerate(roots):
                for other in roots[i + 1 :]:
                    a, b = sorted((one, other), key=self._named)
                    shared[a, b] += 1
        return held, shared

    def _strangers(self, one: set[int], other: set[int]) -> bool:
        """Say whether no two of some projects are copies of one, whose clusters have names."""
        return all(a != b and not self._named_in[a] & self._named_in[b] for a in one for b in other)

    def _number(self) -> None:
        """Keep the numbers that clusters have, as far as no two want the same."""
        members: dict[Node, list[Node]] = defaultdict(list)
        for node in self._parent:
            members[self._root(node)].append(node)
        where = self._sides_of()
        taken: set[int] = set()
        late: list[Node] = []
        self._numbers: dict[Node, int] = {}
        for root in sorted(members, key=lambda r: (-len(where[r]), self._named(r))):
            wish = min(cluster for _, cluster in members[root])
            if wish in taken:
                late.append(root)
            else:
                taken.add(wish)
                self._numbers[root] = wish
        for number, root in enumerate(late, max(taken, default=0) + 1):
            self._numbers[root] = number
        self.names = {self._numbers[root]: self._named(root) for root in members}

    def _sides_of(self) -> dict[Node, set[int]]:
        found: dict[Node, set[int]] = defaultdict(set)
        for node in self._parent:
            found[self._root(node)].add(node[0])
        return found

    def _named(self, node: Node) -> str:
        return self._name[self._root(node)]

    def _add(self, node: Node, name: str) -> None:
        if node not in self._parent:
            self._parent[node] = node
            self._name[node] = name

    def _root(self, node: Node) -> Node:
        while self._parent[node] != node:
            self._parent[node] = node = self._parent[self._parent[node]]
        return node

    def _join(self, one: Node, other: Node) -> None:
        a, b = self._root(one), self._root(other)
        if a != b:
            self._name[a] = min(self._name[a], self._name[b])
            self._parent[b] = a


def _in_order(act: Act) -> Iterator[int]:
    """Yield the clusters of an act, each at the same place in every file."""
    if act.cluster_id == 0:
        return
    yield act.cluster_id
    yield from sorted(clusters_of(act) - {act.cluster_id}) if act.kind is not ActKind.WHOLE else ()

"""Articles that share an origin, put together; what the reviewer joins or parts goes first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from db.origin import Origin, Reason, Relation
from workbench.origins.partition import Partition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Pair = tuple[int, int]

_RANK = {reason: rank for rank, reason in enumerate(Reason)}
_CARRIED = frozenset({Reason.REVIEWER, Reason.NEAR_COPY})
"""What holds through a third article: a copy of a copy is a copy. An outlet's other articles, or
an agency's, tie two articles only if they are asked about too: else all would be one in the end."""


class Origins:
    """What is known of all articles, made once; `of` asks it about some of them.

    `joined` and `parted` are the reviewer's own pairs of ids and win over all relations; where they
    contradict each other, parting wins. The order in which anything is given changes nothing.
    Raises ValueError for a pair of an article with itself.
    """

    def __init__(
        self,
        relations: Iterable[Relation],
        joined: Iterable[Pair] = (),
        parted: Iterable[Pair] = (),
    ) -> None:
        self._copies: dict[int, list[Relation]] = defaultdict(list)
        self._others: dict[int, list[Relation]] = defaultdict(list)
        self._base = Partition(parted)
        for relation in sorted((*_joins(joined), *relations), key=_strength):
            carried = relation.reason in _CARRIED
            if carried:
                self._base.join_all(relation.documents)
            for number in relation.documents:
                (self._copies if carried else self._others)[number].append(relation)

    def of(self, asked: Iterable[int]) -> list[Origin]:
        """Put the articles `asked` into groups of one origin each, in the order of their ids."""
        return [Origin(members, self._ties(members)) for members in self.groups(asked)]

    def groups(self, asked: Iterable[int]) -> list[tuple[int, ...]]:
        """Return the articles of each of these origins without what ties them, much faster."""
        ids = sorted(set(asked))
        homes = {number: self._base.find(number) for number in ids}
        within = self._within(ids)
        foes = {(home, foe) for home in homes.values() for foe in self._base.foes(home)}
        groups = Partition(foes)
        for relation in within:
            groups.join_all(homes[number] for number in relation.documents)
        members: dict[int, list[int]] = defaultdict(list)
        for number in ids:
            members[groups.find(homes[number])].append(number)
        return [tuple(group) for group in members.values()]

    def parted(self, left: Iterable[int], right: Iterable[int]) -> bool:
        """Say whether the reviewer has parted one of these articles from one of those."""
        homes = {self._base.find(number) for number in right}
        return any(homes & self._base.foes(number) for number in left)

    def _within(self, ids: Sequence[int]) -> list[Relation]:
        """Return what outlets, agencies and owners tie among `ids`, and only those."""
        found: dict[int, tuple[Relation, list[int]]] = {}
        for number in ids:
            for relation in self._others.get(number, ()):
                found.setdefault(id(relation), (relation, []))[1].append(number)
        cut = [_cut(relation, among) for relation, among in found.values() if len(among) > 1]
        return sorted(cut, key=_strength)

    def _ties(self, members: Sequence[int]) -> tuple[Relation, ...]:
        """Return why `members` are one group, with the way through others where there is one."""
        if len(members) == 1:
            return ()
        inside = set(members)
        found = {
            relation: None
            for number in members
            for relation in self._copies.get(number, ())
            if inside.issuperset(relation.documents)
        }
        linked = Partition()
        for relation in found:
            linked.join_all(relation.documents)
        for home in _several(members, self._base):
            if len({linked.find(number) for number in home}) > 1:
                found |= dict.fromkeys(self._ways(home))
        return tuple(sorted((*found, *self._within(members)), key=_strength))

    def _ways(self, members: Sequence[int]) -> Iterator[Relation]:
        """Yield the copies on the shortest ways from the first of `members` to the others."""
        first, *others = members
        home = self._base.find(first)
        came: dict[int, tuple[int, Relation] | None] = {first: None}
        queue, missing = [first], set(others)
        for number in queue:
            if not missing:
                break
            for relation in self._copies.get(number, ()):
                for other in relation.documents:
                    if other not in came and self._base.find(other) == home:
                        came[other] = (number, relation)
                        missing.discard(other)
                        queue.append(other)
        for number in others:
            while step := came[number]:
                number, relation = step
                yield relation


def _several(members: Sequence[int], base: Partition) -> list[list[int]]:
    homes: dict[int, list[int]] = defaultdict(list)
    for number in members:
        homes[base.find(number)].append(number)
    return [home for home in homes.values() if len(home) > 1]


def _joins(joined: Iterable[Pair]) -> Iterator[Relation]:
    for a, b in joined:
        if a == b:
            raise ValueError(f"document {a} cannot be joined to itself")
        yield Relation(Reason.REVIEWER, (min(a, b), max(a, b)))


def _cut(relation: Relation, members: Sequence[int]) -> Relation:
    """Leave only `members` of a relation, and their evidence."""
    evidence = tuple(e for e in relation.evidence if e.document_id in members)
    return replace(relation, documents=tuple(members), evidence=evidence)


def _strength(relation: Relation) -> tuple[int, float, str, tuple[int, ...]]:
    """Sort the strongest first, and always in the same order."""
    share = relation.share or 0.0
    return _RANK[relation.reason], -share, relation.name, relation.documents

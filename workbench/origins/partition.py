"""Groups that grow by joining, but never join what somebody has parted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Partition:
    """Disjoint groups of ids; every id is a group of its own until it is joined.

    Raises ValueError when an id is to be parted from itself.
    """

    def __init__(self, parted: Iterable[tuple[int, int]] = ()) -> None:
        self._parent: dict[int, int] = {}
        self._foes: dict[int, set[int]] = defaultdict(set)
        for a, b in parted:
            if a == b:
                raise ValueError(f"document {a} cannot be parted from itself")
            self._foes[a].add(b)
            self._foes[b].add(a)

    def find(self, number: int) -> int:
        """Return the smallest id of the group that `number` is in."""
        root = number
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(number, number)) != root:
            self._parent[number], number = root, above
        return root

    def foes(self, number: int) -> set[int]:
        """Return the groups, by their smallest ids, that the group of `number` must not join."""
        return {self.find(foe) for foe in self._foes.get(self.find(number), ())}

    def join(self, a: int, b: int) -> bool:
        """Make one group of two; say whether they are one now."""
        low, high = sorted((self.find(a), self.find(b)))
        if low == high:
            return True
        if low in self.foes(high):
            return False
        self._parent[high] = low
        if high in self._foes:
            self._foes[low] |= self._foes.pop(high)
        return True

    def join_all(self, numbers: Iterable[int]) -> None:
        """Join each id to the first of those before it that nothing parts it from."""
        groups: dict[int, None] = {}
        for number in numbers:
            if not any(self.join(group, number) for group in groups):
                groups[self.find(number)] = None
            groups = dict.fromkeys(map(self.find, groups))

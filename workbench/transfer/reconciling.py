"""Several projects -> one log, one clustering: pure, and the same in whichever order they come.

The log is that of all acts in the order in which they were written. A claim is where the newest act
on it that stands puts it, on whichever side it was done; where nobody moved it, it is where it was.
A cluster that was merged into another takes along what joined it elsewhere.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import ActKind, LeftOut
from db.verdicts import JUDGING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.records import Act
    from db.sides import Home, Side
    from workbench.transfer.correspondence import Clusters

_MOVING = (ActKind.MERGE, ActKind.DETACH, ActKind.WHOLE, ActKind.DROP)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that two acts on different sides put into different places; the later stands."""

    key: str
    earlier: Act
    later: Act


@dataclass(frozen=True, slots=True)
class _Move:
    """What an act does to one claim. `order` is its place in the log, or that of its last redo."""

    order: int
    act: Act
    home: Home


@dataclass(frozen=True, slots=True)
class _Told:
    """Where a claim is on a side, and from which clusters it came if that was joined itself.

    `local` are the acts on the claim that stand there.
    """

    side: Side
    home: Home
    former: frozenset[int]
    local: frozenset[str]


class Reconciled:
    """What the sides come to together; clusters are classes, numbered by `Clusters`."""

    def __init__(self, sides: Sequence[Side], clusters: Clusters, heirs: Mapping[str, str]) -> None:
        self._sides, self._clusters, self._heirs = sides, clusters, heirs
        self.log, self.home_side = _interleaved(sides)
        self.undone, self._order = self._fold()
        self._movers = self._find_movers()
        self._judged = {
            clusters.of(self.home_side[act.uid], act.cluster_id)
            for act in self.log
            if act.kind in JUDGING and act.uid not in self.undone
        }
        self._moves: dict[str, list[_Move]] = defaultdict(list)
        self._aliases: dict[int, tuple[int, str]] = {}
        for act in self.log:
            if act.kind in _MOVING and act.uid not in self.undone:
                self._take(act)
        for moves in self._moves.values():
            moves.sort(key=lambda move: move.order)

    def homes(self, keys: Mapping[str, bool]) -> dict[str, Home]:
        """Return where each claim is, by its key; `keys` says which are of articles in force.

        One that is not stays where it was until the clusters are made anew, as in any project.
        """
        return {key: self._home(key) if there else self._former(key) for key, there in keys.items()}

    def came_from(self, homes: Mapping[str, Home]) -> dict[str, set[int]]:
        """Return the clusters from which claims came, where that is not just the one of `homes`."""
        found = {}
        for key, (home, _) in homes.items():
            came = {one[0] for one in _origins(self._told(key)) if one[0] is not None}
            if came and came != {home}:
                found[key] = came
        return found

    def conflicts(self) -> Iterator[Conflict]:
        """Yield what was done to one claim on two sides that did not know of each other."""
        for key, moves in sorted(self._moves.items()):
            *before, last = moves
            for move in reversed(before):
                elsewhere = self._settled(move.home) != self._settled(last.home)
                if elsewhere and self.apart(move.act, last.act):
                    yield Conflict(key, move.act, last.act)
                    break

    def apart(self, one: Act, other: Act) -> bool:
        """Say whether two acts were done on sides that did not know of each other."""
        return all(
            any(a.uid in side.known and b.uid not in side.known for side in self._sides)
            for a, b in ((one, other), (other, one))
        )

    def _fold(self) -> tuple[set[str], dict[str, int]]:
        """Return the acts that do not stand, and when each that stands came to do so."""
        undone: set[str] = set()
        order: dict[str, int] = {}
        targets = [{act.id: act.uid for act in side.log} for side in self._sides]
        for place, act in enumerate(self.log):
            if act.undoes is None:
                order[act.uid] = place
                continue
            target = targets[self.home_side[act.uid]][act.undoes]
            if target not in order:
                raise ValueError(f"act {act.uid} undoes one that was written after it")
            if act.kind is ActKind.UNDO:
                undone.add(target)
            else:
                undone.discard(target)
                order[target] = place
        return undone, order

    def _take(self, act: Act) -> None:
        side = self.home_side[act.uid]
        for key, home in self._puts(side, act):
            heir = self._heirs.get(key, key)
            self._moves[heir].append(_Move(self._order[act.uid], act, home))
        if act.kind is ActKind.MERGE:
            into = self._clusters.of(side, act.cluster_id)
            other = self._clusters.of(side, int(act.value))
            if self._root(into) == other:
                self._aliases.pop(into, None)  # merged to and fro: the later way holds
            if into != other:
                self._aliases[other] = (into, act.uid)

    def _puts(self, side: int, act: Act) -> Iterator[tuple[str, Home]]:
        """Yield the claims that an act names and where it puts each."""
        match act.kind:
            case ActKind.MERGE | ActKind.DETACH:
                into = act.cluster_id if act.kind is ActKind.MERGE else int(act.value)
                home: Home = (self._clusters.of(side, into), None)
                yield from ((key, home) for key in act.claims)
            case ActKind.DROP:
                yield act.claims[0], (None, LeftOut.DROPPED)
            case _:
                first, *others = act.claims
                before = json.loads(act.value)[0]
                into = before if self._clusters.has(side, before) else act.cluster_id
                yield first, (self._clusters.of(side, into), None)
                yield from ((key, (None, LeftOut.REPLACED)) for key in others)

    def _root(self, cluster: int) -> int:
        while cluster in self._aliases:
            cluster = self._aliases[cluster][0]
        return cluster

    def _settled(self, home: Home) -> Home:
        return home if home[0] is None else (self._root(home[0]), home[1])

    def _home(self, key: str) -> Home:
        told = self._told(key)
        moves = self._moves.get(key, [])
        standing = {move.act.uid for move in moves}
        alike = len({one.home for one in told}) == 1
        stays = [self._stays(one, moves[-1].home if moves else None) for one in told]
        if (
            alike
            and all(one.local == standing for one in told)
            and all(stays[n] for n, one in enumerate(told) if one.former)
            and any(stays)
        ):
            return told[0].home
        if moves:
            return self._settled(moves[-1].home)
        came = _origins(told) or {one.home for one in told}
        return self._settled(min(came, key=self._preference))

    def _former(self, key: str) -> Home:
        told = [one.home for one in self._told(key)]
        nowhere = [home for home in told if home[0] is None]
        return min(nowhere or told, key=lambda home: (str(home[1] or ""), *self._preference(home)))

    def _told(self, key: str) -> list[_Told]:
        """Return where each side that has a claim has it."""
        return [
            _Told(
                side,
                self._of_class(n, side.homes[key]),
                frozenset(self._clusters.of(n, one) for one in side.former.get(key, ())),
                frozenset(
                    uid
                    for uid in self._movers.get(key, ())
                    if uid in side.known and uid not in side.undone
                ),
            )
            for n, side in enumerate(self._sides)
            if key in side.homes
        ]

    def _stays(self, told: _Told, moved_to: Home | None) -> bool:
        """Say whether a side knew of all that could take a claim away from where it is there.

        That are the merges of the cluster that it was moved to, or else came from, on the way to
        where it is.
        """
        if moved_to is None and len(told.former) > 1:
            return False
        here = told.home[0]
        at = moved_to[0] if moved_to else next(iter(told.former), here)
        if at == here:
            return self._knows(told.side, at)
        while at is not None:
            if not self._knows(told.side, at):
                return False
            at = self._aliases[at][0] if at in self._aliases else None
        return True

    def _of_class(self, side: int, home: Home) -> Home:
        return home if home[0] is None else (self._clusters.of(side, home[0]), home[1])

    def _knows(self, side: Side, cluster: int | None) -> bool:
        """Say whether a side knew of the merge of a cluster into another, if there is one."""
        alias = None if cluster is None else self._aliases.get(cluster)
        return alias is None or alias[1] in side.known

    def _find_movers(self) -> dict[str, set[str]]:
        """Return the acts that ever moved each claim."""
        found: dict[str, set[str]] = defaultdict(set)
        for act in self.log:
            for named in act.claims if act.kind in _MOVING else ():
                found[self._heirs.get(named, named)].add(act.uid)
        return found

    def _preference(self, home: Home) -> tuple[bool, bool, str]:
        """Prefer a cluster that somebody judged, then the first by name; left out comes last."""
        if home[0] is None:
            return True, True, str(home[1] or "~")
        return False, home[0] not in self._judged, self._clusters.name(home[0])


def _origins(told: Sequence[_Told]) -> set[Home]:
    """Return where a claim would be on the sides if nobody had moved it, as far as it is known."""
    came: set[Home] = {(home, None) for one in told for home in one.former}
    return came | {one.home for one in told if not one.former and not one.local}


def _interleaved(sides: Sequence[Side]) -> tuple[list[Act], dict[str, int]]:
    """Return all acts by time, reviewer and name, and a side that has each."""
    found: dict[str, tuple[int, Act]] = {}
    for n, side in enumerate(sides):
        for act in side.log:
            known = found.setdefault(act.uid, (n, act))[1]
            if _said(known) != _said(act):
                raise ValueError(f"act {act.uid} is not the same in {side.path} as in another file")
    log = sorted(
        (act for _, act in found.values()), key=lambda act: (act.written, act.reviewer, act.uid)
    )
    return log, {uid: n for uid, (n, _) in found.items()}


def _said(act: Act) -> tuple[object, ...]:
    return act.kind, act.reviewer, act.at, act.written, act.claims

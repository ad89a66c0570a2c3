"""Garbage is collected between keys."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from workbench.ui.sweeping import Sweeper

if TYPE_CHECKING:
    from collections.abc import Iterator


class Knot:
    """An object that only a collection takes away."""

    def __init__(self, alive: set[int]) -> None:
        self.itself = self
        self._alive = alive
        alive.add(id(self))

    def __del__(self) -> None:
        self._alive.discard(id(self))


@pytest.fixture
def sweeper() -> Iterator[Sweeper]:
    before = gc.get_threshold()
    gc.collect()
    found = Sweeper()
    found.begin()
    yield found
    found.end()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_nothing_is_collected_while_keys_come_and_all_of_it_afterwards(sweeper: Sweeper) -> None:
    alive: set[int] = set()
    for _ in range(3):
        for _ in range(1_500):
            Knot(alive)
        assert not sweeper.look()
    assert len(alive) == 4_500
    assert sweeper.look()
    assert not alive
    assert not sweeper.look()


def test_a_long_run_of_keys_is_collected_all_the_same(sweeper: Sweeper) -> None:
    alive: set[int] = set()
    for _ in range(60_000):
        Knot(alive)
    assert len(alive) < 60_000


def test_one_in_twenty_looks_at_old_objects_too(sweeper: Sweeper) -> None:
    alive: set[int] = set()
    old = [Knot(alive) for _ in range(10)]
    gc.collect()
    old.clear()
    rounds = 0
    while alive and rounds < 30:
        rounds += 1
        kept = [[] for _ in range(2_500)]
        sweeper.look()
        assert sweeper.look()
        del kept
    assert rounds == 20

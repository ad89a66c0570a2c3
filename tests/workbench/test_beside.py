"""Where claims would be otherwise, among clusters that were not made anew with theirs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from db.connection import open_writer
from db.records import Membership
from tests.made import cluster, group, tell
from workbench.clustering.beside import with_others
from workbench.clustering.near_links import near_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def db(project: Path) -> Iterator[Database]:
    db = open_writer(project)
    yield db
    db.close()


class Scored:
    """Links as the linker scores them, all of one kind."""

    def __init__(self, pairs: dict[tuple[int, int], float]) -> None:
        self.left, self.right = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
        self.probability = np.array([pairs[pair] for pair in sorted(pairs)], dtype=np.float32)
        self.reasons = np.zeros((len(pairs), 1), dtype=np.float32)
        self.alone = self.nearness = self.probability
        self.links = self


@pytest.mark.parametrize("seed", range(8))
def test_the_runner_up_is_the_cluster_that_is_nearest_on_the_mean(db: Database, seed: int) -> None:
    dice = random.Random(seed)
    ids = tell(db, "Alpha", *(f"Ship {n} sank." for n in range(9)))
    homes = cluster(db, group(db, *ids[:2]), group(db, *ids[2:5]), group(db, *ids[5:]))
    pairs = {
        (a, b): dice.choice((0.25, 0.5, 0.75))
        for a in range(2)
        for b in range(2, 9)
        if dice.random() < 0.6
    }
    near = dict(near_of(ids, Scored(pairs)))
    told = with_others(db, [Membership(ids[0], ids[1], 0.9, ())], ids[:2], near)
    found = {one.claim_id: one for one in told}
    assert found[ids[0]].partner_id == ids[1]
    for place in range(2):
        means = {
            home: sum(p for (a, b), p in pairs.items() if a == place and b in range(*span)) / size
            for home, span, size in zip(homes[1:], ((2, 5), (5, 9)), (3, 4), strict=True)
        }
        best = max(means.values())
        one = found.get(ids[place])
        assert (one.runner_up_probability if one else 0.0) == pytest.approx(best)
        if one and one.runner_up is not None:
            assert means[home_of(db, one.runner_up)] == pytest.approx(best)


def test_a_nearer_one_that_is_known_already_stays(db: Database) -> None:
    one, two, three = tell(db, "Alpha", "Ships sank.", "Ferries stopped.", "It rained.")
    cluster(db, *(group(db, claim) for claim in (one, two, three)))
    near = dict(near_of([one, two, three], Scored({(0, 1): 0.5})))
    known = Membership(one, None, 0.0, (), three, 0.6)
    assert with_others(db, [known], [one], near) == [known]
    assert with_others(db, [known], [one], {}) == [known]


def home_of(db: Database, claim: int) -> int:
    return db.execute("SELECT cluster_id FROM claim WHERE id = ?", [claim]).fetchone()[0]

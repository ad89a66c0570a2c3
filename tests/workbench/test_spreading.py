"""What new claims change is found without clustering the whole, and is what that would give."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest

from db import blocks, claims, studies
from db.connection import open_writer, writing
from tests.made import cluster, group, tell
from workbench.clustering import spreading
from workbench.clustering.labelling import MOST_COPIES, labels_of
from workbench.clustering.near_links import links_among, near_of
from workbench.clustering.spreading import Spreading
from workbench.clustering.tracing import Trace, differing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sqlite_utils import Database

BAR = 0.5
GROUPS = 1


@pytest.fixture
def db(project: Path) -> Iterator[Database]:
    db = open_writer(project)
    yield db
    db.close()


class Scored:
    """Pairs of claims as models.linker gives them, without reasons."""

    def __init__(self, left: list[int], right: list[int], probability: list[float]) -> None:
        self.left, self.right = np.array(left, dtype=np.int32), np.array(right, dtype=np.int32)
        self.probability = np.array(probability, dtype=np.float32)
        self.reasons = np.zeros((len(left), GROUPS), dtype=np.float32)
        self.alone = self.nearness = self.probability
        self.links = self


def stored(ids: list[int], pairs: Mapping[tuple[int, int], float]) -> dict[int, bytes]:
    """Return the links of claims as a project keeps them."""
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    return dict(near_of(ids, Scored(left, right, list(pairs.values()))))


def planted(count: int, seed: int, steps: int = 0) -> dict[tuple[int, int], float]:
    """Return pairs of items in a long chain of facts, each of them near to its neighbours."""
    dice = np.random.default_rng(seed)
    fact = dice.permutation(count) // 4
    pairs = {}
    for a in range(count):
        for b in range(a + 1, count):
            apart = abs(int(fact[a]) - int(fact[b]))
            if apart > 1 or (apart and dice.random() < 0.6):
                continue
            chance = dice.uniform(0.35, 1.0) if apart == 0 else dice.uniform(0.1, 0.75)
            pairs[a, b] = round(chance * steps) / steps if steps else float(chance)
    return pairs


def sets(ids: Iterable[int], labels: Iterable[int]) -> set[frozenset[int]]:
    found = defaultdict(set)
    for claim, label in zip(ids, labels, strict=True):
        found[label].add(claim)
    return set(map(frozenset, found.values()))


def clustered(
    db: Database, some: Iterable[int], near: Mapping[int, bytes], held: Mapping[int, int]
) -> set[frozenset[int]]:
    there = claims.some(db, some)
    labels = labels_of(there, held, lambda one: links_among(one, near, GROUPS), BAR)
    return sets([claim.id for claim in there], labels.of)


def begin(
    db: Database, old: list[int], near: Mapping[int, bytes], held: Mapping[int, int]
) -> set[frozenset[int]]:
    """Cluster the old claims, and leave behind what a clustering leaves; return the clusters."""
    there = claims.some(db, old)
    labels = labels_of(there, held, lambda one: links_among(one, near, GROUPS), BAR)
    found = sets([claim.id for claim in there], labels.of)
    cluster(db, *(group(db, *sorted(one)) for one in sorted(found, key=min)))
    inside = set(old)
    kept = {}
    for claim in old:
        table = np.frombuffer(near.get(claim, b""), spreading.read_links(b"").dtype)
        kept[claim] = table[np.isin(table["claim"], sorted(inside))].tobytes()
    with writing(db):
        db.conn.executemany("INSERT INTO near VALUES (?, ?)", kept.items())
        blocks.put(db, [(claim, one, held.get(claim)) for claim, one in labels.blocks.items()])
    return found


def outcome(db: Database, before: set[frozenset[int]], found: spreading.Spread) -> set[object]:
    """Return all clusters after those of some claims have been made anew."""
    ids = [claim.id for claim in found.claims]
    touched = {*ids, *found.gone}
    assert all(one <= touched or not one & touched for one in before)
    assert found.before == studies.together(db, ids)
    return {one for one in before if not one & touched} | sets(ids, found.labels.of)


@pytest.mark.parametrize("steps", [0, 20], ids=["distinct", "with ties"])
@pytest.mark.parametrize("seed", range(6))
def test_the_clusters_are_those_of_the_whole_and_few_are_looked_at(
    db: Database, seed: int, steps: int
) -> None:
    count, joining = 160, 4
    ids = [one for n in range(count // 8) for one in tell(db, f"S{n}", *words(n, 8))]
    pairs = planted(count, seed, steps)
    near = stored(ids, pairs)
    dice = np.random.default_rng(seed)
    new = set(dice.choice(ids, joining, replace=False).tolist())
    old = [claim for claim in ids if claim not in new]
    before = begin(db, old, near, {})
    fresh = claims.some(db, new)
    found = Spreading(db, near, {}, BAR, GROUPS).of(fresh)
    assert outcome(db, before, found) == clustered(db, ids, near, {})
    assert len(found.claims) < count
    whole = labels_of(claims.some(db, ids), {}, lambda s: links_among(s, near, GROUPS), BAR)
    assert whole.blocks.items() >= found.labels.blocks.items()


def words(number: int, count: int) -> list[str]:
    return [f"Claim {number} {n} says this." for n in range(count)]


@pytest.mark.parametrize("seed", range(6))
def test_so_are_they_when_reviewers_have_held_let_go_and_left_out_claims(
    db: Database, seed: int
) -> None:
    ids = [one for n in range(20) for one in tell(db, f"S{n}", *words(n, 8))]
    near = stored(ids, planted(len(ids), seed))
    dice = np.random.default_rng(seed)
    some = dice.permutation(ids).tolist()
    new, old = set(some[:3]), sorted(some[3:])
    then = {claim: 1000 + n // 2 for n, claim in enumerate(some[3:9])}
    now = {claim: 2000 + n // 3 for n, claim in enumerate(some[7:13])}
    before = begin(db, old, near, then)
    left_out = some[20:22]
    with writing(db):
        db.execute(
            "UPDATE claim SET cluster_id = NULL, left_out = 'dropped' WHERE id IN (?, ?)",
            left_out,
        )
    before = {one.difference(left_out) for one in before} - {frozenset()}
    found = Spreading(db, near, now, BAR, GROUPS).of(claims.some(db, new))
    assert outcome(db, before, found) == clustered(db, ids, near, now)
    assert found.gone == set(left_out)


def test_what_spreads_far_is_clustered_as_far_as_links_go(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "MOST", 20)
    ids = [one for n in range(20) for one in tell(db, f"S{n}", *words(n, 8))]
    near = stored(ids, planted(len(ids), 1))
    before = begin(db, ids[:-5], near, {})
    found = Spreading(db, near, {}, BAR, GROUPS).of(claims.some(db, ids[-5:]))
    assert outcome(db, before, found) == clustered(db, ids, near, {})
    assert len(found.claims) > 20


def test_spare_copies_are_in_the_block_of_their_words(db: Database) -> None:
    ids = [one for n in range(MOST_COPIES + 5) for one in tell(db, f"S{n}", "All the same.")]
    other = tell(db, "Other", "Something else.")
    labels = labels_of(
        claims.some(db, [*ids, *other]), {}, lambda s: links_among(s, {}, GROUPS), BAR
    )
    assert {labels.blocks[claim] for claim in ids} == {ids[0]}
    assert labels.blocks[other[0]] == other[0]


def test_two_traces_differ_where_clusters_went_different_ways(db: Database) -> None:
    ids = tell(db, "A", *words(0, 6))
    pairs = {(0, 1): 0.9, (2, 3): 0.8, (4, 5): 0.7}
    traces = []
    for more in ({}, {(1, 2): 0.95}):
        trace = Trace()
        near = stored(ids, {**pairs, **more})
        labels_of(claims.some(db, ids), {}, lambda s, n=near: links_among(s, n, 1), BAR, trace)
        traces.append(trace)
    assert differing(traces[:1], traces[0]) == set()
    assert differing(traces[:1], traces[1]) == set(ids[:4])

import pickle

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from models.linking import candidates as found_by
from models.linking import index
from models.linking.candidates import NEIGHBOURS, candidates
from models.linking.claims import ordered
from models.linking.nearest import Wanted, nearest
from models.linking.parted import Parted
from models.linking.shelf import MEMORY
from tests.models.linked import CLAIMS, toy_vectors, toy_words


@pytest.fixture(scope="module")
def many():
    """Four hundred claims of forty words, in a hundred articles."""
    rng = np.random.default_rng(3)
    words = [f"word{i}" for i in range(40)]
    texts = [" ".join(rng.choice(words, 8)) for _ in range(400)]
    return ordered(texts, toy_vectors(texts), range(400), range(400), toy_words(texts))[1]


def test_candidates_grow_with_claims_not_with_their_square(many, monkeypatch):
    monkeypatch.setattr("models.linking.candidates._BLOCK", 1 << 12)  # many blocks
    left, right = candidates(many)
    assert len(left) <= 400 * NEIGHBOURS * 1.1
    assert (left < right).all()
    assert len(np.unique(left * 400 + right)) == len(left)


def test_blocks_do_not_change_the_candidates(monkeypatch):
    texts = [text for text, _, _ in CLAIMS]
    _, claims = ordered(texts, toy_vectors(texts), range(9), range(9), toy_words(texts))
    whole = np.stack(candidates(claims))
    monkeypatch.setattr("models.linking.candidates._BLOCK", 10)
    assert np.array_equal(np.stack(candidates(claims)), whole)


def test_many_claims_have_nearly_the_candidates_of_few(many, monkeypatch):
    few = set(zip(*candidates(many), strict=True))
    monkeypatch.setattr(found_by, "FEW", 0)
    found = set(zip(*candidates(many), strict=True))
    assert len(few & found) >= 0.97 * max(len(few), len(found))


def searched(meaning, spelling=None, group=None, count=5, least=(0.2, 0.1, 0.2)):
    """Rows, of whose second part nothing is known by default, and what is wanted of them."""
    if spelling is None:
        spelling = np.zeros((len(meaning), 1), np.float32)
    rows, (first, second, both) = Parted.of(meaning, spelling, least)
    group = np.arange(len(meaning)) if group is None else group
    return rows, Wanted(count, group, (first, second), both)


def expected_of(rows, wanted):
    """The nearest of each row, and what is as near as the last of them."""
    first, second = (
        part.astype(int) @ part.T.astype(int) for part in (rows.meaning, rows.spelling)
    )
    both = first + second
    able = ((first >= wanted.least[0]) | (second >= wanted.least[1])) & (both >= wanted.least_sum)
    able &= wanted.group[:, None] != wanted.group
    score = np.where(able, both, -(10**9))
    bar = np.sort(score, axis=1)[:, -wanted.count, None]
    return set(zip(*np.nonzero(able & (score >= bar)), strict=True))


def pairs_of(found):
    return {(int(a), int(b)) for row, other in found for a, b in zip(row, other, strict=True)}


@pytest.mark.parametrize("block", [1, 7, 32, 500])
def test_products_that_serve_both_sides_find_the_nearest_of_each_row(block):
    meaning = np.random.default_rng(1).normal(size=(90, 16)).astype(np.float32)
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    rows, wanted = searched(meaning)
    assert pairs_of(nearest(rows, wanted, block=block)) == expected_of(rows, wanted)


def test_a_pair_counts_by_either_part():
    dice = np.random.default_rng(4)
    parts = (dice.normal(size=(60, d)).astype(np.float32) / 3 for d in (6, 3))
    rows, wanted = searched(*parts, count=4, least=(0.3, 0.4, 0.1))
    expected = expected_of(rows, wanted)
    assert pairs_of(nearest(rows, wanted, block=16)) == expected
    assert pairs_of(index.near_in_index(rows, wanted, MEMORY)) == expected


def test_rows_of_one_group_make_no_pair():
    meaning = np.ones((30, 4), dtype=np.float32) / 2
    rows, wanted = searched(meaning, group=np.zeros(30, np.int64), least=(0.1, 0.1, 0.0))
    assert pairs_of(nearest(rows, wanted, block=8)) == set()
    assert pairs_of(index.near_in_index(rows, wanted, MEMORY)) == set()


def planted(groups=60, size=8):
    """Rows in groups of near ones, in an order that mixes them, and the group of each."""
    dice = np.random.default_rng(2)
    group = dice.permutation(np.repeat(np.arange(groups), size))
    rows = dice.normal(size=(groups, 32))[group] + 0.15 * dice.normal(size=(groups * size, 32))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), group


def test_an_index_finds_nearly_all_that_is_near(monkeypatch):
    monkeypatch.setattr(index, "PROBES", 12)  # of 88 lists
    meaning, group = planted()
    rows, wanted = searched(meaning)
    near = {(a, b) for a, b in pairs_of(nearest(rows, wanted)) if group[a] == group[b]}
    found = pairs_of(index.near_in_index(rows, wanted, MEMORY))
    assert len(near & found) >= 0.97 * len(near)
    assert pairs_of(index.near_in_index(rows, wanted, MEMORY)) == found


def test_an_index_takes_over_by_itself_and_says_so(many, monkeypatch):
    monkeypatch.setattr(found_by, "FEW", 0)
    whole = np.stack(candidates(many))
    monkeypatch.setattr(found_by, "MOST_COMPARED", 399)
    monkeypatch.setattr(index, "PROBES", 100)  # every list: nothing is missed
    assert found_by.way(399) == "all pairs"
    assert found_by.way(400) == "in an index"
    found = np.stack(candidates(many))
    assert set(map(tuple, found.T)) <= set(map(tuple, whole.T))  # where several tie, it takes fewer
    assert found.shape[1] >= 0.9 * whole.shape[1]


class Elsewhere:
    """Searches as if from far away; `done` counts the parts."""

    def __init__(self, workers):
        self.workers, self.done = workers, 0

    def map(self, task, arrays, items):
        task, arrays = pickle.loads(pickle.dumps((task, arrays)))
        for item in items:
            self.done += 1
            yield task(arrays, item)


@pytest.mark.parametrize("most", [10**9, 1], ids=["every pair", "cells"])
def test_parts_searched_elsewhere_have_the_same_candidates(many, monkeypatch, most):
    for name, value in (("FEW", 0), ("SPREAD_FROM", 400), ("MOST_COMPARED", most), ("BLOCK", 64)):
        monkeypatch.setattr(found_by, name, value)
    monkeypatch.setattr(found_by, "cores", lambda: 2)
    monkeypatch.setattr(index, "_ASKING", 64)
    there = Elsewhere(5)
    said = []
    found = candidates(many, lambda done, total: said.append((done, total)), there)
    assert np.array_equal(np.stack(found), np.stack(candidates(many)))
    assert there.done == 7
    assert said[-1] == (400, 400)


@pytest.mark.parametrize(
    ("workers", "most", "least"), [(4, 10**9, 0), (1, 1, 0), (5, 10**9, 401), (2, 1, 401)]
)
def test_what_gains_nothing_elsewhere_is_searched_here(many, monkeypatch, workers, most, least):
    for name, value in (("FEW", 0), ("SPREAD_FROM", least), ("MOST_COMPARED", most)):
        monkeypatch.setattr(found_by, name, value)
    monkeypatch.setattr(found_by, "cores", lambda: 2)
    there = Elsewhere(workers)
    candidates(many, spread=there)
    assert there.done == 0


class Enough(Exception):
    pass


@pytest.mark.parametrize("most", [10**9, 1])
def test_a_search_says_how_far_it_is_and_can_be_stopped(many, monkeypatch, most):
    monkeypatch.setattr(found_by, "FEW", 0)
    monkeypatch.setattr(found_by, "MOST_COMPARED", most)
    said = []
    candidates(many, lambda done, total: said.append((done, total)))
    assert said
    assert said == sorted(said)
    assert said[-1][0] == said[-1][1]

    def stop(done, total):
        raise Enough

    with pytest.raises(Enough):
        candidates(many, stop)


def blas_threads():
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]


def test_a_product_of_cells_has_one_thread_and_others_as_many_as_before():
    rows, wanted = searched(planted()[0])
    before, within = blas_threads(), []

    def stop(done, total):
        if done:
            within.extend(blas_threads())
            raise Enough

    with pytest.raises(Enough):
        list(index.near_in_index(rows, wanted, MEMORY, stop))
    assert set(within) == {1}
    assert blas_threads() == before

"""Shares: even, whole, the same again for the same seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sharing import share

CLUSTERS = list(range(1, 101))


@given(
    clusters=st.lists(st.integers(1, 10**6), unique=True, max_size=60),
    people=st.integers(2, 5),
    overlap=st.integers(0, 100),
    seed=st.integers(),
)
def test_each_cluster_has_somebody_and_everybody_about_as_many(
    clusters: list[int], people: int, overlap: int, seed: int
) -> None:
    names = [f"r{n}" for n in range(people)]
    shares = share(clusters, names, overlap=overlap, seed=seed)
    assert shares.keys() == set(clusters)
    assert all(len(set(got)) == len(got) for got in shares.values())
    assert sum(len(got) == 2 for got in shares.values()) == round(len(clusters) * overlap / 100)
    load = Counter(name for got in shares.values() for name in got)
    assert max(load.values(), default=0) - min((load[n] for n in names), default=0) <= 2
    assert share(clusters[::-1], names[::-1], overlap=overlap, seed=seed) == shares


def test_another_seed_makes_other_shares() -> None:
    assert share(CLUSTERS, ["ada", "bob"], seed=1) != share(CLUSTERS, ["ada", "bob"], seed=2)


def test_those_of_one_source_go_to_one_reviewer() -> None:
    sources = {cluster: f"source {cluster % 7}" for cluster in CLUSTERS}
    shares = share(CLUSTERS, ["ada", "bob", "cleo"], sources=sources)
    for source in set(sources.values()):
        assert len({shares[c][0] for c in CLUSTERS if sources[c] == source}) == 1
    assert {got[0] for got in shares.values()} == {"ada", "bob", "cleo"}


def test_who_has_much_already_gets_less() -> None:
    shares = share(CLUSTERS[:10], ["ada", "bob"], loads={"ada": 10})
    assert Counter(got[0] for got in shares.values()) == {"bob": 10}


def test_shares_need_reviewers() -> None:
    with pytest.raises(ValueError, match="name the reviewers"):
        share(CLUSTERS, [])
    with pytest.raises(ValueError, match="two reviewers"):
        share(CLUSTERS, ["ada", "ada"], overlap=1)

"""Kappa is what the field's own library computes."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from workbench.agreement import agreed, alpha, kappa, reliability

LABELS = st.sampled_from(["consistent", "conflicting", "single-sourced"])


@given(st.dictionaries(st.tuples(LABELS, LABELS), st.integers(1, 20), min_size=1))
def test_kappa_is_that_of_scikit_learn(counts: dict[tuple[str, str], int]) -> None:
    pairs = [pair for pair, n in counts.items() for _ in range(n)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(*map(list, zip(*pairs, strict=True)))
    found = kappa(counts)
    if found is None:
        assert math.isnan(expected) or expected == 1
    else:
        assert found == pytest.approx(expected)


def test_without_cases_there_is_nothing_to_say() -> None:
    assert kappa({}) is None
    assert kappa({("a", "a"): 3}) is None
    assert agreed({}) == (0, 0)
    assert agreed({("a", "a"): 3, ("a", "b"): 1}) == (3, 4)


def test_alpha_of_three_reviewers_is_that_of_the_definition() -> None:
    units = [
        {"ada": "a", "bob": "a", "cleo": "a"},
        {"ada": "b", "bob": "b", "cleo": "b"},
        {"ada": "a", "bob": "b", "cleo": "b"},
    ]
    # Unlike pairs within units: 2 of unit three (a-b, a-b), each way, over m - 1 = 2: 2 in all 9.
    observed = 2 / 9
    # 4 times a and 5 times b: unlike pairs 2 * 4 * 5 of 9 * 8.
    expected = 40 / 72
    assert alpha(units) == pytest.approx(1 - observed / expected)


def test_alpha_of_one_label_says_nothing() -> None:
    assert alpha([{"ada": "a", "bob": "a"}]) is None
    assert alpha([]) is None


def test_reviewers_are_compared_on_the_same_claims_only() -> None:
    units = [
        ({"ada": "a", "bob": "a"}, frozenset({"number"})),
        ({"ada": "a", "bob": "b"}, frozenset()),
        ({"cleo": "b"}, frozenset({"number"})),
    ]
    found = reliability(units, ["number", "date"])
    assert found.units == 2
    assert [(p.left, p.right, p.counts) for p in found.pairs] == [
        ("ada", "bob", {("a", "a"): 1, ("a", "b"): 1})
    ]
    assert found.by_kind == {"number": (1, None)}

"""Kappa is what the field's own library computes."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from workbench.agreement import agreed, kappa

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

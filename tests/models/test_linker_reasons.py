"""The parts that speak for a pair add up to what the linker says of it."""

from __future__ import annotations

import numpy as np
import pytest

from models.linker import Linker
from models.linking.reasons import GROUPS, group_of
from models.linking.scores import Scores


def columns(linker: Linker, pairs: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(7)
    names = set(linker.weights.alone.features) | set(linker.weights.together.features)
    made = {name: random.random(pairs) for name in sorted(names)}
    first = linker.weights.alone.probability(made)
    return made | {"evidence": np.log(first / (1 - first))}


def test_every_feature_has_a_group() -> None:
    weights = Linker.load().weights
    names = {*weights.alone.features, *weights.together.features} - {"evidence"}
    assert {group_of(name) for name in names} == set(GROUPS)
    with pytest.raises(KeyError):
        group_of("luck")


def test_the_parts_add_up_to_the_log_odds_and_one_constant() -> None:
    linker = Linker.load()
    made = columns(linker, 50)
    probability = linker.weights.together.probability(made)
    scores = Scores(linker.weights, 50, 10)
    scores.add({name: column[:20] for name, column in made.items()}, slice(20))
    scores.add({name: column[20:] for name, column in made.items()}, slice(20, 50))
    assert np.allclose(scores.together(), probability)
    rest = np.log(probability / (1 - probability)) - scores.reasons.sum(axis=1)
    assert np.ptp(rest) < 1e-4


def test_a_pair_needs_more_in_a_larger_collection() -> None:
    weights = Linker.load().weights
    made = columns(Linker.load(), 5)

    def odds(claims: int) -> np.ndarray:
        scores = Scores(weights, 5, claims)
        scores.add(made)
        found = scores.together()
        return np.log(found / (1 - found))

    usual = int(weights.usual)
    assert np.allclose(odds(usual), odds(1))
    assert np.allclose(odds(usual) - odds(usual * 10), weights.crowding * np.log(10))
    assert weights.crowding > 0

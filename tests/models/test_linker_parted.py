"""Rows in whole numbers: scores near those of floats, and the same by any way to multiply."""

import numpy as np
import pytest

from models import products_graph
from models.linking import parted
from models.linking.parted import GRAPH, MOST, Parted, in_numpy


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def sides():
    dice = np.random.default_rng(5)
    return unit(dice.normal(size=(300, 384))), unit(dice.normal(size=(300, 256)))


def test_scores_are_near_those_of_floats(sides):
    meaning, spelling = sides
    rows, (one,) = Parted.of(meaning, spelling, (1.0,))
    first, both = (score / one for score in rows.scores(rows))
    assert np.abs(first - meaning @ meaning.T).max() < 0.02
    assert np.abs(both - meaning @ meaning.T - spelling @ spelling.T).max() < 0.03


def test_onnxruntime_and_numpy_make_the_same_scores_in_any_shape():
    dice = np.random.default_rng(6)

    def rows(count):
        parts = (dice.integers(-MOST, MOST + 1, (count, d)).astype(np.int8) for d in (384, 256))
        return Parted(*parts)

    assert parted._products() is not in_numpy
    for one, other in ((rows(1), rows(700)), (rows(513), rows(33)), (rows(0), rows(3))):
        expected = in_numpy(one.meaning, one.spelling, other.meaning, other.spelling)
        for found, wanted in zip(one.scores(other), expected, strict=True):
            assert found.dtype == np.int32
            assert np.array_equal(found, wanted)


def test_the_greatest_scores_do_not_overflow():
    rows = Parted(np.full((2, 4096), -MOST, np.int8), np.full((2, 256), MOST, np.int8))
    assert (rows.scores(rows)[1] == MOST**2 * (4096 + 256)).all()


def test_numpy_stands_in_where_onnxruntime_does_not_run(sides, monkeypatch):
    rows, _ = Parted.of(*sides)
    expected = rows.scores(rows)

    def fails(graph):
        raise OSError

    monkeypatch.setattr(parted, "open_session", fails)
    parted._products.cache_clear()
    try:
        assert parted._products() is in_numpy
        assert np.array_equal(rows.scores(rows), expected)
    finally:
        parted._products.cache_clear()


def test_rows_of_nothing_have_no_likeness():
    rows, (least,) = Parted.of(np.zeros((3, 4), np.float32), np.zeros((3, 2), np.float32), (0.5,))
    assert (rows.scores(rows)[1] < least).all()


def test_the_graph_that_ships_is_the_one_that_is_written():
    assert products_graph.build() == GRAPH.read_bytes()

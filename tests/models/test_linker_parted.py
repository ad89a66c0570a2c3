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
    assert error(meaning, spelling) < 0.02


def error(meaning, spelling, some=slice(None)):
    """How far scores are from those of floats, at most, among some of the rows."""
    rows, (one,) = Parted.of(meaning, spelling, (1.0,))
    first, both = (score[some, some] / one for score in rows.scores(rows))
    expected = meaning[some] @ meaning[some].T
    apart = np.abs(first - expected).max()
    return max(apart, np.abs(both - expected - spelling[some] @ spelling[some].T).max())


def test_a_claim_of_one_letter_does_not_blur_the_others(sides):
    meaning, spelling = (rows.copy() for rows in sides)
    spelling[0] = np.eye(256)[7]
    assert error(meaning, spelling, slice(1, None)) < 0.02
    rows, _ = Parted.of(meaning, spelling)
    assert rows.spelling[0].tolist() == [MOST * (n == 7) for n in range(256)]


def test_a_dimension_that_stands_out_in_all_rows_leaves_the_others_told_apart():
    dice = np.random.default_rng(7)
    rows = dice.normal(size=(300, 1024))
    rows[:, 3] += 25  # unit rows of which one number is .6 and the others are .025 on the average
    assert error(unit(rows), unit(dice.normal(size=(300, 256)))) < 0.04


def test_what_is_no_number_counts_as_nothing(sides):
    meaning, spelling = (rows.copy() for rows in sides)
    meaning[5, 2] = meaning[-1, 0] = np.nan
    rows, _ = Parted.of(meaning, spelling)
    assert rows.meaning[5, 2] == rows.meaning[-1, 0] == 0
    assert np.abs(rows.meaning).max() <= MOST


def test_onnxruntime_and_numpy_make_the_same_scores_in_any_shape():
    dice = np.random.default_rng(6)

    def rows(count):
        parts = (dice.integers(-MOST, MOST + 1, (count, d)).astype(np.int8) for d in (384, 256))
        return Parted(*parts)

    assert parted._products() is not in_numpy
    for one, other in (
        (rows(1), rows(700)),
        (rows(513), rows(33)),
        (rows(0), rows(3)),
        (rows(3), rows(0)),
    ):
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
        raise ImportError

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

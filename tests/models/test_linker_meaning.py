"""Cosines of claims' vectors: the same as by taking the topic out of each vector."""

import numpy as np
import pytest

from models.linking.meaning import TOPIC, Meaning


def cosine(a, b):
    length = np.linalg.norm(a) * np.linalg.norm(b)
    return a @ b / length if length else 0.0


@pytest.mark.parametrize("width", [8, 384, 4096])
def test_cosines_are_those_of_vectors_less_their_topics(width):
    dice = np.random.default_rng(width)
    vectors = dice.normal(size=(40, width)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[3] = 0
    vectors[8] = vectors[5]
    article = np.arange(40) // 4
    article[-1] = 10  # of its own: the article is about nothing else
    centres = np.array([vectors[article == n].mean(axis=0) for n in range(11)], dtype=np.float32)
    left, right = np.triu_indices(40, 1)
    found = Meaning.of(vectors, article, centres).columns(left, right)
    exact, about = vectors.astype(np.float64), centres.astype(np.float64)
    for at, (a, b) in enumerate(zip(left, right, strict=True)):
        x, y = about[article[a]], about[article[b]]
        topic = TOPIC * (x + y) / 2
        expected = {
            "cosine": cosine(exact[a], exact[b]),
            "cosine_of_articles": cosine(x, y),
            "cosine_off_topic": cosine(exact[a] - topic, exact[b] - topic),
        }
        assert {name: column[at] for name, column in found.items()} == pytest.approx(
            expected, abs=2e-6
        )


def test_vectors_of_nothing_have_no_cosine():
    nothing = np.zeros((2, 4), np.float32)
    meaning = Meaning.of(nothing, np.array([0, 1]), nothing)
    columns = meaning.columns(np.array([0]), np.array([1]))
    assert {name: column.tolist() for name, column in columns.items()} == {
        "cosine": [0],
        "cosine_of_articles": [0],
        "cosine_off_topic": [0],
    }

"""Words in their sentence as short vectors."""

import numpy as np
import pytest

from models.embedder import Embedder
from models.linking.content import content_words
from models.word_vectors import MOST, WIDTH, by_word, fold
from workbench.stages.vector import WORD_WIDTH


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_content_words_are_all_but_the_commonest():
    text = "The mayor’s bridge was closed by 17 officers."
    assert [text[a:b] for a, b in content_words(text)] == [
        "mayor’s", "bridge", "closed", "17", "officers",
    ]  # fmt: skip


def test_a_word_is_the_mean_of_its_pieces():
    states = np.arange(10, dtype=np.float32).reshape(5, 2)
    pieces = [(0, 0), (0, 3), (3, 6), (7, 9), (0, 0)]  # a mark, "tea" "pot", "is", a mark
    words = by_word(states, pieces, [(0, 6), (7, 9), (10, 14)])
    assert words.tolist() == [[3, 4], [6, 7], [0, 0]]
    assert by_word(states, pieces, []).shape == (0, 2)
    assert len(by_word(states, pieces, [(0, 3)] * 500)) == MOST


def test_folding_keeps_angles_about():
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((40, 384)).astype(np.float32)
    rows[1] = rows[0] + 0.3 * rows[1]
    folded = fold(rows)
    assert (folded.dtype, folded.shape) == (np.float16, (40, WIDTH))
    assert WIDTH == WORD_WIDTH
    wide = folded.astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(wide, axis=1), 1, atol=1e-3)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert np.abs(wide @ wide.T - unit @ unit.T).mean() < 0.09
    assert wide[0] @ wide[1] > 0.85
    assert not fold(np.zeros((1, 384), np.float32)).any()


def test_one_reading_gives_the_same_rows_and_the_words(embedder: Embedder) -> None:
    texts = [
        "Marine commandos nabbed the pirates.",
        "",
        "Soldiers arrested the raiders 🌉",
        "x " * 900,
    ]
    rows, words = embedder.embed_with_words(texts)
    np.testing.assert_array_equal(rows, embedder.embed(texts))
    assert [len(of) for of in words] == [4, 0, 3, MOST]
    near = words[0].astype(np.float32) @ words[2].astype(np.float32).T
    assert near[:, 1].argmax() == 2  # of all words "nabbed" is nearest to "arrested"
    assert embedder.embed_with_words([])[1] == []


def test_words_have_a_version_of_their_own(embedder: Embedder) -> None:
    assert embedder.word_version == f"{embedder.version}/words-1"

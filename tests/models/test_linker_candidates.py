import numpy as np

from models.linking.candidates import NEIGHBOURS, candidates
from models.linking.claims import ordered
from tests.models.linked import CLAIMS, toy_vectors, toy_words


def test_candidates_grow_with_claims_not_with_their_square(monkeypatch):
    monkeypatch.setattr("models.linking.candidates._BLOCK", 1 << 12)  # many blocks
    rng = np.random.default_rng(3)
    words = [f"word{i}" for i in range(40)]
    texts = [" ".join(rng.choice(words, 8)) for _ in range(400)]
    vectors = toy_vectors(texts)
    _, claims = ordered(texts, vectors, range(400), range(400), toy_words(texts))
    left, right = candidates(claims)
    assert len(left) <= 400 * NEIGHBOURS * 1.1
    assert (left < right).all()
    assert len(np.unique(left * 400 + right)) == len(left)


def test_blocks_do_not_change_the_candidates(monkeypatch):
    texts = [text for text, _, _ in CLAIMS]
    _, claims = ordered(texts, toy_vectors(texts), range(9), range(9), toy_words(texts))
    whole = np.stack(candidates(claims))
    monkeypatch.setattr("models.linking.candidates._BLOCK", 10)
    assert np.array_equal(np.stack(candidates(claims)), whole)

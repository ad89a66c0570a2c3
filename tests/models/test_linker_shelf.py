"""What is kept in files and looked at in parts is linked as it would be in memory and at once."""

from __future__ import annotations

import numpy as np
import pytest

import models.linker
from models.linker import Linker
from models.linking import around, blocks, features, letters, neighbourhood
from models.linking.around import Around
from models.linking.given import InMemory
from models.linking.shelf import Shelf
from tests.models.linked import embed

WORDS = [f"{start}{end}" for start in ("Harb", "court", "mayor", "Oz") for end in "abcdefgh"]


@pytest.fixture(scope="module")
def given():
    """Ninety claims in thirty articles, some of them told twice."""
    dice = np.random.default_rng(5)
    texts = [" ".join(dice.choice(WORDS, dice.integers(1, 12))) + " 14" for _ in range(60)]
    texts += [f"{text} on Friday" for text in texts[:30]]
    vectors, words = embed(texts)
    return InMemory.of(texts, vectors, np.arange(90) % 30, np.arange(90), words)


def in_parts(monkeypatch):
    monkeypatch.setattr(models.linker, "MOST_IN_MEMORY", 0)
    for place, size in ((blocks, 16), (letters, 7), (around, 13)):
        monkeypatch.setattr(place, "BLOCK", size)
    monkeypatch.setattr(neighbourhood, "AT_ONCE", 40)


def test_a_study_in_parts_is_the_same_to_the_bit(given, monkeypatch):
    whole, signatures, collection = Linker.load().study(given)
    in_parts(monkeypatch)
    parts, same_signatures, same_collection = Linker.load().study(given)
    assert len(whole.links.left) > 50
    for one, other in zip((*whole.links, *whole[1:]), (*parts.links, *parts[1:]), strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(signatures, same_signatures)
    assert collection == same_collection


def test_pairs_of_claims_that_are_read_together_have_the_scores_of_all(given, monkeypatch):
    whole = Linker.load().study(given)[0]
    in_parts(monkeypatch)
    monkeypatch.setattr(features, "TOGETHER", (20, 50))
    monkeypatch.setattr(features, "CHUNK", 50)
    parts = Linker.load().study(given)[0]
    assert np.array_equal(whole.links.left, parts.links.left)
    assert np.array_equal(whole.links.right, parts.links.right)
    assert np.allclose(whole.links.probability, parts.links.probability, atol=1e-6)
    assert np.allclose(whole.links.reasons, parts.links.reasons, atol=1e-5)


def test_each_claim_sees_all_its_pairs_in_one_block(monkeypatch):
    monkeypatch.setattr(around, "BLOCK", 2)
    left, right = np.triu_indices(5, 1)
    seen = list(Around(5, left, right).blocks())
    assert [(block.first, block.last) for block in seen] == [(0, 2), (2, 4), (4, 5)]
    for block in seen:
        pairs = sorted(zip(block.source.tolist(), block.target.tolist(), strict=True))
        assert pairs == [(a, b) for a in range(block.first, block.last) for b in range(5) if a != b]
        forth = slice(0, block.forth)
        assert np.array_equal(left[block.pair[forth]], block.source[forth])


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_shelf_gives_back_what_was_put_there(on_disk):
    shelf = Shelf(on_disk=on_disk)
    zeros = shelf.zeros((3, 2), np.float32)
    assert not zeros.any()
    zeros[1] = 7
    roll = shelf.roll(np.int32)
    for n in (2, 0, 3):
        roll.add(np.arange(n))
    one = roll.all()
    shelf.let_go()
    assert zeros.tolist() == [[0, 0], [7, 7], [0, 0]]
    assert one.tolist() == [0, 1, 0, 1, 2]
    assert shelf.roll(np.int32).all().shape == shelf.zeros((0,), np.int32).shape == (0,)

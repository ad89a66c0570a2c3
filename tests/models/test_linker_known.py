"""Claims that join a studied collection are scored as if they had been there all along."""

from __future__ import annotations

import io
from functools import partial

import numpy as np
import pytest

from models.linker import Linker
from models.linking import known
from models.linking.claims import ordered
from models.linking.collection import Collection
from models.linking.features import features_alone
from models.linking.given import InMemory
from models.linking.known import KEPT, near_known
from tests.models.linked import CLAIMS, as_dict, toy_vectors, toy_words

TEXTS, DOCUMENTS, SENTENCES = (list(column) for column in zip(*CLAIMS, strict=True))
NEW = [n for n, document in enumerate(DOCUMENTS) if document == 2]


def given():
    return TEXTS, toy_vectors(TEXTS), DOCUMENTS, SENTENCES, toy_words(TEXTS)


def test_a_study_links_as_linking_does_and_can_be_written_down():
    linker = Linker.load()
    scored, signatures, collection = linker.study(InMemory.of(*given()))
    assert as_dict(scored.links) == as_dict(linker.link(*given()))
    assert len(scored.alone) == len(scored.nearness) == len(scored.links.left)
    rows = linker.signatures(linker.recall(collection), TEXTS, toy_vectors(TEXTS))
    assert np.allclose(signatures, rows, atol=1e-3)
    assert Collection.from_bytes(collection).to_bytes() == collection


def test_a_collection_that_was_written_down_without_stems_of_names_has_them():
    _, claims = ordered(*given())
    assert len(claims.collection.named.hashes)
    with np.load(io.BytesIO(claims.collection.to_bytes())) as stored:
        columns = {name: stored[name] for name in stored.files if name != "named_hashes"}
    file = io.BytesIO()
    np.savez(file, **columns)
    read = Collection.from_bytes(file.getvalue())
    assert np.array_equal(read.named.hashes, claims.collection.named.hashes)


def test_what_is_known_of_a_collection_gives_the_features_of_the_whole():
    _, claims = ordered(*given())
    known = Collection.from_bytes(claims.collection.to_bytes())
    _, again = ordered(*given(), known)
    left, right = np.triu_indices(len(TEXTS), 1)
    expected = features_alone(claims, left, right)
    for name, column in features_alone(again, left, right).items():
        assert np.allclose(column, expected[name], atol=1e-6), name


@pytest.mark.parametrize("outside", [set(), {8}])
def test_new_claims_have_the_probabilities_that_a_study_of_all_gives(outside):
    linker = Linker.load()
    scored, _, collection = linker.study(InMemory.of(*given()))
    order, claims = ordered(*given())
    place, depth = np.empty(9, np.int64), np.empty(9)
    place[order], depth[order] = claims.place, claims.depth
    here = [n for n in range(9) if n not in outside]
    at = {claim: n for n, claim in enumerate(here)}
    columns = (scored.links.left.tolist(), scored.links.right.tolist())
    links = list(zip(*columns, scored.alone, scored.nearness, strict=True))
    known = [
        (at[one], at.get(other, -1), alone, near)
        for left, right, alone, near in links
        for one, other in ((left, right), (right, left))
        if one in at and left not in NEW and right not in NEW
    ]
    whose, other, alone, near = (np.array(column) for column in zip(*known, strict=True))
    pairs = [
        (at[a], at[b])
        for a in NEW
        for b in here
        if SENTENCES[a] != SENTENCES[b] and (b not in NEW or a < b)
    ]
    found = linker.link_new(
        linker.recall(collection),
        [TEXTS[n] for n in here],
        toy_vectors(TEXTS)[here],
        [DOCUMENTS[n] for n in here],
        [SENTENCES[n] for n in here],
        [toy_words(TEXTS)[n] for n in here],
        (place[here], depth[here], centres_of(claims, order)[here]),
        tuple(np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True)),
        (whose.astype(np.int64), other.astype(np.int64), alone.astype(float)),
        (whose.astype(np.int64), near.astype(float)),
        {home: linker.names(linker.recall(collection), told(home)) for home in DOCUMENTS},
    )
    expected = as_dict(scored.links)
    strong = {(here[a], here[b]): p for (a, b), p in as_dict(found.links).items() if p >= 0.1}
    assert strong
    for pair, probability in strong.items():
        assert probability == pytest.approx(expected[pair], abs=0.03)


def told(home):
    return [text for text, document in zip(TEXTS, DOCUMENTS, strict=True) if document == home]


def centres_of(claims, order):
    rows = np.empty_like(claims.meaning.vectors)
    rows[order] = claims.meaning.centres[claims.document]
    return rows


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_the_nearest_of_all_blocks_are_found(at_once, monkeypatch):
    monkeypatch.setattr(known, "_ASKED", at_once)
    dice = np.random.default_rng(4)
    rows = dice.normal(size=(3 * KEPT, 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    names = np.arange(len(rows)) + 1000
    asked = rows[:5] + 0.1
    whole = near_known(asked, 16, [(names, lambda: rows)])
    some = [slice(at, at + 37) for at in range(0, len(rows), 37)]
    parts = near_known(asked, 16, [(names[part], partial(rows.__getitem__, part)) for part in some])
    assert set(zip(*map(np.ndarray.tolist, whole), strict=True)) == set(
        zip(*map(np.ndarray.tolist, parts), strict=True)
    )
    assert set(whole[0].tolist()) == set(range(5))

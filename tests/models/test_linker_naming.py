from dataclasses import replace

import numpy as np
import pytest

from models.linker import Linker
from models.linking.claims import ordered
from models.linking.collection import Collection, Counts, Hashed
from models.linking.features import features_alone
from models.linking.naming import ALIKE, Naming, names_in
from models.linking.tokens import Words
from tests.models.linked import as_dict, link, toy_vectors, toy_words

QUAKE = [
    "A quake near {a} wounded four people, officials in {b} said.",
    "Roads to {a} and {b} are closed.",
    "The mayor of {b}, {c}, thanked {d} for the help of {e}.",
    "Then {d} flew to {e} with {c}.",
]
PERU = dict(zip("abcde", ("Cusco", "Lima", "Quispe", "Vargas", "Arequipa"), strict=True))
NEPAL = dict(zip("abcde", ("Pokhara", "Kathmandu", "Thapa", "Rana", "Gorkha"), strict=True))


def told(*events):
    """Two articles of each event, in the same words."""
    articles = [[line.format(**names) for line in QUAKE] for names in events for _ in range(2)]
    return [
        (text, article, article * len(QUAKE) + n)
        for article, lines in enumerate(articles)
        for n, text in enumerate(lines)
    ]


def strange(claims, known=None, articles=None):
    texts, documents, sentences = zip(*claims, strict=True)
    order, made = ordered(texts, toy_vectors(texts), documents, sentences, toy_words(texts), known)
    if articles is not None:
        named = [names_in(texts, known) for texts in articles]
        made = replace(made, naming=Naming.of_names(named, known))
    now = np.argsort(order)
    left, right = np.triu_indices(len(texts), 1)
    found = features_alone(made, now[left], now[right])
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return {
        pair: (float(a), float(b))
        for pair, a, b in zip(
            pairs, found["names_strange"], found["names_strange_alike"], strict=True
        )
    }


def test_articles_of_two_events_are_strangers_and_those_of_one_are_not():
    found = strange(told(PERU, NEPAL))
    assert found[0, 4] == (0, 0)  # two articles of one event
    assert found[0, 3] == (0, 0)  # one article
    apart, alike = found[0, 8]  # the same sentence of two events
    assert apart > 0.5
    assert alike == pytest.approx(apart)
    assert found[0, 11][1] < alike


def naming(*articles):
    """Articles of one text each, in a collection where every word but "they" is a name."""
    words = Words.of(articles)
    spelling = {word: word for word in words.known if word != "they"}
    nothing = Counts.of([], np.zeros(0, np.int64))
    collection = Collection(
        100, nothing, nothing, np.zeros(0), np.zeros(0), spelling, Hashed.of([])
    )
    return Naming.of(words, np.arange(len(articles)), len(articles), collection)


def strangeness(*articles):
    return naming(*articles).strange(np.array([0]), np.array([1]))[0]


def test_where_there_are_hardly_any_names_nobody_is_a_stranger():
    assert strangeness("they", "Cusco Lima Quispe") == 0
    assert strangeness("Cusco", "Gorkha") < 0.55
    assert strangeness("Cusco Lima Quispe Vargas", "Gorkha Rana Thapa Pokhara") > 0.75


def test_a_share_of_the_names_is_enough_to_be_no_stranger():
    names = [f"name{n}" for n in range(10)]
    shared = round(ALIKE * 10)
    other = [*names[:shared], *(f"other{n}" for n in range(10))]
    assert strangeness(" ".join(names), " ".join(other)) == pytest.approx(0, abs=1e-6)
    assert strangeness(" ".join(names), " ".join(other[shared:])) > 0.5


def test_what_the_whole_article_names_counts():
    claims = told(PERU, NEPAL)
    every = [[text for text, d, _ in claims if d == home] for home in range(4)]
    some = [claim for claim in claims if claim[2] % len(QUAKE) < 2]
    texts, *places = zip(*claims, strict=True)
    known = ordered(texts, toy_vectors(texts), *places, toy_words(texts))[1].collection
    assert strange(some, known, every)[0, 4] == pytest.approx(strange(claims)[0, 8])
    assert strange(some, known)[0, 4][0] < strange(claims)[0, 8][0]


def test_look_alikes_of_two_events_are_not_linked():
    claims = told(PERU, NEPAL)
    found = as_dict(link(claims))
    threshold = Linker.load().threshold
    assert found[0, 4] > threshold
    assert found.get((0, 8), 0) < threshold

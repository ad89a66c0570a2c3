"""Words, stems and letters of many claims at once are those of each claim by itself."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from models.linking.content import COMMON, WORD
from models.linking.letters import letters
from models.linking.names import one_spelling
from models.linking.numbers import stated
from models.linking.sparse import held_by
from models.linking.stems import Stems, stem
from models.linking.tokens import Words

texts = st.lists(
    st.lists(
        st.sampled_from(["The", "the", "Court", "court", "freed", "Ann's", "14", "a", "two", "x"])
    ).map(" ".join),
    min_size=1,
    max_size=6,
)


def sets(matrix, names):
    return [{names[at] for at in row.indices} for row in matrix]


@given(texts)
def test_words_stand_where_they_are_said(texts):
    words = Words.of(texts)
    said = [word for text in texts for word in WORD.findall(text)]
    assert [words.known[number] for number in words.number] == [word.lower() for word in said]
    assert words.capital.tolist() == [word[0].isupper() for word in said]
    assert words.known == sorted(set(words.known))
    assert words.count.tolist() == [len(WORD.findall(text)) for text in texts]
    assert sum(words.first) == sum(words.count > 0)
    assert len(set(words.owner[words.first].tolist())) == sum(words.first)


@given(texts)
def test_stems_and_neighbours_are_those_of_each_claim(texts):
    stems = Stems.of(Words.of(texts), {"court": "tribunal"})
    alone = [
        [
            stem("tribunal" if word == "court" else word)
            for word in map(str.lower, WORD.findall(text))
            if word not in COMMON
        ]
        for text in texts
    ]
    assert [stems.known[number] for number in stems.number] == [s for one in alone for s in one]
    assert stems.count.tolist() == [len(one) for one in alone]
    assert sets(stems.rows, stems.known) == [set(one) for one in alone]
    assert sets(stems.pairs, stems.neighbours()) == [set(pairwise(one)) for one in alone]
    often = dict(zip(stems.known, held_by(stems.rows).tolist(), strict=True))
    for name, count in often.items():
        assert count == sum(name in one for one in alone)


@given(texts)
def test_letters_do_not_depend_on_the_other_claims_but_for_their_rarity(texts):
    often = np.ones(1 << 17, dtype=np.int64)
    together, _ = letters(Words.of(texts), 100, often)
    for row, text in zip(together, texts, strict=True):
        alone, _ = letters(Words.of([text]), 100, often)
        assert (row != alone).nnz == 0


def test_no_letter_sequence_reaches_into_the_next_word():
    often = np.ones(1 << 17, dtype=np.int64)
    apart, _ = letters(Words.of(["car go", "cargo", "go car"]), 3, often)
    assert (apart[0] != apart[2]).nnz == 0
    assert (apart[0] != apart[1]).nnz > 0


def test_numbers_in_figures_and_in_words_are_one_value():
    texts = ["Two of 1,200", "1.2 thousand", "none", "2 and 12:30"]
    rows = stated(texts, Words.of(texts))
    one, other, none, last = (set(row.indices.tolist()) for row in rows)
    assert len(one) == 2
    assert other < one
    assert none == set()
    assert len(last) == 3
    assert len(one & last) == 1


NAMES = ["petrov", "petrow", "petrovs", "peters", "pete", "zaluzhnyi", "zaluzhniy", "zaluzhny"]


def spelled_one_by_one(counts, before):
    known, spelling = list(dict.fromkeys(before.values())), dict(before)
    for name in sorted(counts.keys() - before.keys(), key=lambda name: (-counts[name], name)):
        least = 80 if len(name) >= 7 else 88
        alike = {
            one: fuzz.ratio(name, one)
            for one in known
            if one[0] == name[0] and fuzz.ratio(name, one) >= least
        }
        if len(name) < 5 or not alike:
            known.append(name)
            spelling[name] = name
        else:
            spelling[name] = max(alike, key=alike.__getitem__)
    return spelling


@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3)),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)),
)
def test_names_that_come_are_spelled_as_if_one_after_another(counts, before):
    assert one_spelling(counts, before) == spelled_one_by_one(counts, before)

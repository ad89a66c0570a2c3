"""Words with their places and stems."""

import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.words import content_stems, stem, words

ENDINGS = (
    "'s' ied ies sses us eed eedly ingly anci enci ogi bli abli alli fulli lessli ousli entli aliti"
    " biliti iviti ational alism ization izer ator iveness fulness ousness ogist icate ative alize"
    " iciti ical ful ness ance ence able ible ate ive ize ism ion er ous ant ement e ll skis dying"
    " news early inning herring exceed"
).split()
"""What the stemmer has rules for."""


def test_words_know_their_place_and_stem() -> None:
    text = "Poland’s officers weren't hurt."
    assert [(w.text, w.stem, text[w.start : w.end]) for w in words(text)] == [
        ("poland", "poland", "Poland’s"),
        ("officers", "offic", "officers"),
        ("weren't", "weren't", "weren't"),
        ("hurt", "hurt", "hurt."),
    ]


def test_function_words_carry_no_content() -> None:
    assert [w.text for w in words("The mayor was on the bridge") if w.is_content] == [
        "mayor",
        "bridge",
    ]


@given(st.text(max_size=200))
def test_words_are_in_order_and_inside(text: str) -> None:
    flat = [at for word in words(text) for at in (word.start, word.end)]
    assert flat == sorted(flat)
    assert not flat or flat[-1] <= len(text)


@given(
    st.text("abcdefghijklmnopqrstuvwxyz'-.ıſé0", max_size=12),
    st.sampled_from(["", *ENDINGS]),
    st.integers(0, 3),
)
def test_a_stem_is_that_of_the_stemmer(begin: str, ending: str, cut: int) -> None:
    word = begin + ending[: len(ending) - cut]
    assert stem(word) == snowballstemmer.stemmer("english").stemWord(word)


@given(st.text(max_size=200))
def test_the_stems_of_content_are_those_of_the_words(text: str) -> None:
    assert content_stems(text) == [word.stem for word in words(text) if word.is_content]

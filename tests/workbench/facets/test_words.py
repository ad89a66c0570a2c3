"""Words with their places and stems."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.words import words


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

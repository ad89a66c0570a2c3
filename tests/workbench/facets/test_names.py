"""Names, titles, and spellings of one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.names import names, same, titled


def test_a_title_is_found_in_each_of_its_spellings() -> None:
    found = titled("Capt. R. J. Hale met Captain Lewis Corran and Gen. Valery Zaluzhny.")
    assert [(name.title, name.text) for name in found] == [
        ("capt", "R. J. Hale"),
        ("capt", "Lewis Corran"),
        ("gen", "Valery Zaluzhny"),
    ]


def test_a_name_may_stand_behind_a_comma_where_many_have_the_office() -> None:
    found = titled("Hale’s attorney, Lena Moss, and Corran's lawyer Odile Brannock")
    assert [(name.title, name.text) for name in found] == [
        ("attorney", "Lena Moss"),
        ("attorney", "Odile Brannock"),
    ]
    assert titled("the president, Lena Moss, and the judge") == []


def test_the_first_word_of_a_sentence_is_no_name_by_itself() -> None:
    assert [name.text for name in names("Officials met Odile Brannock")] == ["Odile Brannock"]


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("Zaluzhniy", "Valery Zaluzhnyi", True),
        ("Zelenskiy", "Volodymyr Zelensky", True),
        ("R. J. Hale", "Hale", True),
        ("R. J. Hale", "Lewis Corran", False),
        ("Mark Milley", "David Butler", False),
    ],
)
def test_spellings_of_one_name_are_no_difference(left: str, right: str, one: bool) -> None:
    assert same(left, right) is one


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for name in [*names(text), *titled(text)]:
        assert text[name.start : name.end] == name.text

"""Text that is made harmless: for a terminal, for one line, for a spreadsheet, for the store."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text import cell, count, one_line, printable, storable

ANY_TEXT = st.text(st.characters())
OBEYED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)


@given(ANY_TEXT)
def test_printable_replaces_one_for_one_and_leaves_nothing_to_obey(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not OBEYED.search(shown)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in shown)
    assert printable(shown) == shown


@given(st.text(st.characters(categories=("L", "N", "P", "S", "M", "Zs"))))
def test_printable_leaves_letters_signs_and_spaces_alone(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("evil", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("a\tb\rc\nd", "a b␍c\nd"),
        ("\x7f\x00", "␡␀"),
        ("\u2028\u2029\x85\ufeff\u200b", "\ufffd" * 5),
        ("\ud800", "\ufffd"),
        ("👩‍🚀", "👩‍🚀"),
    ],
)
def test_what_a_terminal_would_obey_becomes_its_picture(evil: str, shown: str) -> None:
    assert printable(evil) == shown


@given(ANY_TEXT)
def test_one_line_is_one_line_that_can_be_written(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not OBEYED.search(line)
    assert line == " ".join(line.split())
    line.encode()


@given(ANY_TEXT)
def test_storable_text_can_be_stored_and_all_else_stays(text: str) -> None:
    stored = storable(text)
    stored.encode()
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert stored == text


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\tx",
        "  =1",
        "\n=1",
        "\u00a0=1",
        "＝1+1",
        "＠A1",
        '=HYPERLINK("http://evil.example","x")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_cell_is_never_a_formula(formula: str) -> None:
    assert cell(formula) == "'" + formula


@given(ANY_TEXT)
def test_a_cell_keeps_its_text_and_gains_at_most_an_apostrophe(text: str) -> None:
    made = cell(text)
    assert made in (text, "'" + text)
    assert not made.lstrip().startswith(("=", "+", "-", "@"))
    assert cell(made) == made


@pytest.mark.parametrize("harmless", ["", "The bridge", "14 - 2 = 12", "a=1", "'=1", "14-17"])
def test_a_harmless_cell_is_left_alone(harmless: str) -> None:
    assert cell(harmless) == harmless


def test_one_thing_is_not_many() -> None:
    assert [count(n, "claim") for n in (0, 1, 2, 12_000)] == [
        "0 claims",
        "1 claim",
        "2 claims",
        "12,000 claims",
    ]

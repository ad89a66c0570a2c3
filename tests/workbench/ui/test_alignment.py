"""What differs stands in one column, whatever stands before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from workbench.ui.widgets.alignment import aligned, column

LONG = "Company rules say that ferries must stop sailing as soon as gusts reach ⟦80⟧ km/h, it said."
TEXTS = ["Gusts of ⟦72⟧ km/h were recorded.", "The wind was at ⟦70⟧ km/h.", LONG]


def lay(texts: list[str], width: int) -> list[list[str]]:
    at = column([(Content(text), text.index("⟦")) for text in texts], width)
    return [
        [line.plain for line in aligned(Content(text), text.index("⟦"), at, width)]
        for text in texts
    ]


@pytest.mark.parametrize("width", [30, 44, 60, 100, 160])
def test_the_parts_stand_one_under_the_other(width: int) -> None:
    laid = lay(TEXTS, width)
    columns = {line.index("⟦") for lines in laid for line in lines if "⟦" in line}
    assert len(columns) == 1
    assert all(len(line) <= width for lines in laid for line in lines)
    assert [" ".join(" ".join(lines).split()) for lines in laid] == TEXTS


def test_wide_letters_take_two_cells() -> None:
    first, second = lay(["日本語で⟦十⟧人", "In it ⟦ten⟧ people"], 40)
    assert Content(first[0][: first[0].index("⟦")]).cell_length == second[0].index("⟦")


def test_prose_is_moved_to_the_right_only_where_it_stays_one_line() -> None:
    assert all(line.index("⟦") == 0 for lines in lay(TEXTS, 60) for line in lines if "⟦" in line)
    assert all(len(lines) == 1 for lines in lay(TEXTS, 160))


@given(st.text("ab 日é", max_size=60), st.text("ab 日é", max_size=60), st.integers(4, 40))
def test_no_word_is_lost(before: str, after: str, width: int) -> None:
    text = f"{before}⟦{after}"
    at = column([(Content(text), len(before))], width)
    lines = aligned(Content(text), len(before), at, width)
    assert "".join("".join(line.plain for line in lines).split()) == "".join(text.split())

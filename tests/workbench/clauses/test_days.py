"""Days named in a claim, by the article's date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.clauses.days import days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday", ["2023-01-17"]),
        ("They met on Wednesday", ["2023-01-11"]),
        ("They will meet on Wednesday", ["2023-01-18"]),
        ("They met last Tuesday", ["2023-01-10"]),
        ("They met yesterday", ["2023-01-16"]),
        ("They met two days ago", ["2023-01-15"]),
        ("They met on January 16", ["2023-01-16"]),
        ("They met on 16 December", ["2022-12-16"]),
        ("They met on Feb. 30", []),
        ("They met in December 2003", ["2003-12"]),
        ("They met in 2003", ["2003"]),
        ("They met 2003 people", []),
    ],
)
def test_a_day_is_worked_out(text: str, expected: list[str]) -> None:
    assert [day.value for day in days(text, "2023-01-17")] == expected


def test_without_a_date_only_full_dates_are_known() -> None:
    assert [d.value for d in days("From Monday to June 3, 2019, or June 4", "")] == ["2019-06-03"]


@given(st.text(st.sampled_from("on January 31, 2019 day the ago ") | st.characters(), max_size=60))
def test_any_text_has_its_days(text: str) -> None:
    for day in days(text, "2023-01-17", text):
        assert 0 <= day.start < day.end <= len(text)

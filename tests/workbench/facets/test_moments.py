"""Days and times of day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.moments import comparable, dates, times

TUESDAY = "2031-03-11"


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("met on January 17", "", "01-17"),
        ("met on 17 January 2023", "", "2023-01-17"),
        ("met on Jan. 17", "2023-01-20", "2023-01-17"),
        ("met on Tuesday", "", "tuesday"),
        ("met on Tuesday", TUESDAY, "2031-03-11"),
        ("met on Monday", TUESDAY, "2031-03-10"),
        ("met on Wednesday", TUESDAY, "2031-03-05"),
        ("met yesterday", TUESDAY, "2031-03-10"),
    ],
)
def test_days_are_read(text: str, published: str, value: str) -> None:
    assert [moment.value for moment in dates(text, published)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("at 6:40 p.m. after", "18:40"),
        ("around 9pm", "21:00"),
        ("at 9.25 a.m. on", "09:25"),
        ("at 12 a.m.", "00:00"),
        ("about 2045 GMT", "20:45"),
        ("at noon", "12:00"),
        ("near midnight", "00:00"),
    ],
)
def test_times_of_day_are_read(text: str, value: str) -> None:
    assert [moment.value for moment in times(text)] == [value]


def test_a_relative_day_without_a_date_to_hold_on_to_is_left_out() -> None:
    assert dates("met yesterday", "some day in spring") == []


def test_the_verb_may_is_no_month() -> None:
    assert dates("it may 5 times") == []


def test_a_weekday_and_a_date_do_not_exclude_each_other() -> None:
    (weekday,), (day,), (full,) = dates("Tuesday"), dates("Jan 17"), dates("Jan 17, 2023")
    assert not comparable(weekday, day)
    assert not comparable(day, full)
    assert comparable(weekday, dates("Friday")[0])


@given(st.text(max_size=120), st.text(max_size=12))
def test_any_text_is_read(text: str, published: str) -> None:
    for moment in [*dates(text, published), *times(text)]:
        assert 0 <= moment.start < moment.end <= len(text)

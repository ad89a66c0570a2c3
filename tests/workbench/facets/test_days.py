"""Days that are named together are read as one set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.days import comparable, days

DAY = "2031-01-14"  # a Tuesday


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("on Thursday and Friday", "", [("thursday", "friday")]),
        ("on Monday, Tuesday and Friday", "", [("monday", "tuesday", "friday")]),
        ("Monday through Wednesday", "", [("monday", "tuesday", "wednesday")]),
        ("It rained Monday. On Friday it did not", "", [("monday",), ("friday",)]),
        ("from June 3-5", "", [("06-03", "06-04", "06-05")]),
        ("on June 3 and 4", "", [("06-03", "06-04")]),
        ("on June 3 and 40 people came", "", [("06-03",)]),
        ("on June 3 to 5 p.m.", "", [("06-03",)]),
        ("June 29 to July 1", "2031-07-02", [("2031-06-29", "2031-06-30", "2031-07-01")]),
        ("lands on May 31 and speaks the following day", "", [("05-31",), ("06-01",)]),
        ("came on Sunday, a day earlier than planned", "", [("sunday",), ("saturday",)]),
        ("spoke the following day", "", []),
        ("it will meet on Thursday and Friday", DAY, [("2031-01-16", "2031-01-17")]),
        ("it met on Thursday and Friday", DAY, [("2031-01-09", "2031-01-10")]),
        ("June 31 and the next day", "2031-07-02", [("2031-06-31",)]),
    ],
)
def test_days_that_belong_together_are_one_set(
    text: str, published: str, expected: list[tuple[str, ...]]
) -> None:
    assert [run.values for run in days(text, published)] == expected


def test_a_set_is_compared_with_one_that_is_told_in_the_same_way() -> None:
    ((weekdays,), (dated,)) = days("Thursday and Friday"), days("January 20")
    assert not comparable(weekdays, dated)
    assert comparable(weekdays, days("Monday")[0])
    assert weekdays.text == "thursday, friday"


PIECES = st.sampled_from(
    ["Monday", "and", "to", "-", "June 3", "Feb. 29", "31", "the next day", ","]
)


@given(st.lists(PIECES, max_size=8).map(" ".join), st.sampled_from(["", DAY]))
def test_sets_of_days_lie_in_the_text_one_behind_the_other(text: str, published: str) -> None:
    at = 0
    for run in days(text, published):
        assert at <= run.start < run.end <= len(text)
        assert all(run.values)
        at = run.end


def test_a_number_behind_a_weekday_is_no_day() -> None:
    (day,) = days("On Tuesday and 14 people later they met.", "2031-03-12")
    assert (day.start, day.end, day.values) == (3, 10, ("2031-03-11",))


def test_until_looks_ahead() -> None:
    (day,) = days("The port is closed until Friday.", "2031-03-12")
    assert day.values == ("2031-03-14",)

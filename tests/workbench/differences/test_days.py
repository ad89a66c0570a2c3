"""Days against days: other days, a day more, and days that nobody can place."""

from __future__ import annotations

from tests.workbench.differences.reading import found
from workbench.differences.moment import SOME_DAYS, UNPLACED, days_differ

ONE = (
    "The envoy lands in Skerrin on May 19 and opens the talks on the dam at Vale the following day"
)
TWO = (
    "The envoy will tour the coast on Wednesday and Thursday, followed by talks on the dam at Vale"
    " on Thursday and Friday"
)


def test_a_day_more_is_shown_as_a_doubt() -> None:
    left, right = "The two sides met on Friday", "The two sides met on Thursday and Friday"
    assert found(days_differ, left, right) == [
        ("Friday", "Thursday and Friday", "friday", "thursday, friday", SOME_DAYS)
    ]
    assert found(days_differ, right, right.replace("and", "through")) == []


def test_of_several_days_those_of_one_act_are_compared() -> None:
    dates = ("2032-05-18", "2032-05-18")
    assert found(days_differ, ONE, TWO, dates) == [
        (
            "the following day",
            "Thursday and Friday",
            "2032-05-20",
            "2032-05-20, 2032-05-21",
            SOME_DAYS,
        )
    ]
    later = ("2032-05-18", "2032-05-25")
    ((*_, doubt),) = found(days_differ, ONE, TWO, later)
    assert doubt == ""


def test_days_that_cannot_be_placed_differ_in_their_number_at_most() -> None:
    assert [f[2:] for f in found(days_differ, ONE, TWO)] == [
        ("05-20", "thursday, friday", UNPLACED)
    ]
    assert found(days_differ, "They met on May 20", "They met on Friday") == []


def test_a_day_by_its_name_is_the_same_day_in_either_tense() -> None:
    day = ("2031-03-12", "2031-03-12")
    left = "Ferry services to the island are suspended from Friday"
    right = "Ferry services to the island will be suspended from Friday"
    assert found(days_differ, left, right, day) == []


def test_the_day_on_which_somebody_said_it_is_not_that_of_the_act() -> None:
    left = "A ferry crashed into the pier of Port Ellery on Tuesday"
    right = "After the ferry crashed into the pier of Port Ellery, the hospital said on Friday"
    assert found(days_differ, left, right) == []
    assert found(days_differ, left, left.replace("Tuesday", "Friday"))

"""How fast a stage goes is said by what it has done, and not before that tells anything."""

from __future__ import annotations

import pytest

from db.records import Progress
from workbench.rate import Rates


def told(*steps: tuple[float, int, int]) -> str:
    """Return what is said after (second, done, total) of one stage."""
    now = iter([second for second, _, _ in steps])
    rates = Rates(lambda: next(now))
    for _, done, total in steps:
        rates.note(Progress("embedding", done, total))
    return rates.of("embedding")


def test_nothing_is_said_before_there_is_something_to_say() -> None:
    assert Rates().of("embedding") == ""
    assert told((0, 0, 100)) == ""
    assert told((0, 0, 100), (1, 50, 100)) == ""
    assert told((0, 0, 100), (60, 0, 100)) == ""


@pytest.mark.parametrize(
    ("seconds", "done", "total", "said"),
    [
        (10, 5000, 2_005_000, "500/s, 1:06:40 left"),
        (10, 50, 350, "5.0/s, 1:00 left"),
        (60, 12, 24, "12/min, 1:00 left"),
        (3600, 2, 4, "2/h, 1:00:00 left"),
        (10, 100_000, 100_000, "10,000/s"),
    ],
)
def test_rate_and_time_left_are_those_of_all_that_was_done(
    seconds: float, done: int, total: int, said: str
) -> None:
    assert told((0, 0, total), (seconds, done, total)) == said


def test_what_was_done_before_the_first_word_counts_for_no_speed() -> None:
    assert told((0, 900, 1000), (10, 950, 1000)) == "5.0/s, 0:10 left"


def test_a_stage_that_begins_anew_is_measured_anew() -> None:
    assert told((0, 0, 10), (5, 10, 10), (100, 1, 40), (110, 21, 40)) == "2.0/s, 0:10 left"

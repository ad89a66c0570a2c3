"""Each rule by itself: what it tells apart, what it leaves alone, and how it reads values."""

from __future__ import annotations

import pytest

from tests.workbench.differences.reading import found
from workbench.differences.certainty import certainties_differ
from workbench.differences.moment import days_differ, times_differ
from workbench.differences.name import bearers_differ
from workbench.differences.negation import negations_differ
from workbench.differences.number import numbers_differ
from workbench.differences.place import directions_differ, places_differ


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("14 people were hurt", "seventeen people were hurt", ("14 peopl", "17 peopl")),
        (
            "It cost $5 million to mend",
            "It cost $7 million to mend",
            ("5,000,000 $", "7,000,000 $"),
        ),
        (
            "Hale, 38, was in command of the ferry",
            "Hale, 39, was in command of the ferry",
            ("38 age", "39 age"),
        ),
        (
            "the storm has damaged seven bridges in the province",
            "the storm in the province: 8 bridges are damaged",
            ("7 bridg", "8 bridg"),
        ),
        (
            "They fought the fire at minus 17 degrees",
            "It was minus 20 as they fought the fire",
            ("-17 degrees", "-20 degrees"),
        ),
        ("a sentence of 2 years", "a 2-1/2 year sentence", ("2 year", "2.5 year")),
        ("it sank 12 ships", "14 vessels were sunk, it sank them", ("12 ship", "14 ship")),
        ("about 40 homes burned", "60 homes burned", ("about 40 home", "60 home")),
    ],
)
def test_numbers_of_one_thing_differ(left: str, right: str, values: tuple[str, str]) -> None:
    assert [f[2:4] for f in found(numbers_differ, left, right)] == [values]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("five hours after the storm they left", "the village had been empty for ten hours"),
        ("the ferry carried 300 people", "14 people were hurt when it hit the pier"),
        ("14 people were hurt, 300 were aboard", "300 people were aboard"),
        ("about 700 people came", "697 people came"),
        ("a ferry with 300 people hit the pier", "two people died when the ferry hit the pier"),
    ],
)
def test_numbers_of_other_things_and_roundings_do_not(left: str, right: str) -> None:
    assert found(numbers_differ, left, right) == []


def test_of_two_numbers_the_one_that_is_nearer_in_value_is_compared() -> None:
    one = "the strike on the building killed at least 40 people"
    other = "a building that houses around 1,700 people was struck, which killed at least 45 people"
    assert [f[:2] for f in found(numbers_differ, one, other)] == [("40", "45")]


def test_a_later_toll_is_in_doubt_and_another_count_is_not() -> None:
    days = ("2031-01-02", "2031-01-03")
    (toll,) = found(numbers_differ, "14 people were killed", "17 people were killed", days)
    assert toll[-1] == "may be an update: 2031-01-02, then 2031-01-03"
    (crew,) = found(numbers_differ, "14 sailors were aboard", "17 sailors were aboard", days)
    assert crew[-1] == ""


def test_days_and_times_differ_in_claims_that_are_alike() -> None:
    assert found(days_differ, "The generals met on Tuesday", "The generals met on Friday") == [
        ("Tuesday", "Friday", "tuesday", "friday", "")
    ]
    assert (
        found(days_differ, "The generals met on Tuesday", "The ferry sank on Friday at noon") == []
    )
    assert found(
        times_differ, "The ferry hit it at 6 p.m. GMT", "The ferry hit it at 7 p.m. EST"
    ) == [("6 p.m.", "7 p.m.", "18:00", "19:00", "other time zones")]


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ("The generals met in Poland", "The generals met in Hungary", True),
        ("The generals met in Poland", "The generals met in southeastern Poland", False),
        ("The generals met in Poland", "The generals met near Lublin", False),
        ("The generals met in January", "The generals met in Poland", False),
        ("The generals met in Lublin", "The generals met in Warsaw and in Lublin", False),
        ("Rain fell in Poland", "The generals met in Hungary", False),
    ],
)
def test_places_differ_behind_one_preposition(left: str, right: str, differ: bool) -> None:
    assert bool(found(places_differ, left, right)) == differ


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("14 miles northeast of Vale", "14 miles north of Vale", [("northeast", "north")]),
        (
            "14 miles north-northeast of Vale",
            "northeast of Vale",
            [("northnortheast", "northeast")],
        ),
        ("north of Vale", "a village north of the Vale", []),
        ("north of Vale", "south of Skerrin", []),
    ],
)
def test_directions_from_one_place_differ(left: str, right: str, values: list) -> None:
    assert [f[2:4] for f in found(directions_differ, left, right)] == values


def test_bearers_of_one_title_differ_unless_one_is_known_to_both() -> None:
    hale, corran = "Capt. R. J. Hale commanded it", "Capt. Lewis Corran commanded it"
    assert [f[:2] for f in found(bearers_differ, hale, corran)] == [("R. J. Hale", "Lewis Corran")]
    assert found(bearers_differ, hale, "Capt. Corran relieved Lt. Hale of command") == []


def test_initials_make_nobody_the_same() -> None:
    smith, butler = "Team manager A.J. Smith said it", "Team manager A.J. Butler said it"
    assert [f[:2] for f in found(bearers_differ, smith, butler)] == [("A.J. Smith", "A.J. Butler")]
    assert found(bearers_differ, smith, "Team manager Smith said it") == []


def test_a_denial_stands_against_what_is_asserted() -> None:
    passed, failed = "It had passed the inspection", "It had not passed the inspection"
    assert found(negations_differ, passed, failed) == [("passed", "not", "asserted", "denied", "")]
    assert found(negations_differ, failed, passed) == [("not", "passed", "denied", "asserted", "")]
    assert found(negations_differ, failed, failed) == []


def test_a_plan_stands_against_a_possibility_of_the_same_act() -> None:
    assert found(certainties_differ, "They will send tanks", "They may send tanks") == [
        ("will", "may", "planned", "possible", "")
    ]
    assert found(certainties_differ, "They will send tanks", "They may talk") == []

"""Quantities: value, exactness, and what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.numbers import agree, count_the_same, numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("14 people were hurt", [14]),
        ("fourteen people were hurt", [14]),
        ("twenty-one ships and two hundred men", [21, 200]),
        ("three hundred and five houses", [305]),
        ("1.5 million troops and 2,000 tanks", [1_500_000, 2000]),
        ("a $2.6-million heist", [2_600_000]),
        ("$2.5bn in aid, 40% of it spent", [2.5e9, 40]),
        ("a dozen boats", [12]),
        ("five other military officers", [5]),
    ],
)
def test_values_are_read(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "Pier No. 4 was hit",
        "the Leopard 2 is superior",
        "on January 15",
        "on 15 January",
        "at 6:40 p.m.",
        "at 9pm",
        "the 3rd time",
        "about 2045 GMT",
        "in 2009",
        "in the 1950s",
        "an AK-47 rifle",
        "one of them",
        "a large four-by-four car",
    ],
)
def test_names_dates_and_times_are_no_quantities(text: str) -> None:
    assert numbers(text) == []


def test_the_text_of_a_number_is_where_it_says() -> None:
    text = "Nearly 300 people and $2 million"
    assert [text[n.start : n.end] for n in numbers(text)] == ["300", "$2 million"]


def test_rounded_numbers_agree_with_near_ones() -> None:
    (about,), (exact,), (other,) = (numbers(f"{t} people") for t in ("about 300", "297", "14"))
    assert agree(about, exact)
    assert not agree(about, other)
    assert not agree(exact, other)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("14 people were hurt", "17 people were hurt badly", True),
        ("14 people were hurt", "300 people were aboard", False),
        ("killed 10 people", "at least 3 people were killed", True),
        ("six treated in hospital", "eight soldiers met", False),
        ("$6 million to rebuild the pier", "$1 million to rebuild it", True),
        ("40% of voters", "40 voters", False),
        ("a magnitude of 4.6", "a 4.4-magnitude quake", True),
        ("38-year-old Anthony Lee was held", "Anthony Lee, 39, was held", True),
        ("a 61-year-old man was held", "Ann Lee, 40, of York was hurt", False),
    ],
)
def test_only_numbers_of_one_thing_are_compared(left: str, right: str, same: bool) -> None:
    (a,), (b,) = numbers(left), numbers(right)
    assert count_the_same(a, b) is same


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= n.start < n.end <= len(text) for n in numbers(text))


@pytest.mark.parametrize(
    ("left", "right", "can_agree"),
    [
        ("about 700 members", "697 members", True),
        ("about 700 members", "about 1,000 members", False),
        ("$23 million a year", "roughly $22 million a year", False),
        ("nearly 300 sailors", "300 sailors", True),
        ("nearly 300 sailors", "more than 300 sailors", False),
        ("over 170,000 people", "168,000 people", False),
        ("over 170,000 people", "171,000 people", True),
        ("more than 220,000 people", "at least 230,000 people", False),
        ("dozens of children", "40 children", True),
        ("dozens of children", "more than 100 children", False),
        ("dozens of children", "eight children", False),
        ("$140- $150 million", "$140 million", True),
    ],
)
def test_what_is_rounded_agrees_with_what_rounds_to_it(
    left: str, right: str, can_agree: bool
) -> None:
    (a, *_), (b, *_) = numbers(left), numbers(right)
    assert agree(a, b) == agree(b, a) == can_agree


def test_a_network_of_the_third_generation_counts_nothing() -> None:
    assert numbers("the phone has no 3G network") == []

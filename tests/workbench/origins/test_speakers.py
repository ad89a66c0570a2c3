"""Speakers: one person in many spellings, and namesakes apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.origins.speakers import speakers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Butler", "Col. Dave Butler, a spokesman for the chairman"),
        ("Col. Butler", "David Butler"),
        ("R. J. Hale", "Hale"),
        ("the fire chief, Tomas Renke", "Renke"),
        ("Volodymyr Zelenskiy", "President Volodymyr Zelensky"),
        ("Zaluzhniy", "Gen. Valery Zaluzhnyi"),
        ("Ilene Wolff, a spokeswoman for the hospital", "hospital spokeswoman Ilene Wolfe"),
        ("the Harbour Authority", "The Harbour Authority"),
        ("Mr Steele", "Chief Steele"),
    ],
)
def test_namings_of_one_speaker(one: str, other: str) -> None:
    known = speakers([one, other])
    assert known[one] == known[other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Butler", "David Butler"),
        ("Butler", "Cutler"),
        ("Ukraine's Defense Ministry", "Russia's Defense Ministry"),
        ("Mark Milley", "David Butler"),
        ("Captain Hale", "Sergeant Hale"),
    ],
)
def test_different_speakers(one: str, other: str) -> None:
    known = speakers([one, other])
    assert known[one] != known[other]


@pytest.mark.parametrize(
    "nobody",
    [
        "police", "Police", "officials", "U.S. officials", "he", "She", "the company", "witnesses",
        "a resident of Kyiv", "officials in Kyiv", "a spokesman for the Pentagon", "",
        "Lindsay Lohan’s attorney", "Zadan and Meron", "The Ministry",
    ],
)  # fmt: skip
def test_who_is_not_named_may_be_anybody(nobody: str) -> None:
    assert nobody not in speakers([nobody])


def test_a_short_name_of_two_people_is_neither() -> None:
    known = speakers(["Butler", "Anna Butler", "David Butler"])
    assert len(set(known.values())) == 3


@given(st.lists(st.text(max_size=40), max_size=6), st.randoms())
def test_any_namings_in_any_order(namings: list[str], chance: object) -> None:
    shuffled = list(namings)
    chance.shuffle(shuffled)
    assert speakers(namings) == speakers(shuffled)

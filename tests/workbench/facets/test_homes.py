"""Where people are from."""

from __future__ import annotations

import pytest

from workbench.facets.homes import homes


@pytest.mark.parametrize(
    ("text", "who", "place"),
    [
        ("the jury convicted Peter Hale of Port Ellery", "Peter Hale", "Port Ellery"),
        ("Peter J. Hale, 38, of Skerrin, was held", "Peter J. Hale", "Skerrin"),
        ("Lena Moss, of Skerrin", "Lena Moss", "Skerrin"),
    ],
)
def test_a_person_is_from_somewhere(text: str, who: str, place: str) -> None:
    (home,) = homes(text)
    assert (home.who, home.place, text[home.start : home.end]) == (who, place, place)


def test_what_is_no_person_is_from_nowhere() -> None:
    assert homes("the city of Skerrin and the Bank of Ellery") == []
    assert homes("Peter Hale spoke of it") == []

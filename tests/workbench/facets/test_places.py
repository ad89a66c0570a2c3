"""Where something happened, as far as a preposition and a capital letter say so."""

from __future__ import annotations

import pytest

from workbench.facets.places import places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met in Poland", [("in", "Poland")]),
        ("He was stopped in Saginaw, Michigan.", [("in", "Saginaw, Michigan")]),
        ("fire near the Bay of Biscay", [("near", "Bay of Biscay")]),
        ("in southern Poland", [("in", "Poland")]),
        ("They met in January on Monday", []),
        ("stopped near Interstate 75", []),
        ("He came from Poland to Warsaw", []),
        ("in the town", []),
        ("", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    found = places(text)
    assert [(place.where, place.name) for place in found] == expected
    assert all(text[place.start : place.end] == place.name for place in found)

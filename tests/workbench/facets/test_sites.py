"""Sites are read with how something stands to them."""

from __future__ import annotations

import pytest

from workbench.facets.sites import sites


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met at a military base near the border", [("in", "base")]),
        ("He was shot outside the courtroom", [("outside", "courtroom")]),
        ("He was shot outside of the courtroom", [("outside", "courtroom")]),
        ("They went from the hotel to a secret location", [("from", "hotel"), ("to", "")]),
        ("to an undisclosed meeting place", [("to", "")]),
        ("in the store's parking lot", []),
        ("at the church service", [("in", "church")]),
        ("the base was hit", []),
    ],
)
def test_sites_stand_behind_a_preposition(text: str, expected: list[tuple[str, str]]) -> None:
    found = sites(text)
    assert [(site.where, site.kind) for site in found] == expected
    assert all(text[site.start : site.end].strip() for site in found)

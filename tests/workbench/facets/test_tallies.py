"""Scores and records of wins and losses."""

from __future__ import annotations

import pytest

from workbench.facets.tallies import tallies


def test_a_score_is_found_where_it_stands() -> None:
    text = "Hale, 53-3, beat Corran by 12-10-1"
    assert [(t.text, text[t.start : t.end]) for t in tallies(text)] == [
        ("53-3", "53-3"),
        ("12-10-1", "12-10-1"),
    ]


@pytest.mark.parametrize("text", ["ages 4-11 years", "$10-12", "555-0142-12-3", "a 5-10% rise"])
def test_a_range_is_no_score(text: str) -> None:
    assert tallies(text) == []

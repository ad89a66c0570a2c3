"""The overview in words: bars, runs of days, and the verb that prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbench.commands import data, done
from workbench.reports.glance import bar, buckets, columns, short

if TYPE_CHECKING:
    from pathlib import Path


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 40))
def test_a_bar_has_its_width_and_is_empty_only_for_nothing(
    part: int, whole: int, width: int
) -> None:
    drawn = bar(min(part, whole), whole, width)
    assert len(drawn) == width
    assert bool(drawn.strip()) is bool(part)


def test_columns_show_the_least_of_something() -> None:
    assert columns([0, 1, 1000], 2) == ["  █", " ▁█"]
    assert columns([], 1) == [""]


@given(
    st.dictionaries(st.dates().map(str), st.integers(1, 9), max_size=9).map(sorted),
    st.integers(1, 60),
)
def test_runs_of_days_hold_every_article_once(days: list[str], most: int) -> None:
    counted = [(day, 2) for day in days]
    found = buckets(counted, most)
    assert len(found) <= most
    assert sum(n for _, _, n in found) == 2 * len(days)
    for day in days:
        assert sum(first <= day <= last for first, last, _ in found) == 1


def test_large_numbers_are_short() -> None:
    assert [short(n) for n in (0, 999, 1000, 12_345, 999_499, 999_500)] == [
        *("0", "999", "1k", "12k", "999k", "1M")
    ]


@pytest.mark.usefixtures("toy_models")
def test_the_verb_tells_it_in_lines_and_as_json(storm: Path) -> None:
    said = done("overview")
    assert said.startswith("decided 0 of ")
    assert "Alpha and Beta: " in said
    assert "2031-01-02: 2 articles" in said
    found = data("overview")
    assert {share["source"] for share in found["sources"]} == {"Alpha", "Beta", "Gamma"}
    assert "suggested" not in done("overview", "--blind")
    for pair in found["shared"]:
        with_both = data("clusters", "--source", pair["left"], "--with", pair["right"])
        assert len(with_both) == pair["clusters"]
    alone = data("clusters", "--source", "Gamma", "--alone")
    assert all(cluster["sources"] == 1 for cluster in alone)
    assert data("clusters", "--stands", "conflicting") == data(
        "clusters", "--suggestion", "conflicting"
    )

"""Selecting claims and clusters, and what then takes them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from tests.workbench.ui.conftest import in_three_sizes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    (articles / "d.txt").write_text(
        "Late news\n\nThe old bridge was closed on Monday after 17 people were hurt.\n", "utf-8"
    )
    add(articles)


async def test_nothing_can_be_selected_where_there_is_nothing(enter: Enter) -> None:
    async with enter() as room:
        await room.press("slash", *"zebra", "enter")
        assert len(room.screen.queue) == 0
        await room.press("v")
        assert room.status == "there is nothing to select here"
        assert not room.screen.queue.selecting


@in_three_sizes
async def test_a_verdict_goes_to_all_clusters_selected_and_is_one_undo(enter: Enter) -> None:
    async with enter() as room:
        clusters = list(room.desk.ids(Filter()))[:3]
        await room.press("v", "down", "down")
        assert room.text().count("*") >= 2
        await room.press("x")
        assert room.status == "3 clusters marked conflicting at once; u undoes all of it"
        assert [room.desk.verdict(c).label for c in clusters] == [Label.CONFLICTING] * 3
        await room.press("u")
        assert room.status == "undone: verdict conflicting on 3 clusters"
        assert room.desk.progress()[0] == 0
        assert room.cluster == clusters[0]


@in_three_sizes
async def test_flags_go_to_all_clusters_selected(enter: Enter) -> None:
    async with enter() as room:
        clusters = list(room.desk.ids(Filter()))[:2]
        await room.press("v", "down", "g")
        assert all(room.desk.verdict(c).flagged for c in clusters)
        assert room.status.startswith("2 clusters flagged at once")


@in_three_sizes
async def test_claims_selected_make_one_cluster(enter: Enter) -> None:
    async with enter() as room:
        first, before = room.cluster, len(room.screen.queue)
        assert len(room.desk.members(first)) == 3
        await room.press("right", "down", "v", "down", "d")
        assert "2 claims of cluster" in room.status
        assert len(room.desk.members(first)) == 1
        assert len(room.screen.queue) == before + 1
        await room.press("u")
        assert len(room.desk.members(first)) == 3
        assert len(room.screen.queue) == before


@in_three_sizes
async def test_claims_selected_go_to_another_cluster(enter: Enter) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press("right", "v", "m")
        assert f"1 claim of cluster {first} picked up" in room.status
        await room.press("n")
        second = room.cluster
        held = len(room.desk.members(second))
        await room.press("m")
        assert len(room.desk.members(second)) == held + 1
        assert len(room.desk.members(first)) == 2
        assert room.cluster == second


@pytest.mark.parametrize("key", ["v", "escape"])
async def test_what_is_selected_can_be_let_go(enter: Enter, key: str) -> None:
    async with enter() as room:
        await room.press("v", "down", key)
        assert room.status == "nothing is selected any more"
        await room.press("X")
        assert room.desk.progress()[0] == 1


async def test_clusters_selected_are_not_merged_by_the_way(enter: Enter) -> None:
    async with enter() as room:
        await room.press("v", "down", "m")
        assert "one by one" in room.status
        assert room.screen._picked is None
        await room.press("escape", "v", "m")
        assert "picked up" in room.status
        assert not room.screen.queue.selecting

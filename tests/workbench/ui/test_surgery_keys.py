"""The keys that change claims and clusters: what is seen is what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from tests.conftest import ToyLinker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk

Enter = Any
TWO = "Ferries stopped at noon, and the harbour master went home."


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    with (articles / "c.txt").open("a", encoding="utf-8") as more:
        more.write(f"\n{TWO}\n")
    add(articles)


def cluster_with(desk: Desk, words: str) -> int:
    return next(
        cluster
        for cluster in desk.ids(Filter())
        if any(words in member.claim.text for member in desk.members(cluster))
    )


async def test_a_dropped_claim_goes_and_comes_back(enter: Enter) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press("k")
        assert len(room.desk.members(first)) == 1
        assert "left out as nothing to check" in room.status
        assert room.cluster == first
        await room.press("u")
        assert len(room.desk.members(first)) == 2
        assert "⟦14⟧" in room.text()
        await room.press("ctrl+r")
        assert len(room.desk.members(first)) == 1
        assert "⟦14⟧" not in room.text()


async def test_a_cluster_that_loses_its_only_claim_leaves_the_queue(enter: Enter) -> None:
    async with enter() as room:
        repairs = cluster_with(room.desk, "Repairs")
        room.screen.queue.go_to(repairs)
        await room.settle()
        before = len(room.screen.queue)
        await room.press("k")
        assert len(room.screen.queue) == before - 1
        assert room.cluster != repairs
        await room.press("u")
        assert len(room.screen.queue) == before
        assert room.cluster == repairs


async def test_the_whole_sentence_takes_the_place_of_its_parts(enter: Enter) -> None:
    async with enter() as room:
        room.screen.queue.go_to(cluster_with(room.desk, "Ferries"))
        await room.settle()
        before = len(room.screen.queue)
        await room.press("w")
        assert room.screen.view.member.claim.text == TWO
        assert len(room.screen.queue) == before - 1
        await room.press("w")
        assert room.status == "! this claim is its whole sentence already"
        await room.press("u")
        assert len(room.screen.queue) == before


async def test_the_claim_under_the_cursor_is_parted_from_the_others(enter: Enter) -> None:
    async with enter() as room:
        first = room.cluster
        before = len(room.screen.queue)
        await room.press("tab", "down", "d")
        assert len(room.screen.queue) == before + 1
        assert [m.document.source for m in room.desk.members(first)] == ["Alpha"]
        await room.press("d")
        assert "nothing to detach from" in room.status
        await room.press("u")
        assert len(room.screen.queue) == before


async def test_a_cluster_is_picked_up_and_put_into_another(enter: Enter) -> None:
    async with enter() as room:
        first = room.cluster
        before = len(room.screen.queue)
        await room.press("m")
        assert f"cluster {first} picked up" in room.status
        await room.press("n")
        second = room.cluster
        members = len(room.desk.members(first)) + len(room.desk.members(second))
        await room.press("m")
        assert len(room.desk.members(second)) == members
        assert len(room.screen.queue) == before - 1
        assert room.cluster == second


@pytest.mark.parametrize("key", ["m", "escape"])
async def test_a_cluster_that_was_picked_up_can_be_let_go(enter: Enter, key: str) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press("m", key)
        assert room.status == f"cluster {first} stays where it is"
        await room.press("n", "m")
        assert f"cluster {room.cluster} picked up" in room.status


async def test_the_history_of_a_cluster_is_told(enter: Enter) -> None:
    async with enter() as room:
        await room.press("h")
        assert "Nothing has been done to it yet." in room.text()
        await room.press("escape", "X", "u", "h")
        assert "verdict conflicting on cluster" in room.text()
        assert "undo of act 1" in room.text()


@pytest.mark.parametrize(
    ("key", "label"),
    [("C", Label.CONSISTENT), ("X", Label.CONFLICTING), ("S", Label.SINGLE_SOURCED)],
)
async def test_a_verdict_with_shift_stays_on_the_cluster(
    enter: Enter, key: str, label: Label
) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press(key)
        assert room.cluster == first
        assert room.desk.verdict(first).label is label


async def test_it_says_why_claims_are_together(enter: Enter) -> None:
    async with enter() as room:
        await room.press("y")
        assert "nearest to Beta for words" in room.text()
        await room.press("escape")
        assert room.app.screen is room.screen


async def test_what_is_perhaps_the_same_is_shown_and_merged_with_one_key(
    enter: Enter, add: Callable[..., object], monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    project.unlink()
    monkeypatch.setattr(ToyLinker, "threshold", 0.99)
    add(project.parent / "articles")
    async with enter() as room:
        first, second = (cluster_with(room.desk, words) for words in ("14 people", "17 people"))
        room.screen.queue.go_to(first)
        await room.settle()
        assert f"perhaps also cluster {second}" in room.text()
        await room.press("M")
        assert len(room.desk.members(first)) == 2
        assert "perhaps also" not in room.text()
        await room.press("M")
        assert "no other cluster" in room.status
        await room.press("u")
        assert f"perhaps also cluster {second}" in room.text()

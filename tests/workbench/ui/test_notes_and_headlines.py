"""What is written: notes with their drafts, and headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.workbench.ui.conftest import in_three_sizes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


@in_three_sizes
async def test_a_note_left_by_accident_goes_on_after_a_restart(enter: Enter) -> None:
    async with enter() as room:
        cluster = room.cluster
        await room.press("e", *"half", "escape")
        assert room.desk.verdict(cluster).note == ""
        assert "e goes on with it" in room.status
        await room.press("q")
    async with enter() as room:
        await room.press("e", *"way")
        assert "as you left it" in room.text()
        await room.press("ctrl+s")
        assert room.desk.verdict(cluster).note == "halfway"
        assert room.desk.draft(cluster) is None


async def test_what_is_written_is_kept_before_anybody_leaves(enter: Enter) -> None:
    async with enter() as room:
        await room.press("e", *"half")
        room.app.screen._keep_draft()
        room.screen._hand.submit(lambda: None).result(10)
        assert room.desk.draft(room.cluster) == "half"


async def test_a_draft_can_be_thrown_away(enter: Enter) -> None:
    async with enter() as room:
        await room.press("e", *"half", "escape", "e", "ctrl+t")
        room.screen._hand.submit(lambda: None).result(10)
        assert room.desk.draft(room.cluster) is None
        await room.press("e")
        assert "half" not in room.text()


async def test_a_note_that_cannot_be_stored_is_still_there_to_go_on_with(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise ValueError("locked")

    async with enter() as room:
        monkeypatch.setattr(room.desk, "note", busy)
        await room.press("e", *"half", "ctrl+s")
        assert room.status == "! locked"
        assert room.desk.draft(room.cluster) == "half"


@in_three_sizes
async def test_the_claim_under_the_cursor_becomes_the_headline(enter: Enter) -> None:
    async with enter() as room:
        cluster = room.cluster
        await room.press("right", "down", "H", "enter")
        chosen = room.screen.view.member.claim.text
        assert room.desk.cluster(cluster).headline == room.desk.members(cluster)[1].claim.text
        assert room.status == f"headline of cluster {cluster} chosen; u undoes it"
        assert room.desk.history(cluster)[-1].claims
        await room.press("H", *" twice", "enter")
        assert room.desk.cluster(cluster).headline != chosen
        assert room.desk.cluster(cluster).headline.endswith(" twice")
        await room.press("u", "u")
        assert room.desk.cluster(cluster).headline == room.desk.members(cluster)[0].claim.text


async def test_escape_leaves_the_headline(enter: Enter) -> None:
    async with enter() as room:
        await room.press("H", *"no", "escape")
        assert room.desk.history(room.cluster) == []


@in_three_sizes
async def test_the_pace_is_told_once_there_is_one(enter: Enter) -> None:
    async with enter() as room:
        assert "today" not in room.text()
        await room.press("c")
        assert "today 1, left 5" in room.text()

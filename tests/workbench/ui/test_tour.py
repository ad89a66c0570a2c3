"""Three steps for a newcomer: over the living room, with the keys in force, skipped by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.ui import first_time
from workbench.ui.screens.review import ReviewScreen
from workbench.ui.screens.tour import STEPS, TourScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.pipeline import Report

Enter = Any


def pointed_at(room: object) -> list[str | None]:
    return [widget.id for widget in room.screen.query(".toured")]


async def test_it_goes_through_three_steps_and_points_at_each_part(enter: Enter) -> None:
    async with enter() as room:
        await room.press("T")
        for number, step in enumerate(STEPS, 1):
            assert f"{number}/3  {step.title}" in room.text()
            assert pointed_at(room) == [step.about[1:]]
            await room.press("enter")
        assert isinstance(room.app.screen, ReviewScreen)
        assert pointed_at(room) == []


async def test_it_leaves_the_keys_readable_that_it_points_at(enter: Enter) -> None:
    async with enter() as room:
        await room.press("T", "enter", "enter")
        assert "c consistent  x conflicting  s single-sourced" in room.text()
        assert "? help" in room.text()


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_one_key_skips_it_and_the_room_works_on(
    enter: Enter, add: Callable[..., Report], articles: Path, key: str
) -> None:
    add(articles)
    async with enter() as room:
        await room.press("T", "enter", key)
        assert isinstance(room.app.screen, ReviewScreen)
        assert pointed_at(room) == []
        await room.press("c")
        assert room.desk.tally().decided == 1


async def test_it_goes_back_as_well_and_by_mouse(enter: Enter) -> None:
    async with enter() as room:
        await room.press("T", "left", "enter", "left")
        assert "1/3" in room.text()
        await room.pilot.click("#tour")
        assert "2/3" in room.text()


async def test_it_names_the_keys_in_force_and_no_blank(enter: Enter) -> None:
    async with enter(keys='"article" = "O"\n"mark.consistent" = "1"') as room:
        await room.press("T", "enter")
        assert "O opens the article" in room.text()
        await room.press("enter")
        assert "1 consistent" in room.text()


async def test_it_shows_no_action_by_its_id(enter: Enter) -> None:
    async with enter() as room:
        await room.press("T")
        for _ in STEPS:
            assert isinstance(room.app.screen, TourScreen)
            shown = str(room.app.screen.query_one("#tour-text").render())
            assert "{" not in shown
            await room.press("enter")


def test_the_first_time_comes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.ui.first_time._mark", lambda: tmp_path / "state" / "shown")
    assert [first_time.once(), first_time.once()] == [True, False]


def test_where_nothing_can_be_remembered_there_is_no_tour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    monkeypatch.setattr("workbench.ui.first_time._mark", lambda: tmp_path / "state" / "shown")
    assert not first_time.once()


def test_who_wants_none_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.ui.first_time._mark", lambda: tmp_path / "shown")
    monkeypatch.setenv("WORKBENCH_TOUR", "off")
    assert not first_time.once()
    assert not (tmp_path / "shown").exists()

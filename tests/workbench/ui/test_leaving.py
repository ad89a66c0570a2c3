"""Ctrl+c where nothing is to be copied says how to leave, and leaves when pressed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.mark.parametrize("page", ["", "l"])
async def test_ctrl_c_tells_how_to_leave_and_leaves_the_second_time(
    enter: Enter, add: Callable[..., object], articles: Path, page: str
) -> None:
    add(articles)
    async with enter(keys='quit = "0"') as room:
        await room.press("n", *page, "ctrl+c")
        assert room.app.is_running
        if not page:
            assert room.status == "^c again, or 0 in the review, keeps your place and leaves"
        here = room.cluster
        await room.press("ctrl+c")
        assert not room.app.is_running
    assert room.desk.bookmark()[0] == here


async def test_a_ctrl_c_that_is_long_past_does_not_count(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.app._SOON", 0.01)
    async with enter() as room:
        await room.press("ctrl+c")
        await room.pilot.pause(0.05)
        await room.press("ctrl+c")
        assert room.app.is_running

"""Dialogs by mouse: what the line under each tells can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.ui.screens.library import LibraryScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


async def click(room: Any, words: str) -> None:
    """Click on the last line of the screen that holds these words."""
    lines = room.text().splitlines()
    y = max(n for n, line in enumerate(lines) if words in line)
    await room.pilot.click(offset=(lines[y].rindex(words), y))
    await room.settle()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("h", "esc closes"),
        ("y", "esc closes"),
        ("i", "esc closes"),
        ("f", "esc leaves"),
        ("e", "esc keeps"),
        ("H", "esc leaves"),
        ("j", "esc leaves"),
    ],
)
async def test_every_dialog_is_left_by_a_click(enter: Enter, keys: str, words: str) -> None:
    async with enter(size=(120, 36)) as room:
        await room.press(keys)
        assert room.app.screen is not room.screen
        await click(room, words)
        assert room.app.screen is room.screen


async def test_notes_names_and_origins_are_stored_by_a_click(enter: Enter) -> None:
    async with enter(size=(120, 36)) as room:
        cluster = room.cluster
        await room.press("e", "h", "i")
        await click(room, "^s stores")
        assert room.desk.verdict(cluster).note == "hi"
        await room.press("H", "z")
        await click(room, "enter stores")
        assert room.desk.cluster(cluster).headline.endswith("z")
        await room.press("i")
        await click(room, "space chooses")
        await room.press("down")
        await click(room, "space chooses")
        await click(room, "j join")
        assert room.status.endswith("undoes it")
        assert room.desk.history(cluster)[-1].kind == "join"


async def test_an_article_is_dated_and_removed_by_clicks(enter: Enter) -> None:
    async with enter(size=(120, 36)) as room:
        await room.press("l")
        await click(room, "x remove or restore")
        await click(room, "n or esc no")
        assert isinstance(room.app.screen, LibraryScreen)
        await click(room, "x remove or restore")
        await click(room, "y or enter yes")
        assert "a.txt removed" in room.text()
        await click(room, "u undo")
        await click(room, "d date")
        await room.press(*["backspace"] * 10, *"2031-05-06")
        await click(room, "enter stores")
        assert "dated 2031-05-06" in room.text()


async def test_a_dispute_is_settled_by_clicks(enter: Enter) -> None:
    async with enter(size=(120, 36)) as room:
        cluster = room.cluster
        await room.press("j")
        await click(room, "enter goes on")
        await room.press(*"so")
        await click(room, "enter goes on")
        assert room.desk.verdict(cluster).reason == "so"

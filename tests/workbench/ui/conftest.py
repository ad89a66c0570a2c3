"""The review on a small project, at the sizes that are promised."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from workbench.desk import Desk
from workbench.ui.app import WorkbenchApp
from workbench.ui.keymap import parse
from workbench.ui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from workbench.ui.screens.review import Build

SIZES = [(120, 36), (80, 24)]


class Room:
    """A running review: its keys, its desk, and what stands on the screen."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None], desk: Desk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk

    @property
    def screen(self) -> ReviewScreen:
        screen = self.app.screen_stack[1]
        assert isinstance(screen, ReviewScreen)
        return screen

    @property
    def cluster(self) -> int:
        current = self.screen.queue.current
        assert current is not None
        return current

    @property
    def status(self) -> str:
        return str(self.screen.query_one("#status").render()).strip()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        await self.pilot.pause()

    def text(self) -> str:
        """Return the characters on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(s.text for s in strip) for strip in strips)


@pytest.fixture(params=SIZES, ids=["120x36", "80x24"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    value: tuple[int, int] = request.param
    return value


@pytest.fixture
def enter(
    project: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Open the review on the project; `async with enter() as room`."""
    # A test says itself when the review looks around.
    monkeypatch.setattr("workbench.ui.screens.watching.LOOKS_EVERY", 3600.0)

    @asynccontextmanager
    async def enter(
        build: Build | None = None,
        size: tuple[int, int] = size,
        reviewer: str = "tester",
        *,
        blind: bool = False,
        keys: str = "",
    ) -> AsyncIterator[Room]:
        desk = Desk(project, reviewer, blind=blind)
        desk.prepare()
        app = WorkbenchApp(desk, build, parse(keys.encode(), "keymap.toml"))
        async with app.run_test(size=size) as pilot:
            room = Room(app, pilot, desk)
            await pilot.pause()
            if build is None:
                await room.settle()
            yield room

    return enter


THREE_SIZES = [(120, 36), (100, 30), (80, 24)]
"""With three panes, and with two at two heights."""

in_three_sizes = pytest.mark.parametrize("size", THREE_SIZES, ids=["120x36", "100x30", "80x24"])

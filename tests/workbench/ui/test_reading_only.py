"""A review of a project that cannot be written to: everything is shown, and nothing gets lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.desk import Desk
from workbench.ui.app import WorkbenchApp
from workbench.ui.screens.library import LibraryScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


async def test_it_says_so_and_refuses_before_anything_is_written(project: Path) -> None:
    before = project.read_bytes()
    app = WorkbenchApp(Desk(project, "tester", read_only=True))

    def text() -> str:
        strips = app.screen._compositor.render_strips()
        return "\n".join("".join(s.text for s in strip) for strip in strips)

    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "READ-ONLY" in text()
        assert "! open for reading only" in text()
        room = app.screen
        for key in ("c", "g", "e", "H", "j", "d", "k", "u"):
            await pilot.press("n", key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert app.screen is room, key
            assert "is open for reading only" in text(), key
        await pilot.press("l")
        await app.workers.wait_for_complete()
        for key in ("plus", "e", "d"):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, LibraryScreen)
            assert "! the project is open for reading only" in text()
        await pilot.press("escape", "q")
    assert project.read_bytes() == before
    assert [path.name for path in project.parent.glob("project.db*")] == ["project.db"]

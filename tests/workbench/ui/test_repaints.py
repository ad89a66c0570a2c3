"""What a key changes comes in one repaint, and what it does not change is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.ui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


@pytest.fixture
def repaints(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that takes in the text of the screen at each repaint."""
    seen: list[str] = []
    paint = ReviewScreen._compositor_refresh

    def paint_and_tell(self: ReviewScreen) -> None:
        strips = self._compositor.render_strips()
        seen.append("\n".join("".join(s.text for s in strip) for strip in strips))
        paint(self)

    monkeypatch.setattr(ReviewScreen, "_compositor_refresh", paint_and_tell)
    return seen


@pytest.mark.parametrize("key", ["c", "n", "U", "down"])
async def test_the_next_cluster_comes_with_the_first_repaint(
    enter: Enter, repaints: list[str], key: str
) -> None:
    async with enter() as room:
        repaints.clear()
        await room.press(key)
        assert f"cluster {room.cluster}" in repaints[0]
        if key == "c":
            assert "marked consistent" in repaints[0]
            assert "decided 1 of 6" in repaints[0]


async def test_undo_shows_where_it_went_in_the_first_repaint(
    enter: Enter, repaints: list[str]
) -> None:
    async with enter() as room:
        await room.press("c")
        repaints.clear()
        await room.press("u")
        assert "undone" in repaints[0]
        assert f"cluster {room.cluster}" in repaints[0]
        assert "decided 0 of 6" in repaints[0]


async def test_a_verdict_reads_one_row_of_the_queue_anew(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with enter() as room:
        asked: list[int] = []
        rows = room.screen.queue._rows

        def count(ids: list[int]) -> Any:
            asked.extend(ids)
            return rows(ids)

        monkeypatch.setattr(room.screen.queue, "_rows", count)
        marked = room.cluster
        await room.press("c")
        assert asked == [marked]
        await room.press("u")
        assert asked == [marked, marked]
        assert "decided 0 of 6" in room.text()

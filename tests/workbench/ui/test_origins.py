"""The dialog that says why articles count once, and lets the reviewer say otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter
from workbench.reports.report import unknown_origins

if TYPE_CHECKING:
    from collections.abc import Callable

Enter = Any
BRIDGE = Path(__file__).parents[1] / "origins" / "articles" / "bridge"


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object]) -> None:
    for name in ("wire", "copy"):
        add(BRIDGE / f"{name}.txt", source=f"The {name.title()}")


async def test_it_says_why_and_parts_and_joins_what_was_chosen(enter: Enter) -> None:
    async with enter() as room:
        cluster = next(c for c in room.desk.ids(Filter()) if room.desk.cluster(c).sources == 2)
        room.screen.queue.go_to(cluster)
        await room.settle()
        assert "2 sources, 1 origin" in room.text()
        assert "near-copies" in room.text()
        await room.press("i")
        assert "origin 1: The Copy" in room.text()
        await room.press("p")
        assert room.desk.cluster(cluster).origins == 1
        await room.press("space", "down", "enter")
        assert room.text().count("[x] origin 1") == 2
        await room.press("space")
        assert room.text().count("[x] origin 1") == 1
        await room.press("space", "p")
        assert room.desk.cluster(cluster).origins == 2
        assert "2 sources, 2 origins" in room.text()
        await room.press("u")
        assert room.desk.cluster(cluster).origins == 1


@pytest.mark.parametrize("size", [(60, 20)], ids=["60x20"])
async def test_its_keys_are_in_sight_in_a_small_window(
    enter: Enter, add: Callable[..., object], tmp_path: Path
) -> None:
    for number in range(6):
        path = tmp_path / f"the-{number}-of-many-copies.txt"
        path.write_text((BRIDGE / "wire.txt").read_text("utf-8"), "utf-8")
        add(path, source=f"The {number} of the Many Copies")
    async with enter() as room:
        widest = max(room.desk.ids(Filter()), key=lambda c: room.desk.cluster(c).sources)
        assert room.desk.cluster(widest).sources == 8
        room.screen.queue.go_to(widest)
        await room.settle()
        await room.press("i")
        assert "space chooses · j join · p part · esc closes" in room.text()


async def test_it_closes_without_a_change(enter: Enter) -> None:
    async with enter() as room:
        await room.press("i", "escape")
        assert room.app.screen is room.screen
        assert room.desk.undo() is None


def test_of_others_is_spoken_only_where_there_are_some() -> None:
    assert unknown_origins(["Alpha and Beta: near-copies"]).startswith("Of the others no common")
    assert unknown_origins([]).startswith("No common origin is known")


async def test_the_key_that_shows_all_reasons_is_the_reviewers_own(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = [f"reason {number}" for number in range(5)]
    monkeypatch.setattr("workbench.ui.widgets.cluster_head.origin_lines", lambda *_: reasons)
    async with enter(size=(120, 36), keys='"origins" = "Z"') as room:
        assert "and 2 more reasons; Z shows them" in room.text()

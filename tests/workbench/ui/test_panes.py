"""Three panes, two or one: what is in sight, how to reach the rest, and the article beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from tests.workbench.ui.conftest import in_three_sizes
from workbench.ui.widgets.room import Room, in_sight

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


def shown(room: Any) -> list[bool]:
    return [pane.display for pane in room.screen.query_one(Room).children]


@pytest.mark.parametrize(
    ("width", "used", "first", "expected"),
    [
        (120, 0, 0, [0, 1, 2]),
        (100, 0, 0, [0, 1]),
        (100, 2, 0, [1, 2]),
        (100, 1, 1, [1, 2]),
        (100, 0, 1, [0, 1]),
        (60, 1, 0, [1]),
        (120, 2, 1, [0, 1, 2]),
    ],
)
def test_the_pane_in_use_is_always_in_sight(
    width: int, used: int, first: int, expected: list[int]
) -> None:
    assert list(in_sight(width, 3, used, first)) == expected


@in_three_sizes
async def test_arrows_and_b_reach_every_pane(enter: Enter, size: tuple[int, int]) -> None:
    async with enter() as room:
        three = size[0] == 120
        assert shown(room) == [True, True, three]
        await room.press("right", "right")
        assert room.screen.article.has_focus
        assert shown(room) == [three, True, True]
        await room.press("left", "left")
        assert room.screen.queue.has_focus
        assert shown(room) == [True, True, three]
        await room.press("b")
        assert room.screen.article.has_focus
        await room.press("b")
        assert room.screen.view.has_focus


async def test_a_narrow_window_shows_the_pane_in_use_alone(enter: Enter) -> None:
    async with enter(size=(60, 20)) as room:
        assert shown(room) == [True, False, False]
        await room.press("tab")
        assert shown(room) == [False, True, False]
        assert room.screen.view.has_focus
        await room.press("tab")
        assert "were hurt." in room.text()
        await room.pilot.resize_terminal(120, 36)
        await room.settle()
        assert shown(room) == [True, True, True]
        assert room.screen.article.has_focus


@in_three_sizes
async def test_a_search_made_from_another_pane_leads_back_to_the_queue_in_sight(
    enter: Enter, size: tuple[int, int]
) -> None:
    async with enter() as room:
        await room.press("right", "right")
        await room.press("slash", *"were", "enter")
        assert room.screen.queue.has_focus
        assert shown(room) == [True, True, size[0] == 120]
        await room.press("tab")
        assert room.screen.view.has_focus


@in_three_sizes
async def test_the_article_shows_what_of_it_is_checked(enter: Enter) -> None:
    async with enter() as room:
        await room.press("b")
        assert "Bridge closes after storm" in room.text()
        assert "decided 0 of 3 claims" in room.text()
        assert "▌·The old bridge" in room.text()
        await room.press("X")
        assert "decided 1 of 3 claims" in room.text()
        assert "▌≠The old bridge" in room.text()
        mayor = room.desk.ids(Filter(text="mayor"))[0]
        room.desk.mark(mayor, Label.CONSISTENT)
        room.screen.queue.go_to(mayor)
        await room.settle()
        assert "≠The old bridge" in room.text()
        assert "=The mayor visited" in room.text()


@in_three_sizes
async def test_it_is_the_article_of_the_claim_under_the_cursor(enter: Enter) -> None:
    async with enter() as room:
        await room.press("right", "down", "b")
        assert "Storm shuts crossing" in room.text()
        await room.press("enter")
        assert room.app.screen is not room.screen
        await room.press("escape")
        assert room.app.screen is room.screen


async def test_a_click_on_a_claim_of_the_article_opens_its_cluster(enter: Enter) -> None:
    async with enter(size=(120, 36)) as room:
        lines = room.text().splitlines()
        y = next(n for n, line in enumerate(lines) if "·The mayor visited" in line)
        await room.pilot.click(offset=(lines[y].rindex("mayor"), y))
        await room.settle()
        assert room.cluster == room.desk.ids(Filter(text="mayor"))[0]
        assert room.screen.view.member.claim.text.startswith("The mayor")


async def test_a_blind_review_shows_no_suggestion_in_the_article(enter: Enter) -> None:
    async with enter(size=(120, 36), blind=True) as room:
        conflict = room.desk.ids(Filter(text="14 people"))[0]
        room.screen.queue.go_to(conflict)
        await room.settle()
        assert "▌·The old bridge" in room.text()
        assert not set("≠⟦") & set(room.text())


@in_three_sizes
async def test_who_says_it_and_what_differs_stand_in_columns(enter: Enter) -> None:
    async with enter() as room:
        await room.press("right")
        lines = room.text().splitlines()
        facts = [line for line in lines if "origin 1" in line or "origin 2" in line]
        assert len({line.index("2031-01-02") for line in facts}) == 1
        marked = [line for line in lines if "⟦14⟧" in line or "⟦17⟧" in line]
        assert len(marked) == 2
        assert len({line.index("⟦") for line in marked}) == 1

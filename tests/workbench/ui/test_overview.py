"""The project at a glance: what it shows, and that what is opened stands in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from tests.hostile.evil import EVIL
from tests.workbench.ui.endless import Endless
from workbench.ui.screens.overview import OverviewScreen
from workbench.ui.widgets.matrix import Matrix
from workbench.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


def shown(room: Any) -> Filter:
    found: Filter = room.screen._filter
    return found


@pytest.mark.usefixtures("filled")
async def test_a_bar_opens_its_clusters(enter: Enter) -> None:
    async with enter() as room:
        await room.press("c", "a")
        assert isinstance(room.app.screen, OverviewScreen)
        assert "decided 1 of" in room.text()
        await room.press("enter")
        assert room.app.screen is room.screen
        assert shown(room) == Filter(verdict=Label.CONSISTENT)
        assert len(room.screen.queue) == 1
        await room.press("a")
        await room.press("down", "down", "down", "enter")
        assert shown(room) == Filter(decided=False)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
async def test_no_count_of_a_kind_is_cut_off(enter: Enter) -> None:
    async with enter() as room:
        await room.press("a")
        kinds = room.app.screen.query_one("#kinds")
        lines = [kinds.render_line(y).text.rstrip() for y in range(1, kinds.size.height)]
        assert lines
        assert all(line.endswith(" ·") for line in lines)


@pytest.mark.usefixtures("filled")
async def test_a_cell_opens_the_clusters_of_two_sources(enter: Enter) -> None:
    async with enter() as room:
        await room.press("a")
        await room.press("tab")
        assert isinstance(room.app.focused, Matrix)
        assert "Alpha alone: " in room.text()
        await room.press("right")
        assert "Alpha and Beta: " in room.text()
        await room.press("enter")
        assert shown(room) == Filter(source="Alpha", other="Beta")
        assert list(room.screen.queue._ids) == list(room.desk.ids(shown(room)))
        await room.press("a")
        await room.press("tab", "right", "x")
        assert shown(room) == Filter(source="Alpha", other="Beta", stands=Label.CONFLICTING)
        await room.press("a")
        await room.press("tab", "enter")
        assert shown(room) == Filter(source="Alpha", alone=True)


@pytest.mark.usefixtures("filled")
async def test_a_click_opens_too(enter: Enter) -> None:
    async with enter() as room:
        await room.press("a")
        lines = room.text().splitlines()
        y = next(n for n, line in enumerate(lines) if "· undecided" in line)
        await room.pilot.click(offset=(10, y))
        await room.settle()
        assert shown(room) == Filter(decided=False)


@pytest.mark.usefixtures("filled")
async def test_days_open_their_articles(enter: Enter) -> None:
    async with enter() as room:
        await room.press("a")
        room.app.screen.query_one(Timeline).focus()
        await room.settle()
        assert "2031-01-02: 2 articles" in room.text()
        await room.press("right")
        assert "2031-01-03: 1 article" in room.text()
        await room.press("enter")
        assert shown(room) == Filter(since="2031-01-03", until="2031-01-03")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("key", ["escape", "a", "q"])
async def test_it_is_left_without_a_change(enter: Enter, key: str) -> None:
    async with enter() as room:
        await room.press("a")
        await room.press(key)
        assert room.app.screen is room.screen
        assert not shown(room)


@pytest.mark.usefixtures("filled")
async def test_arrows_lead_through_the_whole_page(enter: Enter) -> None:
    async with enter() as room:
        await room.press("a")
        await room.press(*["down"] * 40)
        assert room.app.focused is not None
        assert "Near-copies" in room.text()
        await room.press(*["up"] * 80)
        assert "Progress" in room.text()


@pytest.mark.usefixtures("filled")
async def test_a_blind_review_betrays_nothing(enter: Enter) -> None:
    async with enter(blind=True) as room:
        await room.press("a")
        assert "blind" in room.text()
        assert "suggested" not in room.text()
        assert not room.app.screen.query("#kinds")
        await room.press("tab", "right", "x")
        assert shown(room) == Filter(source="Alpha", other="Beta", verdict=Label.CONFLICTING)
        assert len(room.screen.queue) == 0


async def test_an_empty_project_has_an_overview(enter: Enter) -> None:
    async with enter() as room:
        await room.press("a")
        await room.press("tab", "right", "enter", "tab", "enter")
        assert isinstance(room.app.screen, OverviewScreen)
        assert "no article has a date" in room.text()


async def test_a_matrix_says_how_many_sources_are_out_of_sight(
    enter: Enter, add: Callable[..., object], tmp_path: Path
) -> None:
    for number, name in enumerate(["Coast", "Harbour", "Island", "Town", "Zenith Mail"]):
        path = tmp_path / f"{number:02}.txt"
        path.write_text("The mayor visited the bridge.\n", "utf-8")
        add(path, source=name)

    def heading(room: Any) -> str:
        lines = room.text().splitlines()
        title = next(n for n, line in enumerate(lines) if "Sources beside each other" in line)
        return " ".join(lines[title + 1].split())

    async with enter(size=(60, 30)) as room:
        await room.press("a", "tab")
        assert heading(room) == "1 Coast 2 Harbour 3 Island ▸2"
        await room.press(*["right"] * 4)
        assert heading(room) == "◂ 2 more 3 Island 4 Town 5 Zenith…"
    async with enter(size=(120, 30)) as room:
        await room.press("a", "tab")
        assert heading(room) == "1 Coast 2 Harbour 3 Island 4 Town 5 Zenith…"


async def test_many_sources_with_hostile_names_keep_their_columns(
    enter: Enter, add: Callable[..., object], tmp_path: Path
) -> None:
    names = ["\x1b]0;pwned\x07[/foo]", "\u202eylime", "東京新聞号外", "x" * 300, *EVIL]
    for number, name in enumerate(names[:20]):
        path = tmp_path / f"{number:02}.txt"
        path.write_text("The mayor visited the bridge.\n", "utf-8")
        add(path, source=name)
    async with enter() as room:
        await room.press("a")
        await room.press("tab")
        matrix = room.app.screen.query_one(Matrix)
        await room.press(*["right"] * 19, *["down"] * 19)
        text = room.text()
        assert not set("\x1b\x07\u202e") & set(text)
        await room.press("shift+tab")
        matrix.focus()
        await room.settle()
        assert matrix.cell == (19, 19)
        assert "alone" in room.text()


@pytest.mark.usefixtures("filled")
async def test_who_leaves_while_it_is_counted_ends_the_count(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Endless()
    async with enter() as room:
        monkeypatch.setattr(type(room.desk), "overview", lambda _, stop: counting.run(stop))
        await room.pilot.press("a")
        while not counting.begun.is_set():
            await room.pilot.pause()
        assert "decided 0 of" in room.text()
        assert "counting ...; esc stops" in room.text()
        await room.pilot.press("escape")
        await room.settle()
        assert counting.ended.is_set()
        assert room.app.screen is room.screen

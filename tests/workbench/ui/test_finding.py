"""Filters and search on the screen: chips, words, saved filters, and what they say."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual.content import Content
from textual.widgets import Input, OptionList

from db.errors import Interrupted, ProjectBusy
from db.records import Filter, Kind
from workbench.ui.screens.filter import FilterScreen
from workbench.ui.widgets.chips import ChipBar
from workbench.ui.widgets.signs import with_found

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def told(add: Callable[..., object], articles: Path) -> None:
    add(articles)


async def write(room: Any, line: str) -> None:
    """Open the filters and say in words what is to be shown."""
    await room.press("f")
    room.app.screen.query_one(Input).value = line
    room.app.screen.query_one(Input).focus()
    await room.press("enter")


def underlined(content: Content) -> list[str]:
    return [
        content.plain[span.start : span.end] for span in content.spans if "underline" in str(span)
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", []),
        ("SCHO sta", ["Scho", "sta"]),
        ("chools", []),
        ("zurich .*", ["Zürich"]),
        ("a", ["a"]),
        ("東京", ["東京"]),
    ],
)
def test_what_a_search_finds_is_underlined(search: str, found: list[str]) -> None:
    line = Content("  Schools in Zürich and 東京 stay a while")
    assert sorted(underlined(with_found(line, search))) == sorted(found)
    assert with_found(line, search).plain == line.plain


async def test_the_queue_shows_what_the_search_found(enter: Callable[..., Any]) -> None:
    async with enter() as room:
        await room.press("slash", *"mayor")
        lines = room.app.screen._compositor.render_strips()
        bold = {s.text for line in lines for s in line if s.style and s.style.underline}
        assert "mayor" in bold
        assert room.status == 'showing "mayor"'
        await room.press("enter", "escape")
        assert room.status == "showing all clusters"


async def test_filters_in_words_become_chips_that_backspace_takes_off(
    enter: Callable[..., Any],
) -> None:
    async with enter() as room:
        everything = len(room.screen.queue)
        assert not room.screen.query_one(ChipBar).display
        await write(room, 'undecided kind number source "Alpha" until 2031-01-02')
        assert len(room.screen.queue) == 1
        shown = " ".join(room.text().split())
        for chip in ("[undecided ×]", "[differs in number ×]", "[source Alpha ×]"):
            assert chip in shown
        for _ in range(4):
            await room.press("backspace")
        assert len(room.screen.queue) == everything
        assert not room.screen.query_one(ChipBar).display


async def test_a_kind_or_a_verdict_may_stand_alone(enter: Callable[..., Any]) -> None:
    async with enter() as room:
        await write(room, "number conflicting")
        assert len(room.screen.queue) == 1
        assert room.status == "showing differs in number + marked or suggested conflicting"
        await write(room, "numbers")
        assert "'numbers' is none of" in room.text()


async def test_a_click_takes_a_chip_off(enter: Callable[..., Any]) -> None:
    async with enter() as room:
        await write(room, "undecided source Gamma")
        chips = room.screen.query_one(ChipBar)
        await room.pilot.click(ChipBar, offset=(2, 0))
        await room.settle()
        assert "[source Gamma ×]" in room.text()
        assert "undecided ×" not in room.text()
        assert chips.display


async def test_a_filter_is_saved_recalled_and_forgotten(enter: Callable[..., Any]) -> None:
    async with enter() as room:
        await write(room, "undecided source Gamma")
        await write(room, "save late news")
        assert "saved as 'late news'" in room.status
        await room.press("escape")
        await room.press("f")
        options = room.app.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt) == "[ ] saved: late news"
        await room.press("enter")
        assert room.desk.saved_filters()["late news"] == Filter(decided=False, source="Gamma")
        assert "[source Gamma ×]" in room.text()
        await write(room, "forget late news")
        assert room.desk.saved_filters() == {}


async def test_words_that_make_no_sense_are_told_in_the_dialog(enter: Callable[..., Any]) -> None:
    async with enter() as room:
        await write(room, "kind colour")
        assert isinstance(room.app.screen, FilterScreen)
        assert "'colour' is none of number" in room.text()
        await room.press("escape")


async def test_a_filter_that_is_not_saved_cannot_be_forgotten(enter: Callable[..., Any]) -> None:
    async with enter() as room:
        await write(room, "forget late news")
        assert isinstance(room.app.screen, FilterScreen)
        assert "no filter is saved as 'late news'" in room.text()
        await room.press("escape")


async def test_a_blind_review_offers_no_filter_that_would_tell(enter: Callable[..., Any]) -> None:
    async with enter(blind=True) as room:
        await room.press("f")
        options = room.app.screen.query_one(OptionList).options
        assert not any("suggested" in str(o.prompt) or "differs" in str(o.prompt) for o in options)
        await room.press("escape")
        await write(room, f"kind {Kind.NUMBER}")
        assert "a blind review hides" in room.text()
        await room.press("escape")


@pytest.mark.parametrize("words", ['"', "AND OR NOT", "\0", "a" * 10_000, "[@click=app.bell]x[/]"])
async def test_no_search_can_end_the_review(enter: Callable[..., Any], words: str) -> None:
    async with enter() as room:
        await room.press("slash")
        room.screen.query_one("#search", Input).value = words
        await room.settle()
        assert len(room.screen.queue) == 0 or words == "\0"
        await room.press("escape")
        assert len(room.screen.queue) > 0


async def test_a_long_look_can_be_stopped_and_changes_nothing(
    enter: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def look(
        _: object, filter_: Filter, limit: int, near: int, stop: Callable[[], bool]
    ) -> array[int]:
        while not stop():
            stopped.wait(0.001)
        stopped.set()
        raise Interrupted

    async with enter() as room:
        before = list(room.desk.ids(Filter()))
        monkeypatch.setattr(type(room.desk), "page", look)
        monkeypatch.setattr("workbench.ui.screens.finding._PATIENCE", 0.001)
        await room.pilot.press("f", "down", "enter")
        while "finding ..." not in room.status:
            await room.pilot.pause()
        await room.pilot.press("escape")
        await room.settle()
        assert stopped.is_set()
        assert "stopped" in room.status
        assert not room.screen.query_one(ChipBar).display
        assert len(room.screen.queue) == len(before)


async def test_a_long_look_says_at_its_end_what_is_shown(
    enter: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited_for = threading.Event()

    async with enter() as room:
        page = room.desk.page

        def look(*asked: Any) -> array[int]:
            assert waited_for.wait(60)
            return page(*asked)

        monkeypatch.setattr(room.desk, "page", look)
        monkeypatch.setattr("workbench.ui.screens.finding._PATIENCE", 0.001)
        await room.pilot.press("f", "down", "enter")
        while "finding ..." not in room.status:
            await room.pilot.pause()
        waited_for.set()
        await room.settle()
        assert room.status == "showing undecided"


async def test_a_filter_taken_back_opens_at_the_cluster_that_is_open(
    enter: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[int]] = []
    monkeypatch.setattr("workbench.ui.screens.reading.FIRST_PAGE", 2)
    async with enter() as room:
        whole = list(room.desk.ids(Filter()))
        await room.press("end")
        assert room.screen.queue.current == whole[-1]
        show = room.screen.queue.show

        def see(ids: array[int], current: int | None = None) -> None:
            shown.append(list(ids))
            show(ids, current)

        monkeypatch.setattr(room.screen.queue, "show", see)
        room.screen._use(Filter(decided=False))
        await room.settle()
        assert room.screen.queue.current == whole[-1]
        assert shown == [whole[-2:], whole]


async def test_a_look_that_fails_is_said_and_the_queue_is_what_it_was(
    enter: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise ProjectBusy("project.db is damaged")

    monkeypatch.setattr("workbench.ui.screens.finding._PATIENCE", 0.001)
    async with enter() as room:
        with monkeypatch.context() as patch:
            patch.setattr(room.desk, "page", damaged)
            await room.press("f", "down", "enter")
            await room.pilot.pause(0.01)
        assert room.status == "! project.db is damaged"
        assert not room.screen.query_one(ChipBar).display
        await room.press("X")
        assert room.desk.progress()[0] == 1


async def test_the_search_line_goes_when_its_words_are_taken_back(
    enter: Callable[..., Any],
) -> None:
    async with enter() as room:
        await room.press("slash", *"bridge", "enter")
        assert room.screen.query_one("#search").display
        await room.press("backspace")
        assert not room.screen.query_one("#search").display
        assert room.status == "showing all clusters"


async def test_an_undo_says_when_the_filter_hides_where_it_was(
    enter: Callable[..., Any],
) -> None:
    async with enter() as room:
        marked = room.cluster
        await room.press("C", "f", "down", "enter")
        others = [c for c in room.desk.ids(Filter()) if c != marked]
        assert list(room.screen.queue._ids) == others
        await room.press("u")
        assert room.status.endswith(f"on cluster {marked}, which the filter hides")


async def test_where_nothing_fits_neither_a_cluster_nor_an_article_is_shown(
    enter: Callable[..., Any],
) -> None:
    async with enter() as room:
        assert "The old bridge" in room.text()
        await write(room, "flagged")
        assert "Nothing fits this filter" in room.text()
        assert "bridge" not in room.text()
        await room.press("escape")
        assert "The old bridge" in room.text()

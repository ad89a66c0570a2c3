"""A list of any length draws only what is in sight."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from workbench.ui.widgets.page_list import PageList

if TYPE_CHECKING:
    from collections.abc import Sequence


class ListApp(App[None]):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.pulled: list[int] = []
        self.ids = array("q", range(100, 100 + count))
        self.moved: list[int] = []
        self.word = "row"

    def compose(self) -> ComposeResult:
        pages: PageList[int] = PageList(
            self.pull, lambda row: row, lambda row: (Content(f"{self.word} {row}"), Content("more"))
        )
        yield pages

    def on_mount(self) -> None:
        self.query_one(PageList).show(self.ids)
        self.query_one(PageList).focus()

    def pull(self, ids: Sequence[int]) -> list[int]:
        self.pulled += ids
        return list(ids)

    def lines(self) -> list[str]:
        """Return the first lines of the rows in sight, without the scroll bar."""
        strips = self.screen._compositor.render_strips()
        texts = ["".join(segment.text for segment in strip) for strip in strips]
        return [text[:-2].strip(" ▌*") for text in texts[::2]]

    def on_page_list_moved(self, message: PageList.Moved) -> None:
        self.moved.append(message.row_id)


async def test_only_the_pages_in_sight_are_pulled() -> None:
    app = ListApp(200_000)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        assert len(app.pulled) <= 128
        await pilot.press("end")
        await pilot.pause()
        assert app.query_one(PageList).current == 200_099
        assert len(app.pulled) <= 256


async def test_the_cursor_stays_on_the_list() -> None:
    app = ListApp(3)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("up", "down", "down", "down", "down")
        assert app.query_one(PageList).current == 102
        await pilot.press("home")
        assert app.query_one(PageList).current == 100
        assert app.moved[-1] == 100


async def test_an_empty_list_has_no_current_row() -> None:
    app = ListApp(0)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("down", "end", "enter")
        assert app.query_one(PageList).current is None
        assert app.moved == []


@pytest.mark.parametrize("wanted", [101, 999])
async def test_other_ids_keep_the_row_when_they_hold_it(wanted: int) -> None:
    app = ListApp(5)
    async with app.run_test(size=(40, 20)) as pilot:
        pages = app.query_one(PageList)
        pages.show(array("q", [103, 101]), wanted)
        await pilot.pause()
        assert pages.current == (101 if wanted == 101 else 103)


async def test_a_row_that_is_gone_is_an_empty_line() -> None:
    app = ListApp(5)
    async with app.run_test(size=(40, 20)) as pilot:
        pages = app.query_one(PageList)
        pages._rows = lambda _: []
        pages.forget()
        await pilot.pause()
        assert pages.render_line(0).text.strip() == ""


async def test_a_click_moves_the_cursor() -> None:
    app = ListApp(50)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.click(PageList, offset=(3, 5))
        assert app.query_one(PageList).current == 102


async def test_a_list_that_scrolls_shows_each_row_where_it_is() -> None:
    app = ListApp(500)
    async with app.run_test(size=(40, 20)) as pilot:
        assert app.lines() == [f"row {n}" for n in range(100, 110)]
        await pilot.press(*["down"] * 12)
        await pilot.pause()
        assert app.lines() == [f"row {n}" for n in range(103, 113)]
        await pilot.press("home")
        await pilot.pause()
        assert app.lines() == [f"row {n}" for n in range(100, 110)]


async def test_only_the_rows_that_may_have_changed_are_pulled_anew() -> None:
    app = ListApp(500)
    async with app.run_test(size=(40, 20)) as pilot:
        pages = app.query_one(PageList)
        await pilot.pause()
        app.pulled.clear()
        app.word = "new"
        pages.forget([103, 590])  # the second has never been in sight
        await pilot.pause()
        assert app.pulled == [103]
        assert app.lines()[2:5] == ["row 102", "new 103", "row 104"]
        pages.forget()
        await pilot.pause()
        assert app.lines()[2:5] == ["new 102", "new 103", "new 104"]


async def test_a_row_without_its_data_is_blank_until_it_can_be_read() -> None:
    app = ListApp(20)
    async with app.run_test(size=(40, 20)) as pilot:
        pages = app.query_one(PageList)
        await pilot.pause()
        pull, pages._rows = pages._rows, lambda _: []
        pages.forget([101])
        await pilot.pause()
        assert app.lines()[:3] == ["row 100", "", "row 102"]
        pages._rows = pull
        pages.forget()
        await pilot.pause()
        assert app.lines()[:3] == ["row 100", "row 101", "row 102"]


async def test_the_scroll_bar_is_told_only_of_what_it_can_show() -> None:
    app = ListApp(20_000)
    async with app.run_test(size=(40, 20)) as pilot:
        pages = app.query_one(PageList)
        await pilot.pause()
        drawn = pages.vertical_scrollbar.position
        await pilot.press(*["down"] * 12)
        await pilot.pause()
        assert pages.scroll_y > 0
        assert pages.vertical_scrollbar.position == drawn
        await pilot.press("end")
        await pilot.pause()
        assert pages.vertical_scrollbar.position == pages.max_scroll_y


async def test_another_theme_draws_the_rows_anew() -> None:
    app = ListApp(20)
    async with app.run_test(size=(40, 20)) as pilot:
        pages = app.query_one(PageList)
        await pilot.pause()
        before = pages.render_line(2)
        assert pages.render_line(2) is before
        app.theme = "textual-light"
        await pilot.pause()
        assert [s.style for s in pages.render_line(2)] != [s.style for s in before]

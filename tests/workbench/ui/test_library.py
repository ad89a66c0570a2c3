"""The library: what it shows, and what a reviewer does there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.workbench.ui.endless import Endless
from workbench.ui.screens.asking import AskScreen, ConfirmScreen, completed
from workbench.ui.screens.library import LibraryScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


def states(room: Any) -> dict[str, str]:
    return {article.name: str(article.state) for article in room.desk.articles()}


async def write(room: Any, text: str) -> None:
    """Put a text in place of what the dialog asks about, and store it."""
    assert isinstance(room.app.screen, AskScreen)
    room.app.screen.query_one("Line").value = text
    await room.press("enter")


@pytest.mark.usefixtures("filled")
async def test_it_shows_articles_and_how_their_files_stand(enter: Enter, articles: Path) -> None:
    (articles / "a.txt").write_text("Other words.\n")
    (articles / "b.txt").unlink()
    async with enter() as room:
        await room.press("l")
        text = room.text()
        assert "Library: 3 articles of 3 sources" in text
        assert "[changed on disk] Alpha" in text
        assert "[missing on disk] Beta" in text
        assert "[processed] Gamma  2031-01-03" in text


@pytest.mark.usefixtures("filled")
async def test_an_article_is_removed_once_asked_and_undone(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l")
        await room.press("down")
        await room.press("x")
        assert isinstance(room.app.screen, ConfirmScreen)
        await room.press("n")
        assert states(room)["b.txt"] == "processed"
        await room.press("x")
        await room.press("y")
        assert states(room)["b.txt"] == "removed"
        assert "[removed] Beta" in room.text()
        await room.press("u")
        assert states(room)["b.txt"] == "processed"
        assert "undone: article b.txt removed" in room.text()
        await room.press("ctrl+r")
        assert states(room)["b.txt"] == "removed"
        assert "done again: article b.txt removed" in room.text()
        await room.press("x")
        assert states(room)["b.txt"] == "processed"
        await room.press("h")
        assert "article b.txt restored" in room.text()
        await room.press("escape")
        await room.press("escape")
        assert room.app.screen is room.screen


@pytest.mark.usefixtures("filled")
async def test_a_source_gets_another_name_and_a_publisher(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l")
        await room.press("e")
        await write(room, "The [b]Alpha[/b] Post \u202e東京")
        assert "The [b]Alpha[/b] Post \u202e東京" in room.desk.sources()
        assert "\u202e" not in room.text()
        await room.press("tab")
        await room.press("p")
        await write(room, "Harbour Media")
        assert list(room.desk.owners().values()) == ["Harbour Media"]
        await room.press("e")
        await write(room, "Gamma")
        assert len(room.desk.sources()) == 2


@pytest.mark.usefixtures("filled")
async def test_a_date_is_set_and_a_wrong_one_refused(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l")
        await room.press("d")
        await write(room, "soon")
        assert "not a date" in room.text()
        await room.press("d")
        await write(room, "2031-02-01")
        assert room.desk.articles()[0].published == "2031-02-01"
        assert "2031-02-01 (set)" in room.text()


@pytest.mark.usefixtures("filled")
async def test_one_source_can_be_looked_at_alone(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l")
        await room.press("tab")
        await room.press("down", "enter")
        assert "only Beta" in room.text()
        screen = room.app.screen
        assert isinstance(screen, LibraryScreen)
        assert len(screen.articles) == 1
        await room.press("escape")
        assert len(screen.articles) == 3


@pytest.mark.usefixtures("filled", "toy_models")
async def test_articles_are_added_from_inside(enter: Enter, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "d.txt").write_text("Snow fell on the harbour.\n")
    (folder / "empty.txt").write_text("")
    async with enter() as room:
        await room.press("l")
        await room.press("n")
        await write(room, str(folder))
        await room.settle()
        assert room.app.screen is room.screen
        assert "1 new article" in room.status
        assert states(room)["d.txt"] == "processed"
        await room.press("l")
        await room.press("end")
        assert "[skipped] empty" in room.text()


def test_a_path_is_completed_by_what_lies_there(tmp_path: Path) -> None:
    (tmp_path / "storm").mkdir()
    (tmp_path / "storm" / "a.txt").touch()
    (tmp_path / "storm" / "\x1b[2J.txt").touch()
    assert completed(str(tmp_path / "st")) == f"{tmp_path}/storm/"
    assert completed(f"{tmp_path}/storm/a") == f"{tmp_path}/storm/a.txt"
    assert completed(f"{tmp_path}/storm/\x1b") is None
    assert completed(f"{tmp_path}/none/x") is None
    assert completed("\0") is None


async def test_an_empty_project_has_a_library(enter: Enter) -> None:
    async with enter() as room:
        assert "l then +" in room.text()
        await room.press("l")
        await room.press("x", "d", "e", "tab", "e", "p", "enter", "h", "escape", "u")
        assert isinstance(room.app.screen, LibraryScreen)
        assert "nothing to do" in room.text()


@pytest.mark.usefixtures("filled")
async def test_who_leaves_while_sources_are_counted_ends_the_count(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Endless()
    async with enter() as room:
        monkeypatch.setattr(type(room.desk), "source_holdings", lambda _, stop: counting.run(stop))
        await room.pilot.press("l")
        while not counting.begun.is_set():
            await room.pilot.pause()
        assert "Library: 3 articles" in room.text()
        assert "[processed] Gamma  2031-01-03" in room.text()
        await room.pilot.press("escape")
        await room.settle()
        assert counting.ended.is_set()
        assert room.app.screen is room.screen


@pytest.mark.usefixtures("filled")
async def test_a_source_shows_its_own_articles_and_leaving_shows_all(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l")
        await room.press("tab")
        await room.press("enter")
        assert len(room.app.screen.articles) == 1
        assert "only Alpha" in room.text()
        await room.press("escape")
        assert len(room.app.screen.articles) == 3
        assert "only Alpha" not in room.text()


@pytest.mark.usefixtures("filled")
async def test_the_cursor_stays_on_a_source_that_is_renamed(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l", "tab", "enter", "tab", "e")
        await write(room, "Zulu")
        library = room.app.screen
        assert library._source_here() == "Zulu"
        assert "only Zulu" in room.text()
        assert len(library.articles) == 1
        await room.press("u")
        assert library._source_here() == "Alpha"
        assert "only Alpha" in room.text()


@pytest.mark.usefixtures("filled")
async def test_what_is_said_while_it_is_open_still_stands_behind_it(enter: Enter) -> None:
    async with enter() as room:
        await room.press("C")
        assert "undoes it" in room.status
        await room.press("l")
        room.screen.tell("1 article changed")
        await room.press("escape")
        assert room.status == "1 article changed"
        await room.press("C", "l", "escape")
        assert room.status == ""


@pytest.mark.usefixtures("filled")
async def test_enter_on_an_article_shows_its_source_alone(enter: Enter) -> None:
    async with enter() as room:
        await room.press("l", "down", "enter")
        assert "only Beta" in room.text()
        assert room.app.screen._source_here() == "Beta"
        await room.press("enter")
        assert "only Beta" not in room.text()


@pytest.mark.parametrize("key", ["e", "p"])
async def test_it_is_said_that_no_source_is_under_the_cursor(enter: Enter, key: str) -> None:
    async with enter() as room:
        await room.press("l", key)
        assert "there is no source under the cursor" in room.text()

"""Keys of the screens that have their own: shown whole, told by the help, and true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.binding import Binding

from workbench.ui.actions import ACTIONS, in_place, worth_telling
from workbench.ui.app import WorkbenchApp
from workbench.ui.page_actions import PLACES
from workbench.ui.screens.adjudicate import AdjudicateScreen
from workbench.ui.screens.article import ArticleScreen
from workbench.ui.screens.asking import AskScreen, ConfirmScreen
from workbench.ui.screens.filter import FilterScreen
from workbench.ui.screens.headline import HeadlineScreen
from workbench.ui.screens.help import Explained, HelpScreen
from workbench.ui.screens.history import HistoryScreen, LinesScreen
from workbench.ui.screens.library import LibraryScreen
from workbench.ui.screens.note import NoteScreen
from workbench.ui.screens.origins import OriginsScreen
from workbench.ui.screens.overview import OverviewScreen
from workbench.ui.screens.tour import TourScreen
from workbench.ui.screens.why import WhyScreen
from workbench.ui.widgets.key_bar import KeyBar, KeyLine, page_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.screen import Screen

Enter = Any

SCREENS = {
    "article": ArticleScreen,
    "overview": OverviewScreen,
    "library": LibraryScreen,
    "origins": OriginsScreen,
    "filter": FilterScreen,
    "tour": TourScreen,
    "answer": ConfirmScreen,
    "line": AskScreen,
    "note": NoteScreen,
    "why": WhyScreen,
    "history": HistoryScreen,
    "acts": LinesScreen,
    "help": HelpScreen,
}
FIXED = {"enter", "left", "right"}
"""Keys that a page knows beside its actions, as its lists do."""


def test_every_page_has_its_keys_from_the_table() -> None:
    assert set(SCREENS) == set(PLACES) - {"page"}
    for name, screen in SCREENS.items():
        bound = {id_: key for key, id_ in keys_of(screen) if id_}
        assert bound == {a.id: a.key for a in in_place(ACTIONS, name)}, name
        assert {k for key, id_ in keys_of(screen) if not id_ for k in key.split(",")} <= FIXED


@pytest.mark.parametrize("screen", [AdjudicateScreen, HeadlineScreen])
def test_where_a_line_is_written_one_key_leaves(screen: type[Screen[Any]]) -> None:
    assert keys_of(screen) == [("escape", "line.leave")]


def keys_of(screen: type[Screen[Any]]) -> list[tuple[str, str | None]]:
    found = [b if isinstance(b, Binding) else Binding(*b) for b in screen.BINDINGS]
    return [(binding.key, binding.id) for binding in found]


@pytest.mark.parametrize("name", SCREENS)
def test_every_page_knows_what_its_keys_do(name: str) -> None:
    for action in in_place(ACTIONS, name):
        owner: type = WorkbenchApp if action.action.startswith("app.") else SCREENS[name]
        does = action.action.removeprefix("app.").split("(")[0]
        assert callable(getattr(owner, f"action_{does}")), action.id


@pytest.mark.parametrize("key", ["o", "a", "l"])
async def test_the_help_opens_over_every_screen(
    enter: Enter, add: Callable[..., object], articles: Path, key: str
) -> None:
    add(articles)
    async with enter() as room:
        await room.press(key)
        below = room.app.screen
        assert isinstance(below, (ArticleScreen, OverviewScreen, LibraryScreen))
        await room.press("question_mark")
        assert isinstance(room.app.screen, HelpScreen)
        await room.press("escape")
        assert room.app.screen is below


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120])
def test_no_key_is_parted_from_its_title(width: int) -> None:
    place = PLACES["library"]
    titles = [f"{key} {title}" for key, title, _ in place.moves]
    titles += [f"{action.shown} {action.title}" for action in worth_telling(ACTIONS, place)]
    lines = KeyLine(list(page_entries(ACTIONS, place)))._lines(width)
    assert [words.strip() for line in lines for words in line.plain.split("   ")] == titles
    assert all(line.rstrip().cell_length <= width for line in KeyBar(ACTIONS)._lines(width))


OWN = """
"library.publisher" = "f3"
"overview.part" = "f4"
"note.store" = "f5"
"line.leave" = "f6"
back = "0"
overview = "O"
help = "f1"
"""


async def test_pages_take_and_show_keys_of_ones_own(
    enter: Enter, add: Callable[..., object], articles: Path
) -> None:
    add(articles)
    async with enter(keys=OWN) as room:
        await room.press("O")
        assert isinstance(room.app.screen, OverviewScreen)
        assert "f4 next part" in room.text()
        await room.press("f4")
        assert room.app.focused.id == "matrix"
        await room.press("a", "escape")
        assert isinstance(room.app.screen, OverviewScreen)
        await room.press("O")
        assert room.app.screen is room.screen
        await room.press("l", "p")
        assert isinstance(room.app.screen, LibraryScreen)
        assert "f3 publisher" in room.text()
        await room.press("f3")
        assert "f6 leaves it as it was" in room.text()
        await room.press("f6", "0", "e", "h", "0", "f5")
        assert room.desk.verdict(room.cluster).note == "h0"
        await room.press("f1")
        assert "f5  Store the note" in " ".join(
            f"{line.plain}\n"
            for part in room.app.screen.query(Explained)
            for line in part._lines(80)
        )
        await room.press("f1")
        assert room.app.screen is room.screen


async def test_the_keys_at_the_foot_of_a_page_can_be_clicked(
    enter: Enter, add: Callable[..., object], articles: Path
) -> None:
    add(articles)
    async with enter() as room:
        await room.press("l")
        lines = room.text().splitlines()
        y = next(n for n, line in enumerate(lines) if "h history" in line)
        await room.pilot.click(offset=(lines[y].index("h history"), y))
        await room.settle()
        assert isinstance(room.app.screen, LinesScreen)


def test_what_is_said_of_a_key_goes_on_under_its_beginning() -> None:
    lines = Explained([("x", "mark it as what it is"), ("PgUp PgDn", "a page")], "bold")._lines(22)
    assert [line.plain for line in lines] == [
        "        x  mark it as",
        "           what it is",
        "PgUp PgDn  a page",
    ]

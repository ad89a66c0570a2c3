"""Keys of the screens that have their own: shown whole, told by the help, and true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.ui.actions import ACTIONS, ARTICLE_KEYS, ELSEWHERE, LIBRARY_KEYS, OVERVIEW_KEYS
from workbench.ui.key_names import shown
from workbench.ui.screens.article import ArticleScreen
from workbench.ui.screens.help import Explained, HelpScreen
from workbench.ui.screens.library import LibraryScreen
from workbench.ui.screens.overview import OverviewScreen
from workbench.ui.widgets.key_bar import KeyBar, key_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.screen import Screen

Enter = Any

OWN = {ArticleScreen: ARTICLE_KEYS, OverviewScreen: OVERVIEW_KEYS, LibraryScreen: LIBRARY_KEYS}
BY_WIDGETS = {"↑ ↓", "↑ ↓ ← →", "tab", "enter"}
"""What the lists of a screen, or every screen, know by themselves."""


@pytest.mark.parametrize("screen", OWN, ids=lambda screen: screen.__name__)
def test_every_key_that_a_screen_shows_is_bound(screen: type[Screen[Any]]) -> None:
    bound = {shown(key) for binding in screen.BINDINGS for key in binding.key.split(",")}
    assert {key for key, _, _ in OWN[screen]} - BY_WIDGETS <= bound


def test_the_help_knows_every_screen_with_keys_of_its_own() -> None:
    assert {keys for _, keys in ELSEWHERE} == set(OWN.values())


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
    titles = [f"{key} {title}" for key, title, _ in LIBRARY_KEYS]
    lines = key_line(LIBRARY_KEYS)._lines(width)
    assert [words.strip() for line in lines for words in line.plain.split("   ")] == titles
    assert all(line.rstrip().cell_length <= width for line in KeyBar(ACTIONS)._lines(width))


def test_what_is_said_of_a_key_goes_on_under_its_beginning() -> None:
    lines = Explained([("x", "mark it as what it is"), ("PgUp PgDn", "a page")], "bold")._lines(22)
    assert [line.plain for line in lines] == [
        "        x  mark it as",
        "           what it is",
        "PgUp PgDn  a page",
    ]

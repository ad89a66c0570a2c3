"""Every action of the table, by its key, at every size that is promised: each does what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from textual.command import CommandPalette

from tests.workbench.ui.conftest import in_three_sizes
from workbench.ui.actions import ACTIONS, in_place
from workbench.ui.screens.library import LibraryScreen
from workbench.ui.screens.note import NoteScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any
SPLIT = "Ferries stopped at noon, and the harbour master went home."
FERRIES = ("slash", *"fer", "enter")
MAYOR = ("slash", *"may", "enter")


@dataclass(frozen=True)
class Way:
    """What leads to an action from the first cluster of the queue, and what shows that it works."""

    keys: tuple[str, ...]
    shows: str | Callable[[Any], bool]
    undone: bool = False


def focused(room: Any) -> str | None:
    return room.app.focused and room.app.focused.id


REVIEW = {
    "mark.consistent": Way((), "marked consistent", undone=True),
    "mark.conflicting": Way((), "marked conflicting", undone=True),
    "mark.single": Way((), "marked single-sourced", undone=True),
    "stay.consistent": Way((), "marked consistent", undone=True),
    "stay.conflicting": Way((), "marked conflicting", undone=True),
    "stay.single": Way((), "marked single-sourced", undone=True),
    "confirm": Way((), "has no verdict"),
    "undo": Way(("c",), "undone: verdict consistent"),
    "redo": Way(("c", "u"), "done again: verdict consistent", undone=True),
    "claim.whole": Way(FERRIES, "whole sentence", undone=True),
    "claim.drop": Way((), "left out as nothing to check", undone=True),
    "claim.detach": Way((), "put into cluster", undone=True),
    "cluster.merge": Way((), "picked up"),
    "cluster.merge_near": Way((), "no other cluster is shown as perhaps the same"),
    "cluster.rename": Way((), "Rename cluster"),
    "select": Way((), "selecting clusters"),
    "origins": Way((), "Origins"),
    "why": Way((), "Why these claims are together"),
    "history": Way((), "History of cluster"),
    "queue.next": Way((), lambda room: room.screen.queue.cursor == 1),
    "queue.previous": Way(("down",), lambda room: room.screen.queue.cursor == 0),
    "queue.undecided": Way((), lambda room: room.screen.queue.cursor == 1),
    "pane": Way((), lambda room: focused(room) == "cluster"),
    "pane.article": Way((), lambda room: focused(room) == "article-text"),
    "filter": Way((), "[x] all clusters"),
    "filter.less": Way(MAYOR, "showing all clusters"),
    "search": Way((), lambda room: focused(room) == "search"),
    "order": Way((), "order: as they were found"),
    "note": Way((), "Note on cluster"),
    "note.repeat": Way((), "no note of yours to repeat"),
    "flag": Way((), "flagged", undone=True),
    "article": Way((), "n next claim"),
    "adjudicate": Way((), "Adjudicate cluster"),
    "disputes": Way((), "showing reviewers disagree"),
    "overview": Way((), "Sources beside each other"),
    "library": Way((), "Library: 4 articles"),
    "help": Way((), "Mark the cluster consistent and go"),
    "tour": Way((), "1/3"),
    "palette": Way((), lambda room: isinstance(room.app.screen, CommandPalette)),
    "theme": Way((), lambda room: room.app.theme == "light"),
    "stop": Way(MAYOR, "showing all clusters"),
    "quit": Way((), lambda room: not room.app.is_running),
}
PAGES = {
    "back": Way(("a",), lambda room: room.app.screen is room.screen),
    "article.next": Way(("o",), "claim 3 of"),
    "article.previous": Way(("o",), "claim 1 of"),
    "overview.part": Way(("a",), lambda room: focused(room) == "matrix"),
    "overview.conflicting": Way(("a", "tab", "right"), "suggested conflicting + "),
    "overview.consistent": Way(("a", "tab", "right"), "suggested consistent + "),
    "library.add": Way(("l",), "Add articles"),
    "library.rename": Way(("l",), "Rename Alpha"),
    "library.publisher": Way(("l",), "Publisher of Alpha"),
    "library.date": Way(("l",), "Date of a.txt"),
    "library.remove": Way(("l",), "Remove a.txt?"),
    "library.history": Way(("l",), "History of sources and articles"),
    "library.list": Way(("l",), lambda room: focused(room) == "library-sources"),
    "origins.choose": Way(("i",), "[x] origin 1"),
    "origins.join": Way(("i", "space", "down", "space"), "undoes it", undone=True),
    "origins.part": Way(("i", "space", "down", "space"), "undoes it", undone=True),
    "filter.combine": Way(("f", "down"), "[x] undecided"),
    "tour.next": Way(("T",), "2/3"),
    "tour.previous": Way(("T", "space"), "1/3"),
    "answer.yes": Way(("l", "x"), "article a.txt removed", undone=True),
    "answer.no": Way(("l", "x"), lambda room: isinstance(room.app.screen, LibraryScreen)),
    "line.leave": Way(("l", "e"), lambda room: isinstance(room.app.screen, LibraryScreen)),
    "line.complete": Way(("l", "plus", *"./articles/a"), "./articles/a.txt"),
    "note.discard": Way(("e", "z"), lambda room: not isinstance(room.app.screen, NoteScreen)),
    "note.store": Way(("e", "h"), "note on cluster", undone=True),
}


def test_every_action_has_its_way() -> None:
    assert set(REVIEW) == {action.id for action in in_place(ACTIONS)}
    assert set(PAGES) == {action.id for action in ACTIONS} - set(REVIEW)


@pytest.mark.parametrize("ways", [REVIEW, PAGES], ids=["review", "pages"])
@in_three_sizes
async def test_every_key_does_what_the_table_says(
    enter: Enter,
    add: Callable[..., object],
    articles: Path,
    ways: dict[str, Way],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (articles / "d.txt").write_text(f"{SPLIT}\n", "utf-8")
    add(articles)
    monkeypatch.chdir(articles.parent)
    keys = {action.id: action.key.split(",")[0] for action in ACTIONS}
    async with enter() as room:
        for id_, way in ways.items():
            await to_the_first_cluster(room)
            await room.press(*way.keys, keys[id_])
            if callable(way.shows):
                assert way.shows(room), id_
            else:
                assert way.shows in " ".join(room.text().split()), (id_, room.text())
            if way.undone:
                await to_the_first_cluster(room)
                await room.press("u")
                assert room.status.startswith("undone"), id_


async def to_the_first_cluster(room: Any) -> None:
    while room.app.screen is not room.screen:
        await room.pilot.press("escape")
    screen = room.screen
    if room.app.theme != "dark":
        room.app.theme = "dark"
    if screen._filter or screen._picked or screen.queue.selecting or focused(room) == "search":
        await room.press("escape")
    screen.queue.focus()
    if screen.queue.cursor:
        await room.press("home")

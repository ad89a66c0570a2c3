"""The one table of what a reviewer can do: id, key, action, short title, help, place.

Bindings, the key bar, the help screen, the palette and the README are made from it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.ui.action import REVIEW, Action
from workbench.ui.page_actions import CLOSING, PAGE_ACTIONS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType

    from workbench.ui.page_actions import Place

REVIEW_ACTIONS = (
    Action(
        "mark.consistent", "c", "c", "mark('consistent')", "consistent",
        "Mark the cluster consistent and go to the next undecided one", often=True,
    ),
    Action(
        "mark.conflicting", "x", "x", "mark('conflicting')", "conflicting",
        "Mark the cluster conflicting and go to the next undecided one", often=True,
    ),
    Action(
        "mark.single", "s", "s", "mark('single-sourced')", "single-sourced",
        "Mark the cluster single-sourced and go to the next undecided one", often=True,
    ),
    Action(
        "confirm", "equals_sign", "=", "confirm", "confirm",
        "Confirm the verdict on its new evidence and go to the next that has some", in_bar=False,
    ),
    Action(
        "undo", "u", "u", "undo", "undo",
        "Undo your last act, and the one before, for ever", often=True,
    ),
    Action("redo", "ctrl+r", "^r", "redo", "redo", "Do again what you undid last", in_bar=False),
    Action(
        "claim.whole", "w", "w", "whole", "whole",
        "Badly split: take the whole sentence of the claim instead of its parts",
    ),
    Action("claim.drop", "k", "k", "drop", "drop", "Leave the claim out: nothing to check in it"),
    Action(
        "claim.detach", "d", "d", "detach", "detach",
        "Make a cluster of its own of the claim under the cursor, or of those selected",
    ),
    Action(
        "cluster.merge", "m", "m", "merge", "merge",
        "Pick the cluster or the selected claims up; m on another cluster puts them there",
    ),
    Action(
        "cluster.merge_near", "M", "M", "merge_near", "merge near",
        "Merge the cluster with the one that is shown as perhaps the same", in_bar=False,
    ),
    Action(
        "cluster.rename", "H", "H", "rename", "rename",
        "Call the cluster in lists by the claim under the cursor, or by words of your own",
    ),
    Action(
        "select", "v", "v", "select", "select",
        "Select claims or clusters; verdict, flag, d and m then take them all",
    ),
    Action(
        "origins", "i", "i", "origins", "origins",
        "Show which sources have it from one another; join or part them",
    ),
    Action("why", "y", "y", "why", "why", "Show why claims are together, and where else they fit"),
    Action("history", "h", "h", "history", "history", "Show who did what to the cluster"),
    Action(
        "queue.next", "n", "n", "next", "next",
        "Go to the next cluster of the queue", often=True,
    ),
    Action("queue.previous", "p", "p", "previous", "previous", "Go to the previous cluster"),
    Action(
        "pane", "tab", "tab", "pane", "pane",
        "Move between the panes that are in sight", often=True,
    ),
    Action(
        "pane.article", "b", "b", "article_pane", "beside",
        "Go to the article beside the claims, also where it is out of sight, and back",
    ),
    Action(
        "filter", "f", "f", "filter", "filter",
        "Choose which clusters the queue shows", often=True,
    ),
    Action(
        "filter.less", "backspace", "⌫", "less", "filter less",
        "Take back the last thing that the queue is filtered by", in_bar=False,
    ),
    Action(
        "search", "slash", "/", "search", "search",
        "Search claims, their sentences, notes and sources", often=True,
    ),
    Action(
        "order", "r", "r", "order", "order", "Change between the orders of the queue", in_bar=False
    ),
    Action("note", "e", "e", "note", "note", "Write a note on the cluster", often=True),
    Action(
        "note.repeat", "semicolon", ";", "repeat_note", "same note",
        "Write your last note on this cluster as well", in_bar=False,
    ),
    Action(
        "flag", "g", "g", "flag", "flag",
        "Flag the cluster for later, or take the flag away", often=True,
    ),
    Action(
        "article", "o", "o", "article", "article",
        "Open the claim in its full article", often=True,
    ),
    Action(
        "adjudicate", "j", "j", "adjudicate", "adjudicate",
        "Compare the reviewers' verdicts and notes, and settle which it is", in_bar=False,
    ),
    Action(
        "disputes", "J", "J", "disputes", "disputes",
        "Show only clusters on which reviewers disagree, or all again", in_bar=False,
    ),
    Action(
        "overview", "a", "a", "overview", "overview",
        "Show the project at a glance; what is opened there the queue shows",
    ),
    Action(
        "library", "l", "l", "library", "library",
        "Show sources and articles: add, rename, date, remove",
    ),
    Action("help", "question_mark", "?", "app.help", "help", "Show all keys", often=True),
    Action("tour", "T", "T", "app.tour", "tour", "Be shown round in three steps", in_bar=False),
    Action("palette", "ctrl+p", "^p", "app.command_palette", "palette", "Find a command by name"),
    Action("quit", "q,ctrl+q", "q", "quit", "quit", "Keep the place and leave", often=True),
    Action(
        "queue.undecided", "U", "U", "next_undecided", "next undecided",
        "Go to the next cluster without a verdict", in_bar=False,
    ),
    Action(
        "stay.consistent", "C", "C", "mark('consistent', True)", "consistent, stay",
        "Mark the cluster consistent and stay on it", in_bar=False,
    ),
    Action(
        "stay.conflicting", "X", "X", "mark('conflicting', True)", "conflicting, stay",
        "Mark the cluster conflicting and stay on it", in_bar=False,
    ),
    Action(
        "stay.single", "S", "S", "mark('single-sourced', True)", "single-sourced, stay",
        "Mark the cluster single-sourced and stay on it", in_bar=False,
    ),
    Action(
        "theme", "t", "t", "app.next_theme", "theme",
        "Change between the dark, light, high-contrast and ansi theme", in_bar=False,
    ),
    Action(
        "stop", "escape", "esc", "stop", "stop",
        "Let go, stop adding articles (what is done stays), or clear search and filter",
        in_bar=False,
    ),
)  # fmt: skip

ACTIONS = (*REVIEW_ACTIONS, *PAGE_ACTIONS)

MOVES = (
    ("↑ ↓", "One line up or down in the pane in use"),
    ("PgUp PgDn", "One page up or down"),
    ("Home End", "To the first or the last"),
    ("← →", "To the pane on the left or right, also when it is out of sight"),
    ("Enter", "From the queue to the claims; on a claim: open its article"),
)
"""Keys that the lists know by themselves; only the help names them."""


def in_place(table: Iterable[Action], name: str = REVIEW) -> list[Action]:
    """Return what can be done on a page: its own actions, then those of others that it has too."""
    known = {action.id: action for action in table}
    own = [action for action in known.values() if action.place == name]
    also = () if name == REVIEW else PLACES[name].also.items()
    return [*own, *(replace(known[id_], action=does) for id_, does in also)]


def bindings(name: str = REVIEW, *only: str) -> list[BindingType]:
    """Return Textual's bindings of a page, of `only` some of its ids; each keeps its id.

    Where text is written they come before what is typed.
    """
    from textual.binding import Binding

    first = name != REVIEW and PLACES[name].written
    return [
        Binding(a.key, a.action, a.title, id=a.id, show=a.in_bar, priority=first)
        for a in in_place(ACTIONS, name)
        if not only or a.id in only
    ]


def keymap(table: Iterable[Action]) -> dict[str, str]:
    """Return the keys of a table that are not those of `ACTIONS`, as Textual takes them."""
    usual = {action.id: action.key for action in ACTIONS}
    return {action.id: action.key for action in table if action.key != usual[action.id]}


def shown_keys(table: Iterable[Action]) -> dict[str, str]:
    """Return the key of each action by its id, as a reader knows it."""
    return {action.id: action.shown for action in table}


def table_of(app: object) -> Sequence[Action]:
    """Return the table of a running program, with the reviewer's own keys."""
    found: Sequence[Action] = getattr(app, "table", ACTIONS)
    return found


def worth_telling(table: Iterable[Action], place: Place) -> list[Action]:
    """Return what can be done on a page without the ways back that go without saying."""
    there = in_place(table, place.name)
    return [a for a in there if a.place == place.name or a.id not in CLOSING]


def told_of(table: Iterable[Action], place: Place) -> list[tuple[str, str]]:
    """Return (key, help) of all that is worth telling of a page, its moves first."""
    moves = [(key, help_) for key, _, help_ in place.moves]
    return moves + [(a.shown, a.help) for a in worth_telling(table, place)]

"""What can be done on the pages beside the review: the rest of the one table of actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.ui.action import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = tuple[str, str, str]
"""A key that a list knows by itself: the key, its short title, its help."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page with keys of its own.

    `also` gives what actions of other pages do on this one: the key that opens a page closes it as
    well. `moves` are keys that its lists know by themselves. Where text is `written`, no key of an
    action may write a character.
    """

    name: str
    title: str
    also: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[Key, ...] = ()
    written: bool = False


_EVERYWHERE = {"help": "app.help", "theme": "app.next_theme"}

_PLACES = (
    Place("page", "On every other page"),
    Place(
        "article",
        "In an article",
        {**_EVERYWHERE, "back": "dismiss", "article": "dismiss"},
        (
            ("↑ ↓", "scroll", "One line up or down"),
            ("enter", "its cluster", "Go back and open the cluster of the claim"),
        ),
    ),
    Place(
        "overview",
        "In the overview",
        {**_EVERYWHERE, "back": "leave", "overview": "leave"},
        (
            ("↑ ↓ ← →", "move", "To the next line, cell or day"),
            ("enter", "opens", "Show the clusters behind it in the queue"),
        ),
    ),
    Place(
        "library",
        "In the library",
        {
            "undo": "back_or_forth('undo')",
            "redo": "back_or_forth('redo')",
            **_EVERYWHERE,
            "back": "leave",
            "library": "leave",
        },
        (("enter", "only this source", "Show only the articles of this source, or all again"),),
    ),
    Place("origins", "Among the origins", {"back": "leave", "origins": "leave"}),
    Place("filter", "Among the filters", {"back": "leave", "filter": "leave"}),
    Place("tour", "On the tour", {"back": "dismiss"}),
    Place("answer", "Where a yes is asked for", {"back": "answer(False)"}),
    Place("line", "Where a line is written", written=True),
    Place("note", "Where a note is written", {"line.leave": "leave"}, written=True),
    Place("why", "", {"back": "dismiss", "why": "dismiss"}),
    Place("history", "", {"back": "dismiss", "history": "dismiss"}),
    Place("acts", "", {"back": "dismiss", "library.history": "dismiss"}),
    Place("help", "", {"back": "dismiss", "help": "dismiss"}),
)
PLACES = {place.name: place for place in _PLACES}
"""The pages by name, in the order in which the help tells of them."""

CLOSING = frozenset(
    {"article", "overview", "library", "origins", "filter", "why", "history", "theme"}
)
"""What a page also has and no line of keys need say."""

PAGE_ACTIONS = (
    Action("back", "escape,q", "esc", "leave", "back", "Go back to where you were", place="page"),
    Action(
        "article.next", "n", "n", "other(1)", "next claim", "Go to the next claim of the article",
        place="article",
    ),
    Action(
        "article.previous", "p", "p", "other(-1)", "previous claim", "Go to the previous claim",
        place="article",
    ),
    Action(
        "overview.part", "tab", "tab", "app.focus_next", "next part",
        "To the next part of the page",
        place="overview",
    ),
    Action(
        "overview.conflicting", "x", "x", "cell('conflicting')", "conflicts of the cell",
        "Show only the conflicts of two sources, at a cell of the matrix",
        in_bar=False, place="overview",
    ),
    Action(
        "overview.consistent", "c", "c", "cell('consistent')", "agreements of the cell",
        "Show only what two sources agree on, at a cell of the matrix",
        in_bar=False, place="overview",
    ),
    Action(
        "library.add", "plus,n", "+", "add", "add files", "Add a file or a folder of articles",
        place="library",
    ),
    Action(
        "library.rename", "e", "e", "rename", "rename source",
        "Give the source under the cursor another name", place="library",
    ),
    Action(
        "library.publisher", "p", "p", "family", "publisher",
        "Say which publisher the source belongs to", place="library",
    ),
    Action(
        "library.date", "d", "d", "date", "date", "Say when the article was published",
        place="library",
    ),
    Action(
        "library.remove", "x,delete", "x", "remove", "remove or restore",
        "Take the article out of use, or bring it back", place="library",
    ),
    Action(
        "library.history", "h", "h", "history", "history",
        "Show who did what to sources and articles", place="library",
    ),
    Action(
        "library.list", "tab", "tab", "pane", "other list", "Move between sources and articles",
        place="library",
    ),
    Action(
        "origins.choose", "space", "space", "choose", "chooses",
        "Choose the article under the cursor, or no longer", place="origins",
    ),
    Action(
        "origins.join", "j", "j", "relate('join')", "join",
        "Say that the chosen articles share an origin", place="origins",
    ),
    Action(
        "origins.part", "p", "p", "relate('part')", "part",
        "Say that the chosen articles share none", place="origins",
    ),
    Action(
        "filter.combine", "space", "space", "combine", "combines",
        "Take the choice under the cursor and choose on", place="filter",
    ),
    Action("tour.next", "space,n", "space", "next", "goes on", "To the next step", place="tour"),
    Action("tour.previous", "p", "p", "previous", "goes back", "To the step before", place="tour"),
    Action("answer.yes", "y", "y", "answer(True)", "yes", "Do it", place="answer"),
    Action("answer.no", "n", "n", "answer(False)", "no", "Do not", place="answer"),
    Action(
        "line.leave", "escape", "esc", "leave", "leaves", "Leave what stands there as it was",
        place="line",
    ),
    Action(
        "line.complete", "tab", "tab", "complete", "completes", "Take the completion of a path",
        place="line",
    ),
    Action(
        "note.store", "ctrl+s", "^s", "store", "stores", "Store the note", place="note",
    ),
    Action(
        "note.discard", "ctrl+t", "^t", "throw_away", "discards",
        "Leave the note as it was, and forget what was written", place="note",
    ),
)  # fmt: skip

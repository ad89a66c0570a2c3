"""Keys at the foot of a screen, in as many lines as they need.

In a low terminal the review shows the most used alone, and the key that shows the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from workbench.ui.actions import table_of, worth_telling
from workbench.ui.page_actions import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.geometry import Size

    from workbench.ui.action import Action
    from workbench.ui.page_actions import Place


LOW = 30
"""A terminal with fewer lines is low: its lines are for the claims."""
_LINES = 2
"""So many lines of keys the review has in a low terminal."""
_ALWAYS = ("help", "quit")


class KeyLine(Widget):
    """Shows entries in a row, wrapped between entries and never inside one."""

    def __init__(self, entries: Sequence[Content], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries = entries

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that all entries need at this width."""
        return len(self._lines(width, viewport.height))

    def render(self) -> Content:
        """Draw the entries."""
        return Content("\n").join(self._lines(self.size.width, self.screen.size.height))

    def _lines(self, width: int, height: int = LOW) -> list[Content]:
        """Return the entries for a terminal of that height, in lines of that width."""
        return _wrapped(self._entries, width)


class KeyBar(KeyLine):
    """All keys of the review; each can be clicked."""

    def __init__(self, actions: Sequence[Action], *, id: str | None = None) -> None:
        super().__init__([_entry(action) for action in actions if action.in_bar], id=id)
        often = [action for action in actions if action.in_bar and action.often]
        self._often = [_entry(action) for action in often if action.id not in _ALWAYS]
        self._always = [_entry(action) for action in often if action.id in _ALWAYS]

    def _lines(self, width: int, height: int = LOW) -> list[Content]:
        if height >= LOW:
            return super()._lines(width, height)
        shown = len(self._often)
        while len(lines := _wrapped([*self._often[:shown], *self._always], width)) > _LINES:
            shown -= 1
        return lines


def page_keys(app: object, name: str, *, id: str | None = None) -> KeyLine:
    """Return the keys of a page; those of actions can be clicked."""
    return KeyLine(list(page_entries(table_of(app), PLACES[name])), id=id)


def page_entries(table: Iterable[Action], place: Place) -> Iterator[Content]:
    """Yield the keys of a page, each with its short title."""
    for key, title, _ in place.moves:
        yield Content(f" {key} {title}  ")
    for action in worth_telling(table, place):
        if action.in_bar or action.place != place.name:
            yield _entry(action).pad_left(1)


def _wrapped(entries: Iterable[Content], width: int) -> list[Content]:
    lines: list[Content] = []
    line = Content("")
    for entry in entries:
        if line.cell_length and line.cell_length + entry.rstrip().cell_length > width:
            lines.append(line)
            line = Content("")
        line += entry
    return [*lines, line]


def _entry(action: Action) -> Content:
    entry = Content.assemble((f"{action.shown}", "bold $accent"), f" {action.title}  ")
    command = action.action if action.action.startswith("app.") else f"screen.{action.action}"
    return entry.stylize(Style.from_meta({"@click": command}))

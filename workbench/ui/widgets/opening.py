"""Widgets of which each line or cell opens something: what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Click

    from db.records import Filter


@dataclass
class Opened(Message):
    """The reviewer wants to see the clusters behind a line or a cell."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: how it is drawn at a width, and the filter that it opens, None for none."""

    draw: Callable[[int], Content]
    opens: Filter | None = None


def line(content: Content, width: int, widget: Widget, component: str) -> Strip:
    """Make a strip of one line in the style of a component of `widget`."""
    style = widget.get_visual_style(component)
    return Strip(content.truncate(width, ellipsis=True, pad=True).render_segments(style), width)


def go_on(widget: Widget, by: int) -> None:
    """Focus the neighbour of a part of a page, if it has one on that side."""
    if isinstance(widget.parent, Widget):
        parts = list(widget.parent.children)
        at = parts.index(widget) + by
        if 0 <= at < len(parts):
            if isinstance(there := parts[at], Section):
                there.cursor = 0 if by > 0 else there.last
            parts[at].focus()


class Section(Widget, can_focus=True):
    """A title and lines below it; arrows move along the lines and over into the next section."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"section--title", "section--line", "section--cursor"}
    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    def __init__(self, title: str, entries: Sequence[Entry], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = title
        self._entries = entries

    @property
    def last(self) -> int:
        """Return the number of the last line."""
        return max(0, len(self._entries) - 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that all entries need."""
        return len(self._entries) + 1

    def render_line(self, y: int) -> Strip:
        """Draw the title or an entry."""
        width = self.size.width
        if y == 0:
            return line(Content(f" {self._title}"), width, self, "section--title")
        if y > len(self._entries):
            return Strip.blank(width)
        here = self.has_focus and y - 1 == self.cursor
        drawn = self._entries[y - 1].draw(width - 3)
        content = Content.assemble(" ▌ " if here else "   ", drawn)
        return line(content, width, self, "section--cursor" if here else "section--line")

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, self.last))

    def watch_cursor(self) -> None:
        """Bring the line under the cursor into sight."""
        if isinstance(self.parent, Widget) and self.has_focus:
            # With its first line the title is in sight too.
            at, height = (self.cursor + 1, 1) if self.cursor else (0, 2)
            region = Region(0, at, self.size.width or 1, height)
            moved = region.translate(self.virtual_region.offset)
            self.parent.scroll_to_region(moved, animate=False, force=True)

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()
        self.watch_cursor()

    def on_blur(self) -> None:
        """Show the cursor no longer."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor, past either end into the neighbouring section."""
        if 0 <= self.cursor + by < len(self._entries):
            self.cursor += by
        else:
            go_on(self, by)

    def action_open(self) -> None:
        """Open the line under the cursor."""
        if self._entries and (opens := self._entries[self.cursor].opens) is not None:
            self.post_message(Opened(opens))

    def on_click(self, event: Click) -> None:
        """Open the line that was clicked."""
        if 0 < event.y <= len(self._entries):
            self.cursor = event.y - 1
            self.action_open()

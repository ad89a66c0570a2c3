"""When the articles were published: a column for each day, or run of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from db.records import Filter
from workbench.reports.glance import buckets, columns, days_words
from workbench.text import count
from workbench.ui.widgets.opening import Opened, go_on, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click
    from textual.geometry import Size
    from textual.strip import Strip

_HEIGHT = 3
_MARGIN = 3


class Timeline(Widget, can_focus=True):
    """Columns over days; the one under the cursor is told below, and opens its clusters."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"section--title", "section--line", "section--cursor"}
    BINDINGS: ClassVar = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    def __init__(
        self, days: Sequence[tuple[str, int]], undated: int, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._days = days
        self._undated = undated

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of title, columns, the mark below them and the words."""
        return _HEIGHT + 3

    @property
    def _runs(self) -> list[tuple[str, str, int]]:
        return buckets(self._days, self.size.width - 2 * _MARGIN)

    @property
    def _wide(self) -> int:
        """Return the characters of a column: few days are drawn wide."""
        return max(1, min(4, (self.size.width - 2 * _MARGIN) // max(1, len(self._runs))))

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        width, runs = self.size.width, self._runs
        component = "section--title" if y == 0 else "section--line"
        at = min(self.cursor, len(runs) - 1)
        content = Content("")
        if y == 0:
            undated = f"; {count(self._undated, 'article')} without a date" if self._undated else ""
            content = Content(f" Articles by day{undated}")
        elif y <= _HEIGHT:
            drawn = columns([n for _, _, n in runs], _HEIGHT)[y - 1]
            wide = "".join(sign * self._wide for sign in drawn)
            content = Content.assemble(" " * _MARGIN, (wide, "$primary"))
        elif y == _HEIGHT + 1:
            mark = "▔" if self.has_focus else " "
            below = " " * (_MARGIN + at * self._wide) + mark * self._wide
            content = Content.assemble((below if runs else "", "bold $accent"))
        elif runs:
            content = Content(f"   {days_words(*runs[at])} · ← → moves, enter opens")
            content = content.stylize("$foreground 60%")
        else:
            content = Content("   no article has a date")
        return line(content, width, self, component)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a column."""
        return max(0, min(cursor, len(self._runs) - 1))

    def on_focus(self) -> None:
        """Show the cursor, and all of the columns."""
        self.refresh()
        self.scroll_visible(animate=False)

    def on_blur(self) -> None:
        """Show the cursor no longer."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move along the days."""
        self.cursor += by

    def action_leave(self, by: int) -> None:
        """Go to the section before or behind."""
        go_on(self, by)

    def action_open(self) -> None:
        """Open the clusters with claims of these days."""
        if runs := self._runs:
            first, last, _ = runs[min(self.cursor, len(runs) - 1)]
            self.post_message(Opened(Filter(since=first, until=last)))

    def on_click(self, event: Click) -> None:
        """Open the column that was clicked."""
        at = (event.x - _MARGIN) // self._wide
        if 0 < event.y <= _HEIGHT and 0 <= at < len(self._runs):
            self.cursor = at
            self.action_open()

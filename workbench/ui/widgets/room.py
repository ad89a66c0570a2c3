"""The panes of the review side by side: as many as there is room for, the one in use among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal

if TYPE_CHECKING:
    from textual.events import DescendantFocus, Resize
    from textual.widget import Widget

TAKES_KEYS = "takes-keys"
"""The class of the widget of a pane that takes the keys."""
THREE, TWO = 110, 70
"""The least columns for so many panes."""


def in_sight(width: int, panes: int, used: int, first: int) -> range:
    """Return which panes are shown: those from `first` on, moved as little as `used` asks for."""
    number = 3 if width >= THREE else 2 if width >= TWO else 1
    number = min(number, panes)
    first = min(max(first, used - number + 1), used)
    first = max(0, min(first, panes - number))
    return range(first, first + number)


class Room(Horizontal):
    """Holds panes; in each of them one widget takes the keys."""

    BINDINGS: ClassVar = [
        Binding("left", "aside(-1)", show=False),
        Binding("right", "aside(1)", show=False),
    ]

    _first = 0
    _before = 0

    @property
    def used(self) -> int:
        """Return the number of the pane that takes the keys."""
        for number, pane in enumerate(self.children):
            if pane.has_focus or pane.has_focus_within:
                return number
        return min(self._before, max(0, len(self.children) - 1))

    def reach(self, number: int) -> None:
        """Let a pane take the keys, and bring it in sight."""
        pane = self.children[number]
        self._arrange(number)
        target = pane if pane.has_class(TAKES_KEYS) else pane.query_one(f".{TAKES_KEYS}")
        target.focus()

    def walk(self) -> None:
        """Go to the next pane that is in sight, behind the last to the first of them."""
        shown = [number for number, pane in enumerate(self.children) if pane.display]
        if len(shown) == 1:
            shown = list(range(len(self.children)))
        self.reach(shown[(shown.index(self.used) + 1) % len(shown)])

    def action_aside(self, by: int) -> None:
        """Go to the pane on the left or right, also when it is out of sight."""
        self.reach(max(0, min(self.used + by, len(self.children) - 1)))

    def on_resize(self, _: Resize) -> None:
        """Show as many panes as there is room for."""
        self._arrange(self.used)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Remember which pane is used, and bring it in sight whoever gave it the keys."""
        self._before = self._of(event.widget)
        if not self.children[self._before].display:
            self._arrange(self._before)

    def _of(self, widget: Widget) -> int:
        within = set(widget.ancestors_with_self)
        found = (number for number, pane in enumerate(self.children) if pane in within)
        return next(found, self._before)

    def _arrange(self, used: int) -> None:
        shown = in_sight(self.size.width, len(self.children), used, self._first)
        self._first = shown.start
        for number, pane in enumerate(self.children):
            pane.display = number in shown

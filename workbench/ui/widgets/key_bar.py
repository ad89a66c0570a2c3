"""All keys at the foot of the screen, in as many lines as they need; each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from workbench.ui.actions import Action


class KeyBar(Widget):
    """Shows "key title" of each action, wrapped between actions and never inside one."""

    def __init__(self, actions: Sequence[Action], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._actions = [action for action in actions if action.in_bar]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that all keys need at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the keys."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        line = Content("")
        for action in self._actions:
            entry = _entry(action)
            if line.cell_length and line.cell_length + entry.cell_length > width:
                lines.append(line)
                line = Content("")
            line += entry
        return [*lines, line]


def _entry(action: Action) -> Content:
    entry = Content.assemble((f"{action.shown}", "bold $accent"), f" {action.title}  ")
    command = action.action if action.action.startswith("app.") else f"screen.{action.action}"
    return entry.stylize(Style.from_meta({"@click": command}))

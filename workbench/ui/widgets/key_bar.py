"""All keys at the foot of the screen, in as many lines as they need; each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Resize

    from workbench.ui.actions import Action


class KeyBar(Static):
    """Shows "key title" of each action, wrapped between actions and never inside one."""

    def __init__(self, actions: Sequence[Action], *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._actions = [action for action in actions if action.in_bar]

    def on_resize(self, event: Resize) -> None:
        """Wrap for the new width."""
        self.update(Content("\n").join(self._lines(event.size.width)))

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

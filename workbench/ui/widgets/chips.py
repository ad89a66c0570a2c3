"""What the queue is narrowed to, above it: a chip for each thing asked for; a click takes it off.

The line is hidden while nothing is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from workbench.ui import filters

if TYPE_CHECKING:
    from textual.geometry import Size

    from db.records import Filter

_WIDEST = 32


class ChipBar(Widget):
    """Shows a filter as chips, wrapped between them."""

    class Removed(Message):
        """The reviewer took a chip off: `facet` is the name of what it asked for."""

        def __init__(self, facet: str) -> None:
            self.facet = facet
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chips: list[tuple[str, str]] = []
        self.display = False

    def show(self, filter_: Filter) -> None:
        """Show another filter."""
        chips = [(facet.name, words) for facet, words in filters.in_force(filter_)]
        if chips != self._chips:
            self._chips = chips
            self.display = bool(chips)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that all chips need at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the chips."""
        return Content("\n").join(self._lines(self.size.width))

    def action_remove(self, name: str) -> None:
        """Take a chip off."""
        self.post_message(self.Removed(name))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        line = Content("")
        for name, words in self._chips:
            chip = _chip(name, words, min(_WIDEST, max(1, width - 4)))
            if line.cell_length and line.cell_length + chip.cell_length > width:
                lines.append(line)
                line = Content("")
            line += chip
        return [*lines, line]


def _chip(name: str, words: str, width: int) -> Content:
    text = Content(words).truncate(width, ellipsis=True)
    chip = Content.assemble(("[", "$accent"), text, (" ×]", "$accent"), " ")
    return chip.stylize(Style.from_meta({"@click": f"remove({name!r})"}))

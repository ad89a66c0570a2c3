"""Sources beside each other: how often they agree and conflict, and where each stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from db.records import Filter, Label
from workbench.reports.glance import shared_words, short
from workbench.text import count, one_line
from workbench.ui.widgets.opening import Opened, go_on, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Click
    from textual.geometry import Size
    from textual.strip import Strip

    from db.overview import Share, Shared

_CELL = 10
_MORE = 4
"""Cells in which it is said how many columns are out of sight on the right."""
_MOST_ROWS = 12
_HEAD = 2
"""Lines above the rows: the title and the names of the columns."""


class Matrix(Widget, can_focus=True):
    """A row and a column for each source; draws the part around the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"section--title", "section--line", "section--cursor"}
    BINDINGS: ClassVar = [
        Binding("up", "move(-1, 0)", show=False),
        Binding("down", "move(1, 0)", show=False),
        Binding("left", "move(0, -1)", show=False),
        Binding("right", "move(0, 1)", show=False),
        Binding("enter", "open", show=False),
    ]

    cell: reactive[tuple[int, int]] = reactive((0, 0))

    def __init__(
        self,
        sources: Sequence[Share],
        shared: Sequence[Shared],
        keys: Mapping[str, str],
        *,
        blind: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._shares = sorted(sources, key=lambda s: s.source)
        self._shared = {frozenset((s.left, s.right)): s for s in shared}
        self._keys = keys
        self._blind = blind
        self._top = self._left = 0
        names = map(self._title, range(len(self._shares)))
        self._longest = max((Content(name).cell_length for name in names), default=0)

    @property
    def _rows(self) -> int:
        return min(_MOST_ROWS, len(self._shares))

    @property
    def _label(self) -> int:
        """Return the width of the names of the rows."""
        return max(8, min(self._longest + 1, self.size.width // 3))

    @property
    def _columns(self) -> int:
        room = self.size.width - self._label - 2
        if room < len(self._shares) * _CELL:
            room -= _MORE
        return max(1, room // _CELL)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of title, names, rows and the words about the cell."""
        return _HEAD + self._rows + 1

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        width = self.size.width
        if y == 0:
            title = " Sources beside each other: ≠ conflicting  = consistent"
            return line(Content(title), width, self, "section--title")
        if y == 1:
            seen = self._seen_columns()
            before, behind = seen.start, len(self._shares) - seen.stop
            parts = [Content(f"  {f'◂ {before} more' if before else '':<{self._label}}")]
            parts += [self._heading(n) for n in seen]
            parts += [Content(f" ▸{behind}" if behind else "")]
            return line(Content("").join(parts), width, self, "section--line")
        row = y - _HEAD + self._top
        if y < _HEAD + self._rows and row < len(self._shares):
            return self._row(row, width)
        words = Content(f"   {self._words()}").stylize("$foreground 60%")
        return line(words, width, self, "section--line")

    def validate_cell(self, cell: tuple[int, int]) -> tuple[int, int]:
        """Keep the cursor on a cell."""
        last = max(0, len(self._shares) - 1)
        return min(max(0, cell[0]), last), min(max(0, cell[1]), last)

    def watch_cell(self) -> None:
        """Draw the part in which the cursor is."""
        row, column = self.cell
        self._top = min(max(self._top, row - self._rows + 1), row)
        self._left = min(max(self._left, column - self._columns + 1), column)
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor, and the whole of the matrix."""
        self.refresh()
        self.scroll_visible(animate=False)

    def on_blur(self) -> None:
        """Show the cursor no longer."""
        self.refresh()

    def action_move(self, down: int, right: int) -> None:
        """Move the cursor; past the first or the last row into the neighbouring section."""
        row, column = self.cell
        if 0 <= row + down < len(self._shares):
            self.cell = (row + down, column + right)
        else:
            go_on(self, down)

    def action_open(self, label: str = "") -> None:
        """Open the clusters of the cell: all, or those that stand so."""
        if not self._shares:
            return
        row, column = (self._shares[n].source for n in self.cell)
        both = Filter(source=row, alone=True) if row == column else Filter(source=row, other=column)
        if label and row != column:
            found = Label(label)
            both = (
                Filter(source=row, other=column, verdict=found)
                if self._blind
                else Filter(source=row, other=column, stands=found)
            )
        self.post_message(Opened(both))

    def on_click(self, event: Click) -> None:
        """Open the cell that was clicked."""
        row, column = event.y - _HEAD, (event.x - self._label - 2) // _CELL
        if 0 <= row < self._rows and 0 <= column < self._columns:
            cell = (row + self._top, column + self._left)
            if cell == self.validate_cell(cell):
                self.cell = cell
                self.action_open()

    def _seen_columns(self) -> range:
        return range(self._left, min(self._left + self._columns, len(self._shares)))

    def _title(self, number: int) -> str:
        return f"{number + 1} {one_line(self._shares[number].source)}"

    def _heading(self, number: int) -> Content:
        name = Content(self._title(number)).truncate(_CELL - 1, ellipsis=True)
        return Content(" " * (_CELL - name.cell_length)) + name.stylize("$foreground 60%")

    def _row(self, row: int, width: int) -> Strip:
        name = Content(self._title(row)).truncate(self._label, ellipsis=True, pad=True)
        cells = [self._cell(row, column) for column in self._seen_columns()]
        return line(Content("").join([Content("  "), name, *cells]), width, self, "section--line")

    def _cell(self, row: int, column: int) -> Content:
        shared = self._between(row, column)
        if row == column:
            content = Content.assemble((f"{short(self._shares[row].alone)} alone", "$secondary"))
        elif shared is None:
            content = Content.assemble(("·", "$foreground 40%"))
        else:
            colour = "$error" if shared.conflicting else "$foreground 40%"
            content = Content.assemble(
                (f"{short(shared.conflicting)}≠", colour), f" {short(shared.consistent)}="
            )
        content = content.truncate(_CELL - 1)
        pad = " " * (_CELL - 1 - content.cell_length)
        if self.has_focus and self.cell == (row, column):
            return Content(" ") + (Content(pad) + content).stylize("reverse")
        return Content(" " + pad) + content

    def _between(self, row: int, column: int) -> Shared | None:
        pair = frozenset((self._shares[row].source, self._shares[column].source))
        return self._shared.get(pair)

    def _words(self) -> str:
        """Say in full what the cell under the cursor means."""
        if not self._shares:
            return "no sources yet"
        row, column = self.cell
        shared = self._between(row, column)
        share = self._shares[row]
        if row == column:
            return (
                f"{one_line(share.source)} alone: {share.alone:,}"
                f" of {count(share.clusters, 'cluster')} · enter opens"
            )
        if shared is None:
            return f"{self._title(row)} and {self._title(column)}: no cluster of both"
        conflicts, agreements = (
            self._keys[f"overview.{label}"] for label in ("conflicting", "consistent")
        )
        return f"enter all, {conflicts} ≠, {agreements} = · {shared_words(shared)}"

"""A scrolling list of lines that draws no line and no scroll bar again that looks as it did.

The usual scroll view draws its scroll bar anew, a segment a line, after every layout and every line
scrolled, however long the list; and it keeps what it drew by the line of the screen, so that a list
that moves by one line is drawn anew as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip

_STEPS = 8
"""A scroll bar moves by eighths of a line."""


class Steady(Widget):
    """A widget whose height changes nothing around it but by the layout that has just been made.

    The usual widget asks for one more layout whenever a layout has given it another size.
    """

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class SteadyStatic(Steady, Static):
    """A text of any height in a column of others."""


class SteadyScroll(ScrollView):
    """Draws its own lines, as a ScrollView does; a `render_line` may give one strip twice."""

    _laid_out: tuple[Size, Size, Size] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines as they were drawn; a strip that is known need not be cut anew."""
        styles = self.styles
        if styles.gutter.totals != (0, 0) or self.opacity < 1 or styles.tint.a:
            return super().render_lines(crop)
        _, background = self.background_colors
        filters, width = self.get_line_filters(), self.region.width
        blank = self.visual_style.rich_style
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y).adjust_cell_length(width, blank)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip)
        if crop.column_span == (0, width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the lines that are now in sight, and the scroll bar if it moves."""
        if self.show_vertical_scrollbar:
            bar = self.vertical_scrollbar
            if self._step(bar.position) != self._step(new_value):
                bar.position = new_value
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    def hold(self, lines: int) -> None:
        """Be so many lines long from now on, with no layout: the widget stays as large as it is."""
        size = Size(0, lines)
        if size == self.virtual_size:
            return
        self.set_reactive(SteadyScroll.virtual_size, size)
        self._scroll_update(size)
        if self._laid_out is not None:
            self._laid_out = (*self._laid_out[:2], size)

    def _step(self, position: float) -> int:
        """Return where the scroll bar begins for a line at the top, in steps of the bar."""
        height, lines = self.size.height, self.virtual_size.height
        if lines <= height:
            return 0
        thumb = max(1.0, height * height / lines)
        return int((height - thumb) * position / (lines - height) * _STEPS)

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Take in a new size after a layout; the usual view takes every layout for one."""
        known = (size, container_size, self.virtual_size)
        if known == self._laid_out:
            return False
        self._laid_out = known
        return super()._size_updated(size, virtual_size, container_size, layout)

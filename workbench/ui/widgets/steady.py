"""A scrolling list of lines that repaints its scroll bar only when the bar would look different.

A scroll bar is drawn from one segment a line, by far the dearest lines of a screen, and the usual
scroll view has it drawn anew after every layout and every line scrolled, however long the list.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView

_STEPS = 8
"""A scroll bar moves by eighths of a line."""


class SteadyScroll(ScrollView):
    """Draws its own lines, as a ScrollView does; what has not changed is left alone."""

    _laid_out: tuple[Size, Size, Size] | None = None

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

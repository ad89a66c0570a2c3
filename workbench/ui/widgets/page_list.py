"""A list of any length that draws only the lines in sight.

It holds the ids as one array and pulls the rows of a page when that page comes into view, so a
million rows cost what one screenful costs.
"""

from __future__ import annotations

from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from workbench.ui.widgets.steady import SteadyScroll

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from textual.events import Click

RowT = TypeVar("RowT")

_PAGE = 32
_PAGES_KEPT = 128
_STRIPS_KEPT = 1024
_NEAR = 1024


class PageList(SteadyScroll, Generic[RowT], can_focus=True):
    """Shows the rows of ids as `HEIGHT` lines each, drawn by `draw(row)`."""

    DEFAULT_CLASSES = "takes-keys"
    HEIGHT: ClassVar[int] = 2
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page-list--cursor",
        "page-list--row",
        "page-list--selected",
    }
    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, row_id: int) -> None:
            self.row_id = row_id
            super().__init__()

    class Chosen(Message):
        """The row under the cursor was chosen."""

        def __init__(self, row_id: int) -> None:
            self.row_id = row_id
            super().__init__()

    def __init__(
        self,
        rows: Callable[[Sequence[int]], list[RowT]],
        key: Callable[[RowT], int],
        draw: Callable[[RowT], Sequence[Content]],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._rows = rows
        self._key = key
        self._draw = draw
        self._ids: array[int] = array("q")
        self._pages: dict[int, dict[int, RowT]] = {}
        self._strips: dict[int, dict[tuple[object, ...], Strip]] = {}
        self._from: int | None = None
        self._tells = True

    @property
    def current(self) -> int | None:
        """Return the id under the cursor, None in an empty list."""
        return self._ids[self.cursor] if self._ids else None

    @property
    def others(self) -> array[int]:
        """Return the ids behind the cursor, then those before it."""
        return self._ids[self.cursor + 1 :] + self._ids[: self.cursor]

    @property
    def selecting(self) -> bool:
        """Say whether rows are being selected."""
        return self._from is not None

    @property
    def selected(self) -> Sequence[int]:
        """Return the ids that are selected, none while none are being selected."""
        return self._chosen()[1]

    def select(self, on: bool) -> None:
        """Begin to select at the cursor, or let go what is selected."""
        self._from = self.cursor if on and self._ids else None
        self.refresh()

    def _range(self) -> range:
        if self._from is None:
            return range(0)
        return range(min(self._from, self.cursor), max(self._from, self.cursor) + 1)

    def _chosen(self) -> tuple[int | None, array[int]]:
        """Return the id at which the selection was begun, and all that are selected."""
        chosen = self._range()
        begun = None if self._from is None else self._ids[self._from]
        return begun, self._ids[chosen.start : chosen.stop]

    def _choose_again(self, begun: int | None, chosen: array[int]) -> None:
        """Keep what was selected, unless something has come between or gone."""
        self._from = self._index(begun)
        if self._chosen()[1] != chosen:
            self._from = None

    def __len__(self) -> int:
        return len(self._ids)

    def show(self, ids: array[int], current: int | None = None) -> None:
        """Show other ids; the cursor goes to `current` if it is there, else stays where it was.

        A row that stays under the cursor stays on its line of the screen as well.
        """
        chosen = self._chosen()
        line = self.cursor * self.HEIGHT - self.scroll_offset.y
        stays = current is not None and current == self.current
        self._ids = ids
        self._let_go()
        self.virtual_size = Size(0, len(ids) * self.HEIGHT)
        at = self._index(current)
        self.set_reactive(PageList.cursor, min(self.cursor, max(0, len(ids) - 1)))
        if at is not None:
            self.set_reactive(PageList.cursor, at)
        self._choose_again(*chosen)
        if at is not None and stays:
            self.scroll_to(y=at * self.HEIGHT - line, animate=False, force=True, immediate=True)
        self._reveal()
        self.refresh()
        self._tell()

    def renew(self, ids: array[int]) -> None:
        """Show other ids, but let the row under the cursor stay, and stay where it is in sight."""
        here, before, chosen = self.current, self.cursor, self._chosen()
        if here is not None and here not in ids:
            ids = ids[:before] + array("q", [here]) + ids[before:]
        self._ids = ids
        self._let_go()
        self.virtual_size = Size(0, len(ids) * self.HEIGHT)
        at = self._index(here)
        if at is None:
            self.show(ids)
            return
        self.set_reactive(PageList.cursor, at)
        self._choose_again(*chosen)
        moved = (at - before) * self.HEIGHT
        self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        self.refresh()

    def go_to(self, row_id: int, *, tell: bool = True) -> bool:
        """Move the cursor to a row; False when the list does not hold it.

        Who shows the row themselves need not be told that the cursor has moved.
        """
        at = self._index(row_id)
        if at is None:
            return False
        self._tells = tell
        self.cursor = at
        self._tells = True
        return True

    def forget(self, row_ids: Collection[int] | None = None) -> None:
        """Pull rows anew, all that there are if not told which: what they show may have changed."""
        if row_ids is None:
            self._let_go()
            self.refresh()
            return
        held = [page for page in self._pages.values() if not page.keys().isdisjoint(row_ids)]
        wanted = [row_id for row_id in row_ids if any(row_id in page for page in held)]
        rows = {self._key(row): row for row in self._rows(wanted)} if wanted else {}
        for page in held:
            for row_id in page.keys() & wanted:
                page.pop(row_id)
                if row_id in rows:
                    page[row_id] = rows[row_id]
        for row_id in wanted:
            self._strips.pop(row_id, None)
        for index in self._in_sight():
            if self._ids[index] in wanted:
                self._refresh_row(index)

    def _let_go(self) -> None:
        self._pages.clear()
        self._strips.clear()

    def _in_sight(self) -> range:
        top = self.scroll_offset.y
        first, last = top // self.HEIGHT, (top + self.size.height) // self.HEIGHT
        return range(first, min(last + 1, len(self._ids)))

    def _refresh_row(self, index: int) -> None:
        top = index * self.HEIGHT - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.HEIGHT))

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        index, line = divmod(y + self.scroll_offset.y, self.HEIGHT)
        width = self.scrollable_content_region.width
        is_cursor, is_selected = index == self.cursor, index in self._range()
        state = "cursor" if is_cursor else "selected" if is_selected else "row"
        style = self.get_visual_style(f"page-list--{state}")
        row = self._row(index)
        if row is None:
            return Strip.blank(width, style.rich_style)
        if len(self._strips) > _STRIPS_KEPT:
            self._strips.clear()
        drawn = self._strips.setdefault(self._ids[index], {})
        key = (line, state, width, style, self.app.theme)
        if key not in drawn:
            drawn[key] = self._strip(row, line, state, width)
        return drawn[key]

    def _strip(self, row: RowT, line: int, state: str, width: int) -> Strip:
        """Draw a line of a row; `state` is how the row stands: cursor, selected or row."""
        style = self.get_visual_style(f"page-list--{state}")
        content = self._draw(row)[line].pad_left(1)
        if state == "cursor":
            content = Content("▌") + content[1:]
        elif state == "selected":
            content = Content("*") + content[1:]
        return Strip(content.truncate(width, ellipsis=True, pad=True).render_segments(style), width)

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two rows concerned and say where the cursor is now."""
        self._reveal()
        if self._from is not None:
            self.refresh()
        for index in (old, new):
            self._refresh_row(index)
        if self._tells:
            self._tell()

    def _tell(self) -> None:
        """Say where the cursor is, straight to the screen.

        Handed up from parent to parent it would come after the repaint of the list, and what the
        screen shows of the row would need one more.
        """
        if self.current is not None:
            self.screen.post_message(self.Moved(self.current))

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._ids) - 1))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move the cursor by screenfuls."""
        self.cursor += by * max(1, self.size.height // self.HEIGHT - 1)

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = len(self._ids) - 1

    def action_choose(self) -> None:
        """Say that the row under the cursor was chosen."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse clicked."""
        self.cursor = (event.y + self.scroll_offset.y) // self.HEIGHT

    def _index(self, row_id: int | None) -> int | None:
        """Return where a row stands, None when it is not here; most often it is near the cursor."""
        if row_id is None:
            return None
        near = max(0, self.cursor - _NEAR), self.cursor + _NEAR
        for stretch in (near, (0, len(self._ids))):
            with suppress(ValueError):
                return self._ids.index(row_id, *stretch)
        return None

    def _row(self, index: int) -> RowT | None:
        if not 0 <= index < len(self._ids):
            return None
        page = index // _PAGE
        if page not in self._pages:
            if len(self._pages) >= _PAGES_KEPT:
                self._pages.pop(next(iter(self._pages)))
            ids = self._ids[page * _PAGE : (page + 1) * _PAGE]
            self._pages[page] = {self._key(row): row for row in self._rows(ids)}
        return self._pages[page].get(self._ids[index])

    def _reveal(self) -> None:
        region = Region(0, self.cursor * self.HEIGHT, self.size.width or 1, self.HEIGHT)
        self.scroll_to_region(region, animate=False, force=True)

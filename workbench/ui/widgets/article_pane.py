"""The article of the claim under the cursor, beside its cluster.

Draws the lines in sight from a layout that was made elsewhere. Each claim begins with the sign of
its cluster's verdict, so that one sees what of the article has been checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from db.records import Label
from workbench.ui.widgets import signs
from workbench.ui.widgets.steady import SteadyScroll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style
    from textual.events import Click, Resize

    from workbench.ui.article_layout import Layout, Run

_PREFIX = "article-pane--"
_STYLES = {
    Label.CONSISTENT: "consistent",
    Label.CONFLICTING: "conflicting",
    Label.SINGLE_SOURCED: "single-sourced",
    None: "undecided",
}
_ABOVE = 4
"""The part of the pane that stays above the claim: a fourth."""


class ArticlePane(SteadyScroll, can_focus=True):
    """Shows an article; the claim is reversed, the others carry the sign of their verdict."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"{_PREFIX}{name}" for name in (*_STYLES.values(), "text", "furniture", "claim")
    }
    DEFAULT_CSS = """
    ArticlePane { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }
    .article-pane--text { color: $foreground; background: $background; }
    .article-pane--furniture { color: $foreground 50%; text-style: italic; }
    .article-pane--claim { color: $foreground; text-style: bold reverse; }
    .article-pane--consistent { color: $success; }
    .article-pane--conflicting { color: $error; text-style: bold; }
    .article-pane--single-sourced { color: $secondary; }
    .article-pane--undecided { color: $foreground; }
    """
    BINDINGS: ClassVar = [Binding("enter", "choose", show=False)]

    DEFAULT_CLASSES = "takes-keys"

    class Resized(Message):
        """The article must be laid out anew for another width."""

    class Chosen(Message):
        """A claim was chosen: the one with that id, or for None the one under the cursor."""

        def __init__(self, claim_id: int | None = None) -> None:
            self.claim_id = claim_id
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page: Layout | None = None
        self._labels: Mapping[int, Label | None] = {}
        self._claim_id = 0
        self._look: tuple[object, ...] = ()
        self._strips: dict[tuple[object, ...], Strip] = {}

    @property
    def text_width(self) -> int:
        """Return the cells that a line can have; one is left free for the claim's bar."""
        return max(0, self.size.width - self.styles.scrollbar_size_vertical - 2)

    def show(
        self, layout: Layout | None, labels: Mapping[int, Label | None], claim_id: int
    ) -> None:
        """Show an article at a claim; `labels` are the verdicts of its claims by their ids."""
        stays = layout is self._page and claim_id == self._claim_id
        if layout is not self._page:
            self._strips.clear()
        self._page, self._labels, self._claim_id = layout, labels, claim_id
        self.hold(len(layout.lines) if layout else 0)
        if layout is not None and not stays:
            line = layout.first_line.get(claim_id, 0)
            top = max(0, line - self.size.height // _ABOVE)
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        width = self.scrollable_content_region.width
        base = self._style("text")
        number = y + self.scroll_offset.y
        if self._page is None or not 0 <= number < len(self._page.lines):
            return Strip.blank(width, base)
        look = (width, base, self.app.theme)
        if look != self._look:
            self._look = look
            self._strips.clear()
        runs = self._page.runs.get(number, ())
        here = any(run.claim_id == self._claim_id for run in runs)
        key = (number, here and self._claim_id, *(self._labels.get(run.claim_id) for run in runs))
        if key not in self._strips:
            line = self._page.lines[number]
            segments = [Segment("▌" if here else " ", base), *self._segments(line, runs, base)]
            self._strips[key] = Strip(segments).adjust_cell_length(width, base)
        return self._strips[key]

    def action_choose(self) -> None:
        """Say that the claim under the cursor was chosen."""
        self.post_message(self.Chosen())

    def on_click(self, event: Click) -> None:
        """Say which claim was clicked."""
        number = event.y + self.scroll_offset.y
        at = event.x - 1
        for run in self._page.runs.get(number, ()) if self._page else ():
            if run.claim_id and run.start <= at < run.end:
                self.post_message(self.Chosen(run.claim_id))
                return

    def on_resize(self, _: Resize) -> None:
        """Ask for lines of another width, if they must be others."""
        if self._page is None or self._page.width != self.text_width:
            self.post_message(self.Resized())

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(_PREFIX + name)

    def _segments(self, line: str, runs: list[Run] | tuple[()], base: Style) -> list[Segment]:
        styles = [base] * len(line)
        characters = list(line)
        # The claim itself is drawn last, over all that it shares characters with.
        for run in sorted(runs, key=lambda run: (run.claim_id == self._claim_id, run.opens)):
            label = self._labels.get(run.claim_id)
            if not run.claim_id:
                style = self._style("furniture")
            elif run.claim_id == self._claim_id:
                style = self._style("claim")
            else:
                style = self._style(_STYLES[label])
            styles[run.start : run.end] = [style] * (run.end - run.start)
            if run.opens:
                characters[run.start] = signs.SIGNS[label]
        segments, start = [], 0
        for at in range(1, len(line) + 1):
            if at == len(line) or styles[at] is not styles[start]:
                segments.append(Segment("".join(characters[start:at]), styles[start]))
                start = at
        return segments

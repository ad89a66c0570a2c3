"""One line below the panes: what was last said, and the pace where there is room for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.widgets import Static

from workbench.text import one_line

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Foot(Horizontal):
    """Says what was done or failed; the pace gives way to words that need the whole line."""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static(id="status", markup=False)
        yield Static(id="pace", markup=False)

    def say(self, words: str, *, failed: bool = False) -> None:
        """Say something in place of what was said before."""
        status = self.query_one("#status", Static)
        status.update(f" {'! ' if failed else ''}{one_line(words)}", layout=False)
        status.set_class(failed, "failed")
        self._share()

    def tell_pace(self, words: str) -> None:
        """Show another pace, '' for none."""
        pace = self.query_one("#pace", Static)
        shown = str(pace.content)
        if words != shown:  # the line is laid out anew only when it becomes longer or shorter
            pace.update(words, layout=len(words) != len(shown))
            self._share()

    def on_resize(self) -> None:
        """Share the new width out."""
        self._share()

    def _share(self) -> None:
        status, pace = (str(self.query_one(name, Static).content) for name in ("#status", "#pace"))
        fits = cell_len(status) + cell_len(pace) <= self.size.width
        self.query_one("#pace").display = bool(pace) and fits

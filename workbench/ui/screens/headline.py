"""Choose what a cluster is called in lists: one of its claims, or words of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workbench.text import one_line, storable
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HeadlineScreen(ModalScreen["str | None"]):
    """A line that begins as the claim under the cursor; returns what it says in the end."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = bindings("line", "line.leave")

    def __init__(self, cluster: int, shown: str, claim: str) -> None:
        super().__init__()
        self._cluster = cluster
        self._shown = one_line(shown)
        self._claim = claim

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog wide"):
            yield Static(f"Rename cluster {self._cluster}", classes="dialog-title")
            yield Static(Content(f"now: {self._shown}"), markup=False)
            yield Input(one_line(self._claim), compact=True, select_on_focus=False)
            leave = shown_keys(table_of(self.app))["line.leave"]
            yield hint(
                ("enter stores", "store"),
                "empty: the cluster speaks for itself",
                (f"{leave} leaves it as it was", "leave"),
            )

    def on_mount(self) -> None:
        """Begin at the end of the claim."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def action_store(self) -> None:
        """Return the words that stand there."""
        words = storable(self.query_one(Input).value.strip())
        # Unchanged words are the claim's own, which hold while the claim is here.
        self.dismiss(self._claim if words == one_line(self._claim) else words)

    def action_leave(self) -> None:
        """Leave without a change."""
        self.dismiss(None)

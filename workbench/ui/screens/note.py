"""Write the note of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

if TYPE_CHECKING:
    from textual.app import ComposeResult


class NoteScreen(ModalScreen["str | None"]):
    """A text area; ctrl+s stores, escape leaves the note as it was."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [
        Binding("ctrl+s", "store", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    def __init__(self, cluster: int, note: str) -> None:
        super().__init__()
        self._cluster = cluster
        self._note = note

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog"):
            yield Static(f"Note on cluster {self._cluster}", classes="dialog-title", markup=False)
            yield TextArea(self._note, compact=True)
            yield Static("ctrl+s stores · esc leaves it as it was", classes="dialog-hint")

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_store(self) -> None:
        """Store the note."""
        self.dismiss(self.query_one(TextArea).text.strip())

    def action_leave(self) -> None:
        """Leave without a change."""
        self.dismiss(None)

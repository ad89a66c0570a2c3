"""Write the note of a cluster; what is written is kept while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from workbench.text import storable
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.timer import Timer

_KEPT_AFTER = 0.3
"""Seconds after a key in which a draft is kept; leaving keeps it at once."""


class NoteScreen(ModalScreen["str | None"]):
    """A text area; ctrl+s stores, escape leaves the note as it was and the draft to go on with."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = bindings("note")

    def __init__(
        self, cluster: int, note: str, draft: str | None, keep: Callable[[str | None], object]
    ) -> None:
        super().__init__()
        self._cluster = cluster
        self._note = note
        self._draft = draft
        self._kept = draft
        self._keep = keep
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        going_on = "" if self._draft is None else ", as you left it"
        with Vertical(classes="dialog"):
            yield Static(
                f"Note on cluster {self._cluster}{going_on}", classes="dialog-title", markup=False
            )
            yield TextArea(self._note if self._draft is None else self._draft, compact=True)
            key = shown_keys(table_of(self.app))
            yield hint(
                (f"{key['note.store']} stores", "store"),
                (f"{key['line.leave']} keeps for later", "leave"),
                (f"{key['note.discard']} discards", "throw_away"),
            )

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    @on(TextArea.Changed)
    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(_KEPT_AFTER, self._keep_draft)

    def _keep_draft(self) -> None:
        self._timer = None
        text = storable(self.query_one(TextArea).text)
        draft = None if text.strip() == self._note else text
        if draft != self._kept:
            self._kept = draft
            self._keep(draft)

    def action_store(self) -> None:
        """Store the note; the draft goes only once that is done."""
        self._keep_draft()
        self.dismiss(storable(self.query_one(TextArea).text.strip()))

    def action_throw_away(self) -> None:
        """Leave the note as it was, and forget what was written."""
        self._keep(None)
        self.dismiss(None)

    def action_leave(self) -> None:
        """Leave the note as it was; what was written is kept."""
        self._keep_draft()
        self.dismiss(None)

"""What reviewers hold of a cluster, side by side, and the verdict that settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from db.records import Label
from workbench.text import printable
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets import signs
from workbench.ui.widgets.hint import hint
from workbench.ui.widgets.sides import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from db.records import Row, Verdict

Outcome = tuple[Label, str]


class AdjudicateScreen(ModalScreen["Outcome | None"]):
    """Choose a label, write the reason; enter stores, escape leaves it as it was."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = bindings("line", "line.leave")

    def __init__(self, row: Row, sides: Sequence[Verdict]) -> None:
        super().__init__()
        self._row = row
        self._sides = sides
        self._labels = list(Label)

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        verdict = self._row.verdict
        with VerticalScroll(classes="dialog wide", can_focus=False):
            yield Static(
                f"Adjudicate cluster {self._row.cluster.id}", classes="dialog-title", markup=False
            )
            yield Static(Content(printable(self._row.cluster.headline)), markup=False)
            yield Static(Content("\n").join(side_by_side(verdict, self._sides)), markup=False)
            names = (signs.label(label).plain for label in self._labels)
            yield OptionList(*names, markup=False, compact=True)
            yield Input(verdict.reason, placeholder="the reason", compact=True)
            leave = shown_keys(table_of(self.app))["line.leave"]
            yield hint(
                "arrows choose",
                ("enter goes on, then stores", "go_on"),
                (f"{leave} leaves", "leave"),
            )

    def on_mount(self) -> None:
        """Begin at the verdict in force."""
        options = self.query_one(OptionList)
        label = self._row.verdict.label
        options.highlighted = 0 if label is None else self._labels.index(label)
        options.focus()

    @on(OptionList.OptionSelected)
    def go_on(self) -> None:
        """Ask for the reason."""
        self.query_one(Input).focus()

    def action_go_on(self) -> None:
        """Ask for the reason, then take label and reason."""
        if self.query_one(Input).has_focus:
            self.store()
        else:
            self.go_on()

    @on(Input.Submitted)
    def store(self) -> None:
        """Take the label and the reason; without one nothing is settled."""
        at, reason = self.query_one(OptionList).highlighted, self.query_one(Input).value.strip()
        if reason and at is not None:
            self.dismiss((self._labels[at], reason))
        else:
            self.app.bell()
            self.query_one(".dialog-hint", Static).update("a final verdict needs a reason")

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

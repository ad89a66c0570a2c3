"""Who did what to a cluster, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.reports.report import act_line
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from db.records import Act


class HistoryScreen(ModalScreen[None]):
    """The acts on one cluster, the oldest first."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [*bindings("history"), ("enter", "dismiss")]

    def __init__(self, cluster: int, acts: Sequence[Act]) -> None:
        super().__init__()
        self._cluster = cluster
        self._acts = acts

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        lines = [act_line(act) for act in self._acts] or ["Nothing has been done to it yet."]
        with VerticalScroll(classes="dialog wide"):
            yield Static(f"History of cluster {self._cluster}", classes="dialog-title")
            yield Static(Content("\n".join(lines)), markup=False)
            yield hint((f"{shown_keys(table_of(self.app))['back']} closes", "dismiss"))


class LinesScreen(ModalScreen[None]):
    """Lines to be read under a title."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [*bindings("acts"), ("enter", "dismiss")]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        lines = self._lines or ["Nothing has been done yet."]
        with VerticalScroll(classes="dialog wide"):
            yield Static(self._heading, classes="dialog-title", markup=False)
            yield Static(Content("\n".join(lines)), markup=False)
            yield hint((f"{shown_keys(table_of(self.app))['back']} closes", "dismiss"))

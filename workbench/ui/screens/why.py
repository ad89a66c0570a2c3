"""Why each claim is in the open cluster, and where it would be otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.reports.report import membership_line
from workbench.text import one_line
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from db.records import Member, Membership


class WhyScreen(ModalScreen[None]):
    """Each claim with the claim that it is nearest to, what speaks for that, and the runner-up."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [*bindings("why"), ("enter", "dismiss")]

    def __init__(self, members: Sequence[Member], why: Mapping[int, Membership]) -> None:
        super().__init__()
        self._members = members
        self._why = why

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(classes="dialog wide"):
            yield Static("Why these claims are together", classes="dialog-title")
            yield Static(self._lines(), markup=False)
            back = shown_keys(table_of(self.app))["back"]
            yield hint("as the last clustering found it", (f"{back} closes", "dismiss"))

    def _lines(self) -> Content:
        parts = [
            Content.assemble(
                (f"{one_line(member.document.source)}: ", "bold $primary"),
                one_line(member.claim.text),
                (
                    f"\n  {membership_line(self._why.get(member.claim.id), self._members)}",
                    "$accent",
                ),
            )
            for member in self._members
        ]
        return Content("\n").join(parts)

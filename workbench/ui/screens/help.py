"""All keys, made from the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.ui.actions import MOVES
from workbench.ui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from workbench.ui.actions import Action


class HelpScreen(ModalScreen[None]):
    """Keys and signs; any of the closing keys leaves."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [Binding("escape,question_mark,q,enter", "dismiss", show=False)]

    def __init__(self, table: Sequence[Action]) -> None:
        super().__init__()
        self._table = table

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(classes="dialog wide"):
            yield Static("Keys", classes="dialog-title")
            yield Static(_keys(self._table), markup=False)
            yield Static("Signs", classes="dialog-title")
            yield Static(_signs(), markup=False)
            yield Static("esc closes", classes="dialog-hint")


def _keys(table: Sequence[Action]) -> Content:
    entries = [(action.shown, action.help) for action in table] + list(MOVES)
    lines = [Content.assemble((f"{key:>9}  ", "bold $accent"), text) for key, text in entries]
    return Content("\n").join(lines)


def _signs() -> Content:
    entries = [(sign, str(label or "undecided")) for label, sign in SIGNS.items()]
    entries += [
        ("≠?", "suggested conflicting; the word behind it is what differs"),
        ("≠", "what differs"),
        ("≈", "what differs and may be no conflict, with the reason"),
        ("⟦ ⟧", "the characters that differ"),
        ("→ { }", "an atomic claim by itself; what was filled in from elsewhere is in braces"),
        ("!", "flagged for later"),
        ("~", "the evidence has changed since the verdict"),
        ("+", "a claim that has come since the verdict"),
        ("-", "a claim that has gone since the verdict; withdrawn: its article was changed"),
    ]
    lines = [Content.assemble((f"{sign:>9}  ", "bold"), text) for sign, text in entries]
    return Content("\n").join(lines)

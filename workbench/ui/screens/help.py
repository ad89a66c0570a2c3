"""All keys, made from the tables of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from workbench.ui.actions import MOVES, bindings, in_place, shown_keys, told_of
from workbench.ui.page_actions import PLACES
from workbench.ui.widgets.alignment import wrapped
from workbench.ui.widgets.hint import hint
from workbench.ui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.geometry import Size

    from workbench.ui.action import Action

_INDENT = 11
"""Cells before what is said of a key."""

_SIGNS = (
    *((sign, str(label or "undecided")) for label, sign in SIGNS.items()),
    ("≠?", "suggested conflicting; the word behind it is what differs"),
    ("≠", "what differs"),
    ("≈", "what differs and may be no conflict, with the reason"),
    ("⟦ ⟧", "the characters that differ"),
    ("→ { }", "an atomic claim by itself; what was filled in from elsewhere is in braces"),
    ("!", "flagged for later"),
    ("~", "the evidence has changed since the verdict"),
    ("+", "a claim that has come since the verdict"),
    ("-", "a claim that has gone since the verdict; withdrawn: its article was changed"),
)


class HelpScreen(ModalScreen[None]):
    """Keys and signs; any of the closing keys leaves."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [*bindings("help"), ("enter", "dismiss")]

    def __init__(self, table: Sequence[Action]) -> None:
        super().__init__()
        self._table = table

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        keys = [(action.shown, action.help) for action in in_place(self._table)] + list(MOVES)
        with VerticalScroll(classes="dialog wide"):
            yield Static("Keys", classes="dialog-title")
            yield Explained(keys, "bold $accent")
            for place in PLACES.values():
                if place.title:
                    yield Static(place.title, classes="dialog-title")
                    yield Explained(told_of(self._table, place), "bold $accent")
            yield Static("Signs", classes="dialog-title")
            yield Explained(_SIGNS, "bold")
            yield hint((f"{shown_keys(self._table)['back']} closes", "dismiss"))


class Explained(Widget):
    """Keys or signs, each with what it means; what needs more lines goes on under its beginning."""

    def __init__(self, entries: Sequence[tuple[str, str]], style: str) -> None:
        super().__init__()
        self._explained = entries
        self._style = style

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that all entries need at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the entries."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        found: list[Content] = []
        for key, words in self._explained:
            first, *others = wrapped(Content(words), width - _INDENT)
            found.append(Content.assemble((f"{key:>{_INDENT - 2}}  ", self._style), first))
            found += [line.pad_left(_INDENT) for line in others]
        return found

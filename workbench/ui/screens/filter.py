"""Choose what the queue shows; choices combine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from workbench.ui import filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from db.records import Filter


class FilterScreen(ModalScreen["Filter | None"]):
    """A list of choices: space combines, enter chooses and closes, escape leaves all as it was."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [
        Binding("space", "combine", show=False),
        Binding("escape,f,q", "dismiss_without", show=False),
    ]

    def __init__(self, filter_: Filter, sources: Sequence[str]) -> None:
        super().__init__()
        self._filter = filter_
        self._sources = sources

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog"):
            yield Static("Show", classes="dialog-title")
            yield OptionList(markup=False, compact=True)
            yield Static("enter chooses · space combines · esc leaves", classes="dialog-hint")

    def on_mount(self) -> None:
        """List the choices."""
        self._fill(0)

    def action_combine(self) -> None:
        """Take the choice under the cursor and stay."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._filter = self._choices()[at][1]
            self._fill(at)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice and close; a choice that is in force already stays in force."""
        _, chosen, on = self._choices()[event.option_index]
        self.dismiss(self._filter if on and event.option_index else chosen)

    def action_dismiss_without(self) -> None:
        """Leave the filter as it was."""
        self.dismiss(None)

    def _choices(self) -> list[tuple[str, Filter, bool]]:
        return list(filters.choices(self._filter, self._sources))

    def _fill(self, at: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(f"{'[x]' if on else '[ ]'} {words}") for words, _, on in self._choices()
        )
        options.highlighted = at

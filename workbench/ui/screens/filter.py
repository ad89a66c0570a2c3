"""Choose what the queue shows; choices combine, and can be saved by a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from workbench.text import one_line
from workbench.ui import filters
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.app import ComposeResult

    from db.records import Filter

_EXAMPLE = 'speaker "the mayor" since 2031-03-12'


@dataclass(frozen=True, slots=True)
class Choice:
    """What the queue is to show, and the name of a filter to save it as or to forget."""

    filter: Filter
    save: str = ""
    forget: str = ""


class FilterScreen(ModalScreen["Choice | None"]):
    """A list of choices, and a line for what no list can hold; escape leaves all as it was."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = bindings("filter")

    def __init__(
        self,
        filter_: Filter,
        sources: Sequence[str],
        saved: Mapping[str, Filter],
        *,
        blind: bool = False,
    ) -> None:
        super().__init__()
        self._filter = filter_
        self._sources = sources
        self._saved = saved
        self._hidden = filters.HIDDEN_IF_BLIND if blind else frozenset()

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog wide"):
            yield Static("Show", classes="dialog-title")
            yield OptionList(markup=False, compact=True)
            yield Input(placeholder=f"{_EXAMPLE}, or: save NAME, forget NAME", compact=True)
            key = shown_keys(table_of(self.app))
            yield hint(
                "enter chooses",
                (f"{key['filter.combine']} combines", "combine"),
                "tab to the line",
                (f"{key['back']} leaves", "leave"),
            )

    def on_mount(self) -> None:
        """List the choices."""
        self._fill(0)
        self.query_one(OptionList).focus()

    def action_combine(self) -> None:
        """Take the choice under the cursor and stay."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._filter = self._choices()[at][1]
            self._fill(at)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice and close; a choice that is in force already stays in force."""
        words, chosen, on = self._choices()[event.option_index]
        stays = on and words != filters.EVERYTHING
        self.dismiss(Choice(self._filter if stays else chosen))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what the line says and close; say so when it cannot be understood."""
        verb, _, name = event.value.strip().partition(" ")
        try:
            if verb == "save" and name.strip():
                self.dismiss(Choice(self._filter, save=name.strip()))
            elif verb == "forget" and name.strip():
                self.dismiss(Choice(self._filter, forget=self._known(name.strip())))
            else:
                self.dismiss(Choice(self._read(event.value)))
        except ValueError as error:
            self.query_one(".dialog-hint", Static).update(f"! {one_line(str(error))}")

    def action_leave(self) -> None:
        """Leave the filter as it was."""
        self.dismiss(None)

    def _known(self, name: str) -> str:
        if name not in self._saved:
            raise ValueError(f"no filter is saved as {name!r}")
        return name

    def _read(self, line: str) -> Filter:
        chosen = filters.from_line(self._filter, line)
        if any(getattr(chosen, name) for name in self._hidden):
            raise ValueError("a blind review hides what is suggested")
        return chosen

    def _choices(self) -> list[tuple[str, Filter, bool]]:
        return [c for c in self._all() if not any(getattr(c[1], name) for name in self._hidden)]

    def _all(self) -> Iterator[tuple[str, Filter, bool]]:
        for name, filter_ in self._saved.items():
            yield f"saved: {one_line(name)}", filter_, filter_ == self._filter
        yield from filters.choices(self._filter, self._sources)

    def _fill(self, at: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(f"{'[x]' if on else '[ ]'} {words}") for words, _, on in self._choices()
        )
        options.highlighted = at

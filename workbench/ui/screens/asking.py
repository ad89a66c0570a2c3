"""Dialogs that ask for one line, for a path with completion, or for a yes."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from workbench.text import one_line, printable
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PathSuggester(Suggester):
    """Completes a path by what lies in its folder; not by names that a terminal obeys."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the path with the first name that begins as written, None when there is none."""
        return await asyncio.to_thread(completed, value)


def completed(value: str) -> str | None:
    """Complete a path that somebody is writing; a folder ends with a slash."""
    folder, begun = os.path.split(value)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = sorted(
                (entry.name, entry.is_dir())
                for entry in entries
                if entry.name.startswith(begun)
                and entry.name.startswith(".") <= begun.startswith(".")
                and printable(entry.name) == entry.name
            )
    except (OSError, ValueError):
        return None
    if not begun or not found:
        return None
    name, is_folder = found[0]
    return os.path.join(folder, name) + ("/" if is_folder else "")


class Line(Input):
    """A line that may have a completion."""

    def complete(self) -> None:
        """Take the completion that is shown."""
        if self._suggestion:
            self.value = self._suggestion
            self.cursor_position = len(self.value)


class AskScreen(ModalScreen["str | None"]):
    """Asks for one line; enter stores, escape leaves all as it was."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = bindings("line")

    def __init__(
        self,
        title: str,
        value: str = "",
        hint: str = "",
        suggester: Suggester | None = None,
        *,
        does: tuple[str, str] = ("stores", "leaves it as it was"),
    ) -> None:
        super().__init__()
        self._asked = title
        self._value = one_line(value)
        self._hint = hint
        self._suggester = suggester
        self._does = does

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog wide"):
            yield Static(Content(one_line(self._asked)), classes="dialog-title", markup=False)
            yield Line(self._value, suggester=self._suggester, compact=True)
            key, (stores, leaves) = shown_keys(table_of(self.app)), self._does
            yield hint(
                *([self._hint] if self._hint else []),
                *([(f"{key['line.complete']} completes", "complete")] if self._suggester else []),
                (f"enter {stores}", "store"),
                (f"{key['line.leave']} {leaves}", "leave"),
            )

    def action_complete(self) -> None:
        """Take the completion that is shown."""
        self.query_one(Line).complete()

    @on(Input.Submitted)
    def action_store(self) -> None:
        """Return what was written; nothing when it is what stood there."""
        written = self.query_one(Line).value.strip()
        self.dismiss(None if written == self._value else written)

    def action_leave(self) -> None:
        """Leave without a change."""
        self.dismiss(None)


class ConfirmScreen(ModalScreen[bool]):
    """Asks before something is done."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [
        *bindings("answer"),
        ("enter", "answer(True)"),
    ]

    def __init__(self, question: str, consequence: str) -> None:
        super().__init__()
        self._question = question
        self._consequence = consequence

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog wide"):
            yield Static(Content(one_line(self._question)), classes="dialog-title", markup=False)
            yield Static(self._consequence, markup=False)
            key = shown_keys(table_of(self.app))
            yield hint(
                (f"{key['answer.yes']} or enter yes", "answer(True)"),
                (f"{key['answer.no']} or {key['back']} no", "answer(False)"),
            )

    def action_answer(self, yes: bool) -> None:
        """Return the answer."""
        self.dismiss(yes)

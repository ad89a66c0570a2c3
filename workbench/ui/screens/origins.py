"""Why articles of a cluster count as one origin; the reviewer joins or parts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from db.records import ActKind
from workbench.reports.report import origin_lines, unknown_origins
from workbench.text import printable
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets.hint import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from db.origin import ClaimOrigin
    from db.records import Member

Choice = tuple[ActKind, list[str]]


class OriginsScreen(ModalScreen["Choice | None"]):
    """The articles of a cluster by origin; returns which to join or to part, by their claims."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = bindings("origins")

    def __init__(self, members: Sequence[Member], origins: Sequence[ClaimOrigin]) -> None:
        super().__init__()
        self._members = members
        self._origins = origins
        self._articles = self._read_articles()
        self._chosen: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog wide"):
            yield Static("Origins", classes="dialog-title")
            yield OptionList(*self._lines())
            with VerticalScroll(id="origin-reasons", can_focus=False):
                yield Static(Content("\n".join(self._reasons())), markup=False)
            key = shown_keys(table_of(self.app))
            yield hint(
                (f"{key['origins.choose']} chooses", "choose"),
                (f"{key['origins.join']} join", "relate('join')"),
                (f"{key['origins.part']} part", "relate('part')"),
                (f"{key['back']} closes", "leave"),
            )

    def _read_articles(self) -> list[tuple[str, str]]:
        """Return (the number of its origin and its names, the key of a claim) of each article."""
        number = {
            document: place
            for place, origin in enumerate(self._origins, 1)
            for document in origin.documents
        }
        first = {member.document.id: member for member in reversed(self._members)}
        lines = sorted(
            (number.get(document_id, 0), f"{m.document.source}  {m.document.name}", m.claim.key)
            for document_id, m in first.items()
        )
        return [(f"origin {place}: {printable(article)}", key) for place, article, key in lines]

    def _lines(self) -> list[Content]:
        return [
            Content(f"[{'x' if key in self._chosen else ' '}] {words}")
            for words, key in self._articles
        ]

    def _reasons(self) -> list[str]:
        known = list(origin_lines(self._origins, self._members))
        return ["", *known, unknown_origins(known)]

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Choose the article under the cursor, or no longer."""
        articles = self.query_one(OptionList)
        at = articles.highlighted
        if at is not None:
            self._chosen ^= {self._articles[at][1]}
            articles.replace_option_prompt_at_index(at, self._lines()[at])

    def action_relate(self, kind: str) -> None:
        """Join or part the chosen articles."""
        if len(self._chosen) > 1:
            self.dismiss((ActKind(kind), sorted(self._chosen)))
        else:
            self.app.bell()

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

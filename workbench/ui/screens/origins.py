"""Why articles of a cluster count as one origin; the reviewer joins or parts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from db.records import ActKind
from workbench.report import origin_lines
from workbench.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from db.origin import ClaimOrigin
    from db.records import Member

Choice = tuple[ActKind, list[str]]


class OriginsScreen(ModalScreen["Choice | None"]):
    """The articles of a cluster by origin; returns which to join or to part, by their claims."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar = [
        Binding("j", "relate('join')", show=False),
        Binding("p", "relate('part')", show=False),
        Binding("escape,i,q", "leave", show=False),
    ]

    def __init__(self, members: Sequence[Member], origins: Sequence[ClaimOrigin]) -> None:
        super().__init__()
        self._members = members
        self._origins = origins

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog wide"):
            yield Static("Origins", classes="dialog-title")
            yield SelectionList[str](*self._articles())
            yield Static(Content("\n".join(self._reasons())), markup=False)
            yield Static(
                "space chooses · j one origin · p not one origin · esc closes",
                classes="dialog-hint",
            )

    def _articles(self) -> list[Selection[str]]:
        """Return a line for each article: the number of its origin, its source and its name."""
        number = {
            document: place
            for place, origin in enumerate(self._origins, 1)
            for document in origin.documents
        }
        first = {member.document.id: member for member in reversed(self._members)}
        lines = sorted(
            (
                number.get(document_id, 0),
                printable(m.document.source),
                printable(m.document.name),
                m,
            )
            for document_id, m in first.items()
        )
        return [
            Selection(Content(f"origin {place}: {source}  {name}"), member.claim.key)
            for place, source, name, member in lines
        ]

    def _reasons(self) -> list[str]:
        known = list(origin_lines(self._origins, self._members))
        unknown = "Of the others no common origin is known; that does not make them independent."
        return ["", *known, unknown]

    def action_relate(self, kind: str) -> None:
        """Join or part the chosen articles."""
        chosen = self.query_one(SelectionList).selected
        if len(chosen) > 1:
            self.dismiss((ActKind(kind), chosen))
        else:
            self.app.bell()

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

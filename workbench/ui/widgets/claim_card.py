"""One claim of the open cluster: who says it in a fixed place, its sentence, what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from workbench.text import one_line, printable
from workbench.ui.widgets.alignment import aligned, wrapped
from workbench.ui.widgets.steady import Steady

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.events import Click
    from textual.geometry import Size

    from db.records import Claim, Member, Span

CLAIM, DIFFERENCE, CONTEXT = "", "bold reverse", "$foreground 55%"
FILLED = "italic underline $accent"
_GAP = "  "
_NEW = "+ new since the verdict"
_WIDE = 72
"""From so many cells on the speaker and the file's name stand behind the other facts."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How many cells the facts about each claim of a cluster take; 0 leaves a column out."""

    source: int
    published: int
    origin: int


class ClaimCard(Steady):
    """Shows a member of a cluster; what differs can be set under that of the other cards."""

    class Clicked(Message):
        """The reviewer clicked on this claim."""

        def __init__(self, card: ClaimCard) -> None:
            self.card = card
            super().__init__()

    member: Member | None = None

    def __init__(self) -> None:
        super().__init__()
        self.text = Content("")
        self.pivot: int | None = None
        self._facts: list[tuple[Content, int]] = []
        self._said = self._file = Content("")
        self._above: list[Content] = []
        self._column: Callable[[int], int] = lambda _: 0
        self._broken: tuple[int, list[Content]] | None = None

    def show(
        self,
        member: Member,
        differing: Iterable[Span],
        anchor: Span | None,
        origin: str,
        columns: Columns,
        column: Callable[[int], int],
        *,
        new: bool = False,
    ) -> None:
        """Show another claim.

        `differing` are the spans of its document to be marked, `anchor` the one of them that
        stands in `column(width)`; `origin` says with whom it counts once. One that is
        `new` has come since the verdict of its cluster.
        """
        self.member = member
        self.text, self.pivot = sentence(member, differing, anchor)
        document, claim = member.document, member.claim
        self._facts = [
            (Content.styled(one_line(document.source), "bold $primary"), columns.source),
            (Content.styled(one_line(document.published), CONTEXT), columns.published),
            (Content.styled(origin, "$secondary"), columns.origin),
        ]
        self._said = Content.styled(
            f"said by {one_line(claim.speaker)}" if claim.speaker else "", "italic $accent"
        )
        self._file = Content.styled(one_line(document.name), CONTEXT)
        rewritten = claim.filled or len(claim.spans) > 1
        self._above = [Content.styled(_NEW, "bold $warning")] if new else []
        self._above += [_in_own_words(claim)] if rewritten else []
        self._column = column
        self._broken = None
        self.refresh(layout=True)

    def select(self, selected: bool) -> None:
        """Draw the sign of a selected claim, or no longer."""
        if selected != self.has_class("selected"):
            self.set_class(selected, "selected")
            self._broken = None
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the claim takes at this width."""
        return len(self.lines(width))

    def render(self) -> Content:
        """Draw the claim."""
        return Content("\n").join(self.lines(self.size.width))

    def lines(self, width: int) -> list[Content]:
        """Return the lines of the claim at a width."""
        width = max(1, width)
        if self._broken is None or self._broken[0] != width:
            above = [line for text in self._above for line in wrapped(text, width)]
            if self.pivot is None:
                body = wrapped(self.text, width)
            else:
                body = aligned(self.text, self.pivot, self._column(width), width)
            self._broken = (width, [*self._head(width), *above, *body])
        return self._broken[1]

    def on_click(self, event: Click) -> None:
        """Tell that this claim was clicked."""
        event.stop()
        self.post_message(self.Clicked(self))

    def _head(self, width: int) -> list[Content]:
        """Return who says it and when, each in its column; the speaker below if it is narrow."""
        mark = "* " if self.has_class("selected") else ""
        head = Content(mark)
        for text, cells in self._facts:
            if cells:
                cells = min(cells, max(4, width // 3))
                head += text.truncate(cells, ellipsis=True, pad=True) + _GAP
        if width < _WIDE:
            said = [self._said.truncate(width, ellipsis=True)] if self._said else []
            return [head.truncate(width, ellipsis=True).rstrip(), *said]
        more = self._said + _GAP + self._file if self._said else self._file
        return [(head + more).truncate(width, ellipsis=True).rstrip()]


def _in_own_words(claim: Claim) -> Content:
    """Return the claim as it reads by itself; what its sentence does not say is in {braces}."""
    parts: list[str | tuple[str, str]] = []
    done = 0
    for filled in claim.filled:
        parts.append(printable(claim.text[done : filled.at]))
        added, done = printable(filled.text), filled.at + len(filled.text)
        parts.append((f"{{{added}}}" if added.strip() else added, FILLED))
    reason = f"  (not to be checked: {claim.unchecked})" if claim.unchecked else ""
    return Content.assemble(
        ("→ ", CONTEXT), *parts, printable(claim.text[done:]), (printable(reason), CONTEXT)
    )


def sentence(
    member: Member, differing: Iterable[Span], anchor: Span | None = None
) -> tuple[Content, int | None]:
    """Return the sentence of a claim, and where in it `anchor` begins, None when it is not there.

    The claim is plain, the rest dim, what differs in ⟦brackets⟧.
    """
    home, claim = member.sentence, member.claim
    styles = [CONTEXT] * len(home.text)
    for start, end in claim.spans:
        styles[start - home.start : end - home.start] = [CLAIM] * (end - start)
    marked = {(a - home.start, b - home.start) for a, b in differing if home.start <= a < home.end}
    for start, end in marked:
        styles[start:end] = [DIFFERENCE] * (end - start)
    text = printable(home.text).replace("\n", " ")
    if anchor is None or not home.start <= anchor[0] < home.end:
        return Content.assemble(*_runs(text, styles)), None
    at = anchor[0] - home.start
    before = Content.assemble(*_runs(text[:at], styles[:at]))
    return before + Content.assemble(*_runs(text[at:], styles[at:])), len(before.plain)


def _runs(text: str, styles: list[str]) -> list[tuple[str, str]]:
    """Join neighbouring characters of one style; a difference is bracketed, colour or not."""
    runs: list[tuple[str, str]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or styles[at] != styles[start]:
            piece = text[start:at]
            runs.append((f"⟦{piece}⟧" if styles[start] == DIFFERENCE else piece, styles[start]))
            start = at
    return runs

"""One claim of the open cluster: where it stands, who says so, its sentence, what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from workbench.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.events import Click

    from db.records import Claim, Member, Span

CLAIM, DIFFERENCE, CONTEXT = "", "bold reverse", "$foreground 55%"
FILLED = "italic underline $accent"


class ClaimCard(Static):
    """Shows a member of a cluster; `differing` are the spans of its document to be marked."""

    class Clicked(Message):
        """The reviewer clicked on this claim."""

        def __init__(self, card: ClaimCard) -> None:
            self.card = card
            super().__init__()

    member: Member | None = None

    def show(
        self, member: Member, differing: Iterable[Span], *, with_source: bool, new: bool = False
    ) -> None:
        """Show another claim; `with_source` says whether it is the first of its article.

        One that is `new` has come since the verdict of its cluster.
        """
        self.member = member
        lines = [_source_line(member)] if with_source else []
        if new:
            lines.append(Content.styled("+ new since the verdict", "bold $warning"))
        if member.claim.filled or len(member.claim.spans) > 1:
            lines.append(_in_own_words(member.claim))
        self.update(Content("\n").join([*lines, sentence(member, differing)]))
        self.set_class(with_source, "first-of-article")

    def on_click(self, event: Click) -> None:
        """Tell that this claim was clicked."""
        event.stop()
        self.post_message(self.Clicked(self))


def _source_line(member: Member) -> Content:
    document = member.document
    parts = [
        (printable(document.source), "bold $primary"),
        (f"  {printable(document.published)}" if document.published else "", "$foreground 70%"),
        (f"  {printable(document.name)}", "$foreground 55%"),
    ]
    return Content.assemble(*parts)


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


def sentence(member: Member, differing: Iterable[Span]) -> Content:
    """Return the sentence of a claim: the claim plain, the rest dim, what differs in ⟦brackets⟧."""
    home, claim = member.sentence, member.claim
    styles = [CONTEXT] * len(home.text)
    for start, end in claim.spans:
        styles[start - home.start : end - home.start] = [CLAIM] * (end - start)
    marked = {(a - home.start, b - home.start) for a, b in differing if home.start <= a < home.end}
    for start, end in marked:
        styles[start:end] = [DIFFERENCE] * (end - start)
    text = _runs(printable(home.text), styles)
    speaker = (f"{printable(claim.speaker)}: ", "italic $accent") if claim.speaker else ("", "")
    return Content.assemble(speaker, *text)


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

"""An article in full, at the exact characters of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from db.records import SentenceKind
from workbench.text import one_line, printable
from workbench.ui.actions import bindings
from workbench.ui.widgets.key_bar import page_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from db.records import Claim, Document, Sentence

WINDOW = 100_000
"""Characters shown on either side of the claim; only a made-up article is longer."""

_FURNITURE, _CLAIM = "$foreground 45% italic", "bold reverse"


class ArticleScreen(Screen[None]):
    """Shows the text around a claim; furniture is dim, the claim reversed and in brackets."""

    CSS_PATH = "article.tcss"
    BINDINGS: ClassVar = bindings("article")

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        claims: Sequence[Claim],
        claim: Claim,
    ) -> None:
        super().__init__()
        self._document = document
        self._sentences = sentences
        self._claims = list(claims)
        self._at = next((n for n, c in enumerate(self._claims) if c.id == claim.id), 0)

    def compose(self) -> ComposeResult:
        """Lay out the page: the text up to the claim, its line, the rest."""
        yield Static(id="article-head", markup=False)
        with VerticalScroll(id="article-page"):
            yield Static(id="article-before", markup=False)
            yield Static(id="article-here", markup=False)
            yield Static(id="article-after", markup=False)
        yield page_keys(self.app, "article", id="article-keys")

    def on_mount(self) -> None:
        """Open at the claim."""
        self.query_one(VerticalScroll).focus()
        self._show()

    def action_other(self, by: int) -> None:
        """Go to another claim of the article."""
        self._at = max(0, min(self._at + by, len(self._claims) - 1))
        self._show()

    def _show(self) -> None:
        document, claim = self._document, self._claims[self._at]
        text = document.text
        start = text.rfind("\n", 0, min(claim.spans)[0]) + 1
        end = text.find("\n", max(claim.spans)[1])
        end = len(text) if end < 0 else end
        first, last = max(0, start - WINDOW), min(len(text), end + WINDOW)
        self.query_one("#article-head", Static).update(self._head(claim))
        here = self.query_one("#article-here", Static)
        here.update(self._part(start, end, claim))
        self.query_one("#article-before", Static).update(self._part(first, max(first, start - 1)))
        self.query_one("#article-after", Static).update(self._part(min(end + 1, last), last))
        page = self.query_one(VerticalScroll)
        self.call_after_refresh(page.scroll_to_center, here, animate=False)

    def _head(self, claim: Claim) -> Content:
        document = self._document
        facts = [document.published, document.name, document.url, f"claim {self._at + 1} of"]
        known = "  ".join(one_line(fact) for fact in facts if fact)
        return Content.assemble(
            (f" {one_line(document.source)}", "bold $primary"),
            (f"  {one_line(document.title)}\n", "bold"),
            (f" {known} {len(self._claims)}", "$foreground 60%"),
            (f"  said by {one_line(claim.speaker)}" if claim.speaker else "", "$accent"),
        )

    def _part(self, start: int, end: int, claim: Claim | None = None) -> Content:
        """Return text[start:end] with its furniture dim and the claim marked."""
        content = Content(printable(self._document.text[start:end]).replace("\r", ""))
        if "\r" not in self._document.text:
            for sentence in self._sentences:
                if sentence.kind is SentenceKind.FURNITURE and start <= sentence.start < end:
                    content = content.stylize(
                        _FURNITURE, sentence.start - start, sentence.end - start
                    )
        if claim is None:
            return content
        return self._with_claim(start, end, claim)

    def _with_claim(self, start: int, end: int, claim: Claim) -> Content:
        parts: list[str | tuple[str, str]] = []
        for a, b in sorted(claim.spans):
            parts += [self._plain(start, a), (f"⟦{self._plain(a, b)}⟧", _CLAIM)]
            start = b
        return Content.assemble(*parts, self._plain(start, end))

    def _plain(self, start: int, end: int) -> str:
        return printable(self._document.text[start:end])

"""An article in full, at the exact characters of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from db.errors import ProjectError
from workbench.text import one_line
from workbench.ui.actions import bindings
from workbench.ui.article_reader import ArticleReader
from workbench.ui.widgets import article_facts, signs
from workbench.ui.widgets.article_pane import ArticlePane
from workbench.ui.widgets.key_bar import page_keys

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from db.records import Claim, Document
    from workbench.desk import Desk
    from workbench.ui.article_reader import OpenArticle


class ArticleScreen(Screen[int | None]):
    """Shows the text around a claim; dismissed with the claim whose cluster is to be opened."""

    CSS_PATH = "article.tcss"
    BINDINGS: ClassVar = bindings("article")

    def __init__(self, desk: Desk, document: Document, claim: Claim) -> None:
        super().__init__()
        self._document, self._claim_id = document, claim.id
        self._reader = ArticleReader(desk)
        self._article: OpenArticle | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(id="page-head", markup=False)
        yield ArticlePane(id="page-text")
        yield page_keys(self.app, "article", id="article-keys")

    def on_mount(self) -> None:
        """Say whose article it is; its text follows as soon as it has been read."""
        self.query_one(ArticlePane).focus()
        self.query_one("#page-head", Static).update(article_facts.title(self._document))

    @on(ArticlePane.Resized)
    def _read(self) -> None:
        self.run_worker(self._open(self.query_one(ArticlePane).text_width), exit_on_error=False)

    async def _open(self, width: int) -> None:
        try:
            found = await self._reader.read(self._document.id, width)
        except (ProjectError, KeyError) as error:
            self._say_failed(error)
            return
        if found is not None and self.is_attached:
            self._article = found
            self._show(found)

    def action_other(self, by: int) -> None:
        """Go to another claim of the article."""
        if self._article is not None and self._article.claims:
            ids = [claim.id for claim in self._article.claims]
            at = ids.index(self._claim_id) + by if self._claim_id in ids else 0
            self._claim_id = ids[max(0, min(at, len(ids) - 1))]
            self._show(self._article)

    @on(ArticlePane.Chosen)
    def _choose(self, event: ArticlePane.Chosen) -> None:
        """Go to the claim that was clicked; enter opens its cluster."""
        if event.claim_id is None:
            self.dismiss(self._claim_id)
        elif self._article is not None:
            self._claim_id = event.claim_id
            self._show(self._article)

    def _show(self, article: OpenArticle) -> None:
        self.query_one(ArticlePane).show(article.layout, article.labels, self._claim_id)
        self.query_one("#page-head", Static).update(self._head(article))

    def _say_failed(self, error: ProjectError | KeyError) -> None:
        words = str(error) if isinstance(error, ProjectError) else "this article is gone"
        head = Content("\n").join([article_facts.title(self._document), Content(f"! {words}")])
        self.query_one("#page-head", Static).update(head)

    def _head(self, article: OpenArticle) -> Content:
        document = article.document
        named = document.name if document.title else ""
        known = "  ".join(one_line(fact) for fact in (named, document.url) if fact)
        claims = article.claims
        at, speaker = next(
            ((n, c.speaker) for n, c in enumerate(claims, 1) if c.id == self._claim_id), (0, "")
        )
        place = (f"claim {at} of {len(claims)}  ", signs.MUTED)
        said = f"  said by {one_line(speaker)}" if speaker else ""
        lines = [article_facts.title(document)]
        if known:
            lines.append(Content.assemble((known, signs.MUTED)))
        lines.append(
            Content.assemble(place, article_facts.checked(article.labels), (said, "$accent"))
        )
        return Content("\n").join(lines)

    def on_unmount(self) -> None:
        """Let the reader go."""
        self._reader.close()

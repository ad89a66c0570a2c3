"""The article beside the open cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Static

from db.errors import ProjectError
from workbench.ui.article_reader import ArticleReader
from workbench.ui.screens.acting import plainly
from workbench.ui.screens.surgery import SurgeryScreen
from workbench.ui.widgets import article_facts
from workbench.ui.widgets.article_pane import ArticlePane
from workbench.ui.widgets.cluster_view import ClusterView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.desk import Desk
    from workbench.ui.action import Action
    from workbench.ui.article_reader import OpenArticle


class BesideScreen(SurgeryScreen):
    """A screen that shows the article of the claim under the cursor, and what of it is checked."""

    def __init__(self, desk: Desk, table: Sequence[Action]) -> None:
        super().__init__(desk, table)
        self._reader = ArticleReader(desk)

    @property
    def article(self) -> ArticlePane:
        """Return the pane of the article."""
        return self.query_one(ArticlePane)

    @on(ClusterView.Moved)
    @on(ArticlePane.Resized)
    def _read_article(self) -> None:
        """Show the article of the claim under the cursor, as soon as it has been read."""
        pane, member = self.article, self.view.member
        if member is None:
            self._reader.forget()
            pane.show(None, {}, 0)
            self._tell_facts(None)
        elif pane.text_width > 0 and pane.region:
            asked = (member.document.id, member.claim.id, pane.text_width)
            self.run_worker(self._show_article(*asked), group="article", exit_on_error=False)

    async def _show_article(self, document: int, claim: int, width: int) -> None:
        try:
            found = await self._reader.read(document, width)
        except (ProjectError, KeyError):
            return  # what failed is said where the cluster itself is read
        if found is not None and self.is_attached:
            self.article.show(found.layout, found.labels, claim)
            self._tell_facts(found)

    def _tell_facts(self, found: OpenArticle | None) -> None:
        """Say above the article whose it is, and what of it has been checked."""
        words = Content()
        if found is not None:
            lines = article_facts.title(found.document), article_facts.checked(found.labels)
            words = Content("\n").join(lines)
        self.query_one("#article-facts", Static).update(words, layout=False)

    @on(ArticlePane.Chosen)
    @plainly
    async def _choose_in_article(self, event: ArticlePane.Chosen) -> None:
        """Go to the cluster of the claim that was clicked; or open the article at full size."""
        if event.claim_id is None:
            await self.run_action("article")
        else:
            self.go_to_claim(event.claim_id)

    def go_to_claim(self, claim_id: int) -> None:
        """Open the cluster of a claim, with the claim under the cursor, if the queue holds it."""
        cluster = self._desk.cluster_of(claim_id)
        if cluster is None:
            self._say("that claim is in no cluster")
        elif cluster != self.queue.current and not self.queue.go_to(cluster):
            self._say(f"that claim is in cluster {cluster}, which the filter hides")
        else:
            self.call_later(self.view.go_to, claim_id)

    def on_unmount(self) -> None:
        """Let the reader go."""
        self._reader.close()

"""The article beside the open cluster: read and laid out by a thread of its own."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Static

from db.errors import ProjectError
from db.records import Label
from workbench.text import count, one_line
from workbench.ui.article_layout import lay_out
from workbench.ui.screens.acting import plainly
from workbench.ui.screens.surgery import SurgeryScreen
from workbench.ui.widgets import signs
from workbench.ui.widgets.article_pane import ArticlePane
from workbench.ui.widgets.cluster_view import ClusterView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.records import Document
    from workbench.desk import Desk
    from workbench.ui.action import Action
    from workbench.ui.article_layout import Layout

_KEPT = 8
"""So many articles stay laid out; a reviewer goes back and forth between few."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An article ready to be drawn: its lines, and the verdict of each of its claims."""

    document: Document
    layout: Layout
    labels: Mapping[int, Label | None]


class BesideScreen(SurgeryScreen):
    """A screen that shows the article of the claim under the cursor, and what of it is checked."""

    def __init__(self, desk: Desk, table: Sequence[Action]) -> None:
        super().__init__(desk, table)
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="article")
        self._asked = 0
        self._laid_out: OrderedDict[tuple[int, ...], Layout] = OrderedDict()

    @property
    def article(self) -> ArticlePane:
        """Return the pane of the article."""
        return self.query_one(ArticlePane)

    @on(ClusterView.Moved)
    @on(ArticlePane.Resized)
    def _read_article(self) -> None:
        """Show the article of the claim under the cursor, as soon as it has been read."""
        self._asked += 1
        pane, member = self.article, self.view.member
        if member is None:
            pane.show(None, {}, 0)
            self._tell_facts(None)
        elif pane.text_width > 0 and pane.region:
            asked = (self._asked, member.document.id, member.claim.id, pane.text_width)
            self.run_worker(self._show_article(*asked), group="article", exit_on_error=False)

    async def _show_article(self, asked: int, document: int, claim: int, width: int) -> None:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._reader, self._read, asked, document, width)
        except (ProjectError, KeyError):
            return  # what failed is said where the cluster itself is read
        if found is not None and asked == self._asked and self.is_attached:
            self.article.show(found.layout, found.labels, claim)
            self._tell_facts(found)

    def _read(self, asked: int, document_id: int, width: int) -> Beside | None:
        """Read an article and lay it out, in the reader's thread; None when another was asked."""
        if asked != self._asked:
            return None
        with self._desk.snapshot():
            document, sentences, claims = self._desk.article(document_id)
            labels = self._desk.labels_in(document_id)
        key = (document_id, width, *(claim.id for claim in claims))
        layout = self._laid_out.pop(key, None)
        if layout is None:
            layout = lay_out(document.text, sentences, claims, width)
        self._laid_out[key] = layout
        if len(self._laid_out) > _KEPT:
            self._laid_out.popitem(last=False)
        return Beside(document, layout, labels)

    def _tell_facts(self, found: Beside | None) -> None:
        """Say above the article whose it is, and what of it has been checked."""
        facts = self.query_one("#article-facts", Static)
        if found is None:
            facts.update("", layout=False)
            return
        document, labels = found.document, list(found.labels.values())
        checked = sum(label is not None for label in labels)
        counts = [
            (f"  {signs.SIGNS[label]} {number}", f"bold {signs.COLOURS[label]}")
            for label in (*Label, None)
            if (number := labels.count(label))
        ]
        facts.update(
            Content.assemble(
                (one_line(document.source), "bold $primary"),
                (f"  {one_line(document.published)}" if document.published else "", signs.MUTED),
                f"  {one_line(document.title or document.name)}\n",
                (f"decided {checked} of {count(len(labels), 'claim')}", signs.MUTED),
                *counts,
            ),
            layout=False,
        )

    @on(ArticlePane.Chosen)
    @plainly
    async def _choose_in_article(self, event: ArticlePane.Chosen) -> None:
        """Go to the cluster of the claim that was clicked; or open the article at full size."""
        if event.claim_id is None:
            await self.run_action("article")
            return
        cluster = self._desk.cluster_of(event.claim_id)
        if cluster is None:
            return
        if cluster != self.queue.current and not self.queue.go_to(cluster):
            self._say(f"that claim is in cluster {cluster}, which the filter hides")
            return
        self.call_later(self.view.go_to, event.claim_id)

    def on_unmount(self) -> None:
        """Let the reader go."""
        self._reader.submit(self._desk.close)
        self._reader.shutdown(cancel_futures=False)

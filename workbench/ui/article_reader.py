"""Articles ready to be shown: read and laid out by a thread of its own."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.ui.article_layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.records import Claim, Document, Label
    from workbench.desk import Desk
    from workbench.ui.article_layout import Layout

_KEPT = 8
"""So many articles stay laid out; a reviewer goes back and forth between few."""


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """An article as lines, its claims in use, and the verdict of each by its id."""

    document: Document
    claims: Sequence[Claim]
    layout: Layout
    labels: Mapping[int, Label | None]


class ArticleReader:
    """Reads the article that was asked for last; who asks again is not kept waiting for others."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="article")
        self._asked = 0
        self._laid_out: OrderedDict[tuple[int, ...], Layout] = OrderedDict()

    async def read(self, document_id: int, width: int) -> OpenArticle | None:
        """Return an article in lines of `width` cells; None when something else was asked for.

        Raises ProjectError, and KeyError for an article that is gone.
        """
        self.forget()
        asked = self._asked
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._thread, self._read, asked, document_id, width)
        return found if asked == self._asked else None

    def forget(self) -> None:
        """Let no article be shown that was asked for before."""
        self._asked += 1

    def close(self) -> None:
        """Let the thread go when it has done what it does."""
        self.forget()
        self._thread.submit(self._desk.close)
        self._thread.shutdown(wait=False)

    def _read(self, asked: int, document_id: int, width: int) -> OpenArticle | None:
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
        return OpenArticle(document, claims, layout, labels)

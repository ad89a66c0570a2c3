"""The part of a desk that is about the whole project: its sources, its articles, the overview."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from db import acts, documents, holdings, overview, skipped
from db.connection import interruptible, reading
from workbench import surgery
from workbench.desk_file import DeskFile

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

    from db.overview import Overview
    from db.records import Act
    from db.shelf import Holding, SkippedFile, SourceHolding


class LibraryDesk(DeskFile):
    """What a desk reads and does of sources and articles."""

    def sources(self) -> list[str]:
        """Return the names of the sources."""
        return self._ask(documents.sources)

    def overview(self, stop: Callable[[], bool] | None = None) -> Overview:
        """Return the project at a glance; a blind desk shows only what has been decided.

        All of it is of one moment. Raises Interrupted once `stop` says so.
        """

        def read(db: Database) -> Overview:
            with reading(db), interruptible(db, stop) if stop else nullcontext():
                return overview.read(db, seen_by=self.reviewer if self.blind else "")

        return self._ask(read)

    def articles(self) -> list[Holding]:
        """Return the articles in use and those that were removed, by source and name."""
        return self._ask(holdings.articles)

    def article_numbers(self, source: str = "") -> array[int]:
        """Return the ids of these articles, of all sources or of one, in the same order."""
        return self._ask(holdings.numbers, source)

    def some_articles(self, article_ids: Sequence[int]) -> list[Holding]:
        """Return some articles by their ids, in the order asked."""
        return self._ask(holdings.some, article_ids)

    def source_holdings(self, stop: Callable[[], bool] | None = None) -> list[SourceHolding]:
        """Return the sources, each with what the project has of it.

        Raises Interrupted once `stop` says so.
        """

        def read(db: Database) -> list[SourceHolding]:
            with interruptible(db, stop) if stop else nullcontext():
                return holdings.sources(db)

        return self._ask(read)

    def owners(self) -> dict[str, str]:
        """Return the publisher of each source of which one is known."""
        from workbench.library import families

        known = self._ask(families)
        owners = {name: known.owner(name) for name in self.sources()}
        return {name: owner for name, owner in owners.items() if owner}

    def skipped(self) -> list[SkippedFile]:
        """Return the files that were offered and not taken in."""
        return self._ask(skipped.everything)

    def library_history(self) -> list[Act]:
        """Return everything that was done to sources and articles."""
        return self._ask(acts.of_library)

    def rename_source(self, source: str, name: str) -> Act:
        """Give a source another name, for good. Raises KeyError, ValueError."""
        return surgery.rename_source(self._writer, source, name, self.reviewer)

    def set_family(self, source: str, family: str) -> Act:
        """Say which publisher a source belongs to, '' for none. Raises KeyError."""
        return surgery.set_family(self._writer, source, family, self.reviewer)

    def set_date(self, article: int, date: str) -> Act:
        """Say when an article was published, '' for unknown. Raises KeyError."""
        return surgery.set_date(self._writer, article, date, self.reviewer)

    def remove(self, article: int) -> Act:
        """Take an article out of use; nothing is deleted. Raises KeyError, ValueError."""
        return surgery.remove(self._writer, article, self.reviewer)

    def restore(self, article: int) -> Act:
        """Bring a removed article back. Raises KeyError, ValueError."""
        return surgery.restore(self._writer, article, self.reviewer)

"""The part of a desk that is about the whole project: its sources, its articles, the overview."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from db import acts, documents, holdings, overview, skipped
from workbench import surgery

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from db.overview import Overview
    from db.records import Act
    from db.shelf import Holding, SkippedFile, SourceHolding

P = ParamSpec("P")
T = TypeVar("T")


class LibraryDesk(ABC):
    """What a desk reads and does of sources and articles. Every method raises ProjectError."""

    reviewer: str
    blind: bool

    @property
    @abstractmethod
    def _writer(self) -> Database:
        """Return this thread's connection for writing."""

    @abstractmethod
    def _ask(
        self, question: Callable[Concatenate[Database, P], T], *args: P.args, **options: P.kwargs
    ) -> T:
        """Put a question to this thread's connection for reading."""

    def sources(self) -> list[str]:
        """Return the names of the sources."""
        return self._ask(documents.sources)

    def overview(self) -> Overview:
        """Return the project at a glance; a blind desk shows only what has been decided."""
        return self._ask(overview.read, seen_by=self.reviewer if self.blind else "")

    def articles(self) -> list[Holding]:
        """Return the articles in use and those that were removed, by source and name."""
        return self._ask(holdings.articles)

    def source_holdings(self) -> list[SourceHolding]:
        """Return the sources, each with what the project has of it."""
        return self._ask(holdings.sources)

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

"""Clusters of a table that hold no claim any more: each stands for one here that holds none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import claims, clusters

if TYPE_CHECKING:
    from sqlite_utils import Database

    from workbench.transfer.tables import Judged


class Withdrawn:
    """The clusters here that have lost all their claims; each is spoken for once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._free = clusters.emptied(db)

    def place(self, judged: Judged) -> int | None:
        """Return the cluster here that a withdrawn one of a table is, None when there is none.

        It is called the same, and was judged on the same claims if the table tells on which.
        """
        told = judged.judgement.evidence
        wanted = None if told is None else self._now(told.claims)
        for known in self._free:
            number, headline, keys = known
            if headline == judged.lines[0].claim and wanted in (None, self._now(keys)):
                self._free.remove(known)
                return number
        return None

    def make(self, judged: Judged) -> int:
        """Make the cluster that a withdrawn one of a table is to be. Call inside `writing`."""
        return clusters.make_emptied(self._db, judged.lines[0].claim, judged.suggestion)

    def _now(self, keys: tuple[str, ...]) -> frozenset[str]:
        return frozenset(claims.now(self._db, keys))

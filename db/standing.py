"""How far a project has grown, to tell later what has come to it since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import clusters

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """The clustering in force, the articles in force, and the clusters with changed evidence."""

    stamp: str = ""
    articles: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class News:
    """What has come to a project: articles, those that took an older one's place, their claims.

    `removed` counts articles that were taken out, `evidence` verdicts whose evidence has changed.
    """

    articles: int = 0
    changed: int = 0
    claims: int = 0
    evidence: int = 0
    removed: int = 0


def now(db: Database) -> Standing:
    """Return how far a project has grown."""
    articles = db.execute("SELECT id FROM document WHERE superseded_by IS NULL")
    changed = db.execute("SELECT cluster_id FROM verdict WHERE changed")
    return Standing(
        clusters.stamp(db),
        frozenset(row[0] for row in articles),
        frozenset(row[0] for row in changed),
    )


def since(db: Database, before: Standing, after: Standing) -> News:
    """Return what has come between two moments, the later of which is now."""
    new = after.articles - before.articles
    gone = before.articles - after.articles
    newer = {
        row[0]
        for number in gone
        for row in db.execute("SELECT superseded_by FROM document WHERE id = ?", [number])
    }
    claims = sum(
        db.execute(
            "SELECT count(*) FROM claim WHERE document_id = ? AND left_out IS NULL", [number]
        ).fetchone()[0]
        for number in new
    )
    return News(
        articles=len(new - newer),
        changed=len(new & newer),
        claims=claims,
        evidence=len(after.changed - before.changed),
        removed=len(gone & newer),
    )

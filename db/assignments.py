"""Who is to look at which cluster; several may. A new share takes the place of the old one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db.clusters import EMPTY_RANK
from db.connection import writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database


def put(db: Database, shares: Mapping[int, Sequence[str]]) -> None:
    """Give clusters to reviewers, in place of those whom they had."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    rows = [(cluster, by, at) for cluster, names in shares.items() for by in names]
    with writing(db):
        db.conn.executemany(
            "DELETE FROM assignment WHERE cluster_id = ?", [(cluster,) for cluster in shares]
        )
        db.conn.executemany("INSERT INTO assignment VALUES (?, ?, ?)", rows)


def clear(db: Database) -> None:
    """Take all clusters from all reviewers."""
    with writing(db):
        db.execute("DELETE FROM assignment")


def everything(db: Database) -> dict[int, list[str]]:
    """Return the reviewers of each cluster that has any, by their names."""
    found: dict[int, list[str]] = {}
    rows = db.execute("SELECT cluster_id, reviewer FROM assignment ORDER BY cluster_id, reviewer")
    for cluster, reviewer in rows:
        found.setdefault(cluster, []).append(reviewer)
    return found


def progress(db: Database) -> dict[str, tuple[int, int]]:
    """Return for each reviewer with a share (clusters of it decided by them, clusters in it)."""
    rows = db.execute(
        "SELECT assignment.reviewer, count(label), count(*) FROM assignment"
        " JOIN cluster ON cluster.id = assignment.cluster_id AND rank < ?"
        " LEFT JOIN reviewer_verdict AS own ON own.cluster_id = assignment.cluster_id"
        " AND own.reviewer = assignment.reviewer GROUP BY 1 ORDER BY 1",
        [EMPTY_RANK],
    )
    return {reviewer: (decided, total) for reviewer, decided, total in rows}


def main_sources(db: Database) -> dict[int, str]:
    """Return for each cluster the source with most of its claims, the first by name of several."""
    rows = db.execute(
        "SELECT cluster_id, source.name FROM claim JOIN document ON document.id = document_id"
        " JOIN source ON source.id = source_id WHERE cluster_id IS NOT NULL"
        " GROUP BY cluster_id, source.name ORDER BY cluster_id, count(*), source.name DESC"
    )
    return dict(rows.fetchall())

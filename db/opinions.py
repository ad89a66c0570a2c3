"""What a model reads as a contradiction between two claims, as the last clustering heard it.

It is kept by claims, not by clusters: wherever reviewers move two claims, it is told where they
are together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.opinion import Opinion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


def replace_all(db: Database, opinions: Iterable[Opinion]) -> None:
    """Store what was heard in place of what was heard before. Call inside `writing`."""
    db.execute("DELETE FROM opinion")
    db.conn.executemany(
        "INSERT OR REPLACE INTO opinion VALUES (?, ?, ?)",
        [(o.left, o.right, o.contradiction) for o in opinions],
    )


def in_cluster(db: Database, cluster_id: int) -> list[Opinion]:
    """Return what was heard of claims that are together in a cluster now."""
    rows = db.execute(
        "SELECT opinion.* FROM opinion JOIN claim AS a ON a.id = left_claim"
        " JOIN claim AS b ON b.id = right_claim WHERE a.cluster_id = ? AND b.cluster_id = ?"
        " ORDER BY left_claim, right_claim",
        [cluster_id, cluster_id],
    )
    return [Opinion(*row) for row in rows]

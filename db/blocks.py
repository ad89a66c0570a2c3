"""Which claims a clustering has looked at together: what it would do with each block alone.

A block holds the whole of every cluster on the way to its last clusters, and of all others that a
claim of it might have gone to. So a block clustered by itself, with what was held, comes out as it
is; see workbench.clustering.spreading.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

_IN = "IN (SELECT value FROM json_each(?))"
Row = tuple[int, int, int | None]
"""A claim, its block (the least of its claims), and the cluster that it was held in, if any."""


def put(db: Database, rows: Iterable[Row], gone: Iterable[int] = ()) -> None:
    """Store the blocks of some claims, and forget those of others. Call inside `writing`."""
    db.execute(f"DELETE FROM block WHERE claim_id {_IN}", [_json(gone)])
    db.conn.executemany("INSERT OR REPLACE INTO block VALUES (?, ?, ?)", rows)


def together(db: Database, claims: Iterable[int]) -> set[int]:
    """Return all claims of the blocks that `claims` are in."""
    rows = db.execute(
        f"SELECT claim_id FROM block WHERE block IN (SELECT block FROM block WHERE claim_id {_IN})",
        [_json(claims)],
    )
    return {row[0] for row in rows}


def known(db: Database, claims: Iterable[int]) -> set[int]:
    """Return those claims that are in a block."""
    rows = db.execute(f"SELECT claim_id FROM block WHERE claim_id {_IN}", [_json(claims)])
    return {row[0] for row in rows}


def held(db: Database) -> dict[int, int]:
    """Return claim -> the cluster that it was held in, for all that were."""
    rows = db.execute("SELECT claim_id, held FROM block WHERE held IS NOT NULL")
    return dict(rows.fetchall())


def gone(db: Database) -> set[int]:
    """Return the claims in blocks that reviewers have left out since."""
    rows = db.execute(
        "SELECT claim_id FROM claim JOIN block ON claim_id = claim.id WHERE left_out IS NOT NULL"
    )
    return {row[0] for row in rows}


def missing(db: Database) -> set[int]:
    """Return the claims in clusters that are in no block: reviewers have put them there since."""
    if _none_missing(db):
        return set()
    rows = db.execute(
        "SELECT id FROM claim WHERE cluster_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM block WHERE claim_id = claim.id)"
    )
    return {row[0] for row in rows}


def _none_missing(db: Database) -> bool:
    """Say whether it is sure by counting, much faster than looking each claim up, that none is.

    So it is where blocks hold as many claims as clusters do, and none that is in no cluster.
    """
    homeless = (
        "SELECT 1 FROM claim JOIN block ON claim_id = claim.id"
        " WHERE cluster_id IS NULL AND left_out IS {}"
    )
    row = db.execute(
        "SELECT (SELECT count(*) FROM block)"
        " = (SELECT count(*) FROM claim WHERE cluster_id IS NOT NULL)"
        f" AND NOT EXISTS ({homeless.format('NULL')})"
        f" AND NOT EXISTS ({homeless.format('NOT NULL')})"
    ).fetchone()
    return bool(row[0])


def _json(ids: Iterable[int]) -> str:
    return json.dumps([int(one) for one in ids])

"""Why each claim is in its cluster, as the last clustering found it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from db.records import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

_MOST_NEAR = 40

Pair = tuple[str, str, int, float]
"""Two claims by their keys, the cluster of the other, and how probable it is that both are one."""


def replace_all(db: Database, memberships: Iterable[Membership]) -> None:
    """Store what was found in place of what was found before. Call inside `writing`."""
    db.execute("DELETE FROM membership")
    put(db, memberships)


def put(db: Database, memberships: Iterable[Membership]) -> None:
    """Store what was found of some claims. Call inside `writing`."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO membership VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                m.claim_id,
                m.partner_id,
                m.probability,
                json.dumps(m.because),
                m.runner_up,
                m.runner_up_probability,
            )
            for m in memberships
        ],
    )


def of_cluster(db: Database, cluster_id: int) -> dict[int, Membership]:
    """Return why each claim of a cluster is there, as far as a clustering put it there.

    A runner-up is the cluster that its claims are in now.
    """
    rows = db.execute(
        "SELECT membership.claim_id, partner_id, probability, because, other.cluster_id,"
        " runner_up_probability FROM membership JOIN claim ON claim.id = membership.claim_id"
        " LEFT JOIN claim AS other ON other.id = runner_up WHERE claim.cluster_id = ?",
        [cluster_id],
    )
    return {
        row[0]: Membership(row[0], row[1], row[2], tuple(json.loads(row[3])), *row[4:])
        for row in rows
    }


def near(db: Database, cluster_id: int) -> list[Pair]:
    """Return (claim, other claim, its cluster, probability), likeliest first.

    Named are pairs of claims of two sources, or of one article, by their keys, each of which would
    be in the other's cluster if it were not in its own; how probable that is, of the one to whom it
    is less so.
    """
    rows = db.execute(
        "SELECT mine.key, theirs.key, theirs.cluster_id,"
        " min(m.runner_up_probability, t.runner_up_probability) AS probability"
        " FROM claim AS mine"
        " JOIN membership AS m ON m.claim_id = mine.id"
        " JOIN claim AS there ON there.id = m.runner_up AND there.cluster_id != mine.cluster_id"
        " JOIN claim AS theirs ON theirs.cluster_id = there.cluster_id"
        " JOIN membership AS t ON t.claim_id = theirs.id"
        " JOIN claim AS here ON here.id = t.runner_up AND here.cluster_id = mine.cluster_id"
        " JOIN document AS a ON a.id = mine.document_id"
        " JOIN document AS b ON b.id = theirs.document_id"
        " WHERE (b.source_id != a.source_id"
        " OR b.id = a.id AND mine.sentence_id != theirs.sentence_id)"
        " AND mine.cluster_id = ? AND mine.left_out IS NULL AND theirs.left_out IS NULL"
        " ORDER BY probability DESC, mine.id, theirs.id LIMIT ?",
        [cluster_id, _MOST_NEAR],
    )
    return rows.fetchall()


def next_choices(db: Database, cluster_id: int) -> list[Pair]:
    """Return (claim, other claim, its cluster, probability), likeliest first, as `near` does.

    Named are pairs of which one would be in the other's cluster if it were not in its own.
    """
    rows = db.execute(
        "WITH pair (mine, theirs, probability) AS ("
        " SELECT m.claim_id, m.runner_up, m.runner_up_probability FROM claim"
        " JOIN membership AS m ON m.claim_id = claim.id WHERE cluster_id = :cluster"
        " UNION ALL"
        " SELECT m.runner_up, m.claim_id, m.runner_up_probability FROM claim"
        " JOIN membership AS m ON m.runner_up = claim.id WHERE cluster_id = :cluster)"
        " SELECT mine.key, theirs.key, theirs.cluster_id, probability FROM pair"
        " JOIN claim AS mine ON mine.id = pair.mine"
        " JOIN claim AS theirs ON theirs.id = pair.theirs AND theirs.cluster_id != :cluster"
        " JOIN document AS a ON a.id = mine.document_id"
        " JOIN document AS b ON b.id = theirs.document_id AND b.source_id != a.source_id"
        " WHERE mine.left_out IS NULL AND theirs.left_out IS NULL"
        " ORDER BY probability DESC, mine.id, theirs.id LIMIT :most",
        {"cluster": cluster_id, "most": _MOST_NEAR},
    )
    return rows.fetchall()


def choices(db: Database, cluster_id: int) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of `near`, and those of `next_choices`."""
    return near(db, cluster_id), next_choices(db, cluster_id)

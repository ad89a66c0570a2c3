"""What reviewers call a cluster in lists: one of its claims, or words of their own.

The newest act that stands says it. Words taken from a claim hold while the cluster has a claim that
reads so, words of one's own until they are taken back; else the cluster speaks for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import acts, clusters
from db.records import Act, ActKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from db.records import Claim


@dataclass(frozen=True, slots=True)
class Headline:
    """The words chosen for a cluster, and whether a claim of it must read so."""

    text: str
    of_a_claim: bool

    def holds(self, claims: Iterable[Claim]) -> bool:
        """Say whether the words still speak for these claims."""
        return not self.of_a_claim or any(claim.text == self.text for claim in claims)


def rename(db: Database, cluster_id: int, text: str, reviewer: str, key: str = "") -> Act:
    """Log what a cluster is to be called, "" for what it calls itself. Call inside `writing`.

    `key` names the claim that the words are of. Raises KeyError.
    """
    clusters.get(db, cluster_id)
    claims = (key,) if key else ()
    return acts.append(db, Act(ActKind.RENAME, cluster_id, reviewer, value=text, claims=claims))


def chosen(db: Database) -> dict[int, Headline]:
    """Return what reviewers call clusters, by the cluster's id."""
    newest = {act.cluster_id: act for act in acts.standing(db, ActKind.RENAME)}
    return {
        cluster_id: Headline(act.value, bool(act.claims))
        for cluster_id, act in newest.items()
        if act.value
    }


def of_cluster(db: Database, cluster_id: int) -> Headline | None:
    """Return what reviewers call a cluster, None when they leave it to itself."""
    row = db.execute(
        "SELECT value, claims FROM act WHERE cluster_id = ? AND kind = ?"
        f" AND {acts.STANDS} ORDER BY id DESC LIMIT 1",
        [cluster_id, ActKind.RENAME],
    ).fetchone()
    return None if row is None or not row[0] else Headline(str(row[0]), row[1] != "[]")

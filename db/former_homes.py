"""Where claims were in the projects that this one was joined of, where they are elsewhere since.

A claim that nobody has moved follows its cluster when that is merged into another. If one more
project is joined which merged that cluster otherwise, it depends on all merges where the claim
goes, and on the cluster from which it came; so that is kept. A clustering that moves the claim
makes it forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


def put(db: Database, found: Mapping[str, Iterable[int]]) -> None:
    """Store the clusters from which claims came, by their keys. Call inside `writing`."""
    db.conn.executemany(
        "INSERT INTO former_home SELECT id, ? FROM claim WHERE key = ?",
        [(home, key) for key, homes in sorted(found.items()) for home in sorted(homes)],
    )


def get(db: Database) -> dict[str, frozenset[int]]:
    """Return the clusters from which claims came, by their keys."""
    found: dict[str, set[int]] = defaultdict(set)
    for key, home in db.execute(
        "SELECT key, former_home.cluster_id FROM former_home JOIN claim ON claim.id = claim_id"
    ):
        found[key].add(home)
    return {key: frozenset(homes) for key, homes in found.items()}


def forget(db: Database, claims: Iterable[int]) -> None:
    """Forget from where some claims came. Call inside `writing`."""
    db.conn.executemany(
        "DELETE FROM former_home WHERE claim_id = ?", [(claim,) for claim in claims]
    )

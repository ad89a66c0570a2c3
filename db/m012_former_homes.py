"""The twelfth step: from which clusters claims came when projects were joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def take(db: Database) -> None:
    """Make room for them."""
    db.executescript(
        """
        CREATE TABLE former_home (
            claim_id   INTEGER NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
            cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
            PRIMARY KEY (claim_id, cluster_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX former_home_cluster ON former_home (cluster_id);
        """
    )

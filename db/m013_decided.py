"""The thirteenth step: which clusters are decided; indexes for what is left and who is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def take(db: Database) -> None:
    """Write down beside each cluster what its verdict says."""
    db.executescript(
        """
        ALTER TABLE cluster ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
        UPDATE cluster SET decided = 1
            WHERE id IN (SELECT cluster_id FROM verdict WHERE label IS NOT NULL);
        CREATE INDEX cluster_undecided ON cluster (rank, id) WHERE decided = 0;
        CREATE INDEX cluster_undecided_told ON cluster (id) WHERE decided = 0;
        CREATE INDEX cluster_alone ON cluster (rank, id) WHERE sources = 1;
        """
    )

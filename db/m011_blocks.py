"""The eleventh step: which claims a clustering has looked at together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def take(db: Database) -> None:
    """Make room for blocks; what was left behind without them is made anew."""
    db.executescript(
        """
        CREATE TABLE block (
            claim_id INTEGER PRIMARY KEY,
            block    INTEGER NOT NULL,
            held     INTEGER
        ) STRICT;
        CREATE INDEX block_block ON block (block);
        CREATE INDEX block_held ON block (claim_id, held) WHERE held IS NOT NULL;
        CREATE INDEX claim_left_out ON claim (id) WHERE left_out IS NOT NULL;
        CREATE INDEX claim_rule ON claim (id) WHERE rule = 'reviewer';

        DELETE FROM study;
        DELETE FROM near;
        DELETE FROM signature;
        """
    )

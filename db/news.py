"""What others have done to a project since: cheap to ask, often."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def version(db: Database) -> int:
    """Return a number that is another one once another connection has written to the file."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def by_others(db: Database, reviewer: str) -> tuple[int, str, int]:
    """Return what changes when others act: their newest act, the clustering, the articles."""
    row = db.execute(
        "SELECT (SELECT id FROM act WHERE reviewer != ? ORDER BY id DESC LIMIT 1),"
        " (SELECT value FROM setting WHERE name = 'clustered'), (SELECT max(id) FROM document)",
        [reviewer],
    ).fetchone()
    return int(row[0] or 0), str(row[1] or ""), int(row[2] or 0)

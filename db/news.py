"""What others have done to a project since: cheap to ask, often."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def version(db: Database) -> int:
    """Return a number that is another one once another connection has written to the file."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def by_others(db: Database, reviewer: str) -> tuple[int, str, int]:
    """Return what changes when others act: their newest act, the clustering, the articles.

    The newest act is looked up reviewer by reviewer: somebody who works alone has written them all.
    """
    row = db.execute(
        "WITH RECURSIVE reviewer (name) AS (SELECT min(reviewer) FROM act UNION ALL"
        " SELECT (SELECT min(reviewer) FROM act WHERE act.reviewer > name) FROM reviewer"
        " WHERE name IS NOT NULL)"
        " SELECT (SELECT max((SELECT max(id) FROM act WHERE act.reviewer = name))"
        "  FROM reviewer WHERE name != ?),"
        " (SELECT value FROM setting WHERE name = 'clustered'), (SELECT max(id) FROM document)",
        [reviewer],
    ).fetchone()
    return int(row[0] or 0), str(row[1] or ""), int(row[2] or 0)


def newest_of(db: Database, reviewer: str) -> int:
    """Return the id of a reviewer's newest act, 0 when there is none."""
    row = db.execute("SELECT max(id) FROM act WHERE reviewer = ?", [reviewer]).fetchone()
    return int(row[0] or 0)

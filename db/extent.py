"""How many clusters a project has: counted once, and again only when it may have changed.

Clusters come and go with a clustering, which has another name then, and with acts that move claims.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db import clusters
from db.verdicts import JUDGING

if TYPE_CHECKING:
    from sqlite_utils import Database

_JUDGING = ", ".join(f"'{kind}'" for kind in JUDGING)


@dataclass(frozen=True, slots=True)
class Extent:
    """The number of clusters that hold claims, when the newest act and the clustering were so."""

    clusters: int
    newest: int
    stamp: str


def now(db: Database, known: Extent | None = None) -> Extent:
    """Return how many clusters hold claims; who has known it before pays only for what came since.

    The rest is read before it is counted: what comes in between is found the next time.
    """
    stamp = clusters.stamp(db)
    newest = int(db.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()[0])
    if known is not None and known.stamp == stamp and not _moved(db, known.newest):
        return replace(known, newest=newest)
    total, empty = db.execute(
        "SELECT (SELECT count(*) FROM cluster),"
        f" (SELECT count(*) FROM cluster WHERE rank >= {clusters.EMPTY_RANK})"
    ).fetchone()
    return Extent(total - empty, newest, stamp)


def _moved(db: Database, after: int) -> bool:
    """Say whether an act behind `after` did more than say something of a cluster."""
    row = db.execute(
        "SELECT 1 FROM act LEFT JOIN act AS target ON target.id = act.undoes WHERE act.id > ?"
        f" AND coalesce(target.kind, act.kind) NOT IN ({_JUDGING}) LIMIT 1",
        [after],
    ).fetchone()
    return row is not None

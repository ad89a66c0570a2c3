"""How fast a reviewer decides: how many verdicts stand, and when the last of them were given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from db import acts
from db.records import ActKind

if TYPE_CHECKING:
    from sqlite_utils import Database


def decided(db: Database, reviewer: str, since: str, after: int = 0) -> tuple[int, int]:
    """Return (the newest act, how many more verdicts of `reviewer` stand than at act `after`).

    Those given at `since` or later, an ISO time in UTC, are counted. Who asks again with the newest
    act pays only for what has come since, and who asks first for what was written since then.
    """
    after = after or _written_before(db, since)
    newest, more = db.execute(
        "SELECT coalesce(max(act.id), ?), coalesce(sum(CASE"
        " WHEN act.kind = 'verdict' AND act.at >= ? THEN 1"
        " WHEN act.kind = 'undo' AND target.kind = 'verdict' AND target.at >= ? THEN -1"
        " WHEN act.kind = 'redo' AND target.kind = 'verdict' AND target.at >= ? THEN 1"
        " ELSE 0 END), 0)"
        " FROM act LEFT JOIN act AS target ON target.id = act.undoes"
        " WHERE act.reviewer = ? AND act.id > ?",
        [after, since, since, since, reviewer, after],
    ).fetchone()
    return int(newest), int(more)


def _written_before(db: Database, moment: str) -> int:
    """Return the newest act that was written before an ISO time, 0 when there is none.

    The log is in the order of writing, so it can be halved again and again.
    """
    until = int(datetime.fromisoformat(moment).timestamp() * 1_000_000)
    before, last = 0, int(db.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()[0])
    while before < last:
        middle = (before + last + 1) // 2
        act, written = db.execute(
            "SELECT id, written FROM act WHERE id >= ? ORDER BY id LIMIT 1", [middle]
        ).fetchone()
        if written < until:
            before = int(act)
        else:
            last = middle - 1
    return before


def moments(db: Database, reviewer: str, since: str, limit: int) -> list[str]:
    """Return the ISO times of the newest verdicts of `reviewer` that stand, newest first.

    At most `limit` verdicts given at `since` or later are looked at; those that were given together
    are one moment.
    """
    rows = db.execute(
        "SELECT at, iif(batch = '', id, batch) FROM act WHERE reviewer = ? AND kind = ? AND at >= ?"
        f" AND {acts.STANDS} ORDER BY id DESC LIMIT ?",
        [reviewer, ActKind.VERDICT, since, limit],
    )
    first = {batch: str(at) for at, batch in rows}
    return list(first.values())

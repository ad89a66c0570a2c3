"""The log of what reviewers did. It only grows: an undo is one more act, so nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db import verdicts
from db.connection import writing
from db.records import Act, ActKind, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

COLUMNS = "kind, cluster_id, reviewer, at, value, claims, undoes, id"


def mark(db: Database, cluster_id: int, label: Label, reviewer: str) -> Act:
    """Give a cluster a verdict. Raises KeyError when there is no such cluster."""
    return _append(db, Act(ActKind.VERDICT, cluster_id, reviewer, _now(), Label(label)))


def note(db: Database, cluster_id: int, text: str, reviewer: str) -> Act:
    """Give a cluster a note in place of the one it has; '' takes it away. Raises KeyError."""
    return _append(db, Act(ActKind.NOTE, cluster_id, reviewer, _now(), text))


def flag(db: Database, cluster_id: int, raised: bool, reviewer: str) -> Act:
    """Flag a cluster for later, or take the flag away. Raises KeyError."""
    return _append(db, Act(ActKind.FLAG, cluster_id, reviewer, _now(), "1" if raised else ""))


def undo(db: Database, reviewer: str) -> Act | None:
    """Undo the reviewer's newest act that still stands; return it, or None when there is none."""
    with writing(db):
        row = db.execute(
            f"SELECT {COLUMNS} FROM act WHERE reviewer = ? AND kind != 'undo'"
            " AND NOT EXISTS (SELECT 1 FROM act AS undo WHERE undo.undoes = act.id)"
            " ORDER BY id DESC LIMIT 1",
            [reviewer],
        ).fetchone()
        if row is None:
            return None
        undone = read(row)
        _insert(db, Act(ActKind.UNDO, undone.cluster_id, reviewer, _now(), undoes=undone.id))
        verdicts.derive(db, undone.cluster_id)
        return undone


def of_cluster(db: Database, cluster_id: int) -> list[Act]:
    """Return everything that was done to a cluster, oldest first."""
    rows = db.execute(f"SELECT {COLUMNS} FROM act WHERE cluster_id = ? ORDER BY id", [cluster_id])
    return [read(row) for row in rows]


def read(row: Sequence[object]) -> Act:
    """Make an Act of a row of its columns."""
    kind, cluster_id, reviewer, at, value, claims, undoes, act_id = row
    return Act(
        kind=ActKind(str(kind)),
        cluster_id=int(str(cluster_id)),
        reviewer=str(reviewer),
        at=str(at),
        value=str(value),
        claims=tuple(json.loads(str(claims))),
        undoes=None if undoes is None else int(str(undoes)),
        id=int(str(act_id)),
    )


def _append(db: Database, act: Act) -> Act:
    with writing(db):
        if not db.execute("SELECT 1 FROM cluster WHERE id = ?", [act.cluster_id]).fetchone():
            raise KeyError(act.cluster_id)
        stored = _insert(db, replace(act, claims=verdicts.evidence(db, act.cluster_id)))
        verdicts.derive(db, act.cluster_id)
        return stored


def _insert(db: Database, act: Act) -> Act:
    cursor = db.execute(
        "INSERT INTO act (kind, cluster_id, reviewer, at, value, claims, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            act.kind,
            act.cluster_id,
            act.reviewer,
            act.at,
            act.value,
            json.dumps(act.claims),
            act.undoes,
        ],
    )
    return replace(act, id=int(cursor.lastrowid or 0))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")

"""Where each cluster stands now, derived from the log of acts and never written otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from db.records import Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

COLUMNS = (
    "verdict.label, verdict.note, verdict.flagged, verdict.changed, verdict.reviewer,"
    " verdict.decided_at"
)


def get(db: Database, cluster_id: int) -> Verdict:
    """Return a cluster's verdict; an empty one when nothing was done to it."""
    row = db.execute(f"SELECT {COLUMNS} FROM verdict WHERE cluster_id = ?", [cluster_id]).fetchone()
    return Verdict() if row is None else read(row)


def read(row: Sequence[object]) -> Verdict:
    """Make a Verdict of a row of COLUMNS; of a row of nulls an empty one."""
    label, note, flagged, changed, reviewer, decided_at = row
    return Verdict(
        label=None if label is None else Label(str(label)),
        note=str(note or ""),
        flagged=bool(flagged),
        changed=bool(changed),
        reviewer=str(reviewer or ""),
        decided_at=str(decided_at or ""),
    )


def evidence(db: Database, cluster_id: int) -> tuple[str, ...]:
    """Return the keys of the claims that a cluster holds now, sorted."""
    rows = db.execute("SELECT key FROM claim WHERE cluster_id = ? ORDER BY key", [cluster_id])
    return tuple(row[0] for row in rows)


def derive(db: Database, cluster_id: int) -> None:
    """Bring a cluster's row in line with the acts on it. Call inside `writing`."""
    row = derived(db, cluster_id)
    db.execute("DELETE FROM verdict WHERE cluster_id = ?", [cluster_id])
    if row is not None:
        db.execute("INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def derived(db: Database, cluster_id: int) -> list[object] | None:
    """Fold the standing acts of a cluster into its row of `verdict`, None when none stands."""
    standing = db.execute(
        "SELECT kind, value, reviewer, at, claims FROM act"
        " WHERE cluster_id = ? AND kind IN ('verdict', 'note', 'flag')"
        " AND id NOT IN (SELECT act_id FROM undone) ORDER BY id",
        [cluster_id],
    ).fetchall()
    if not standing:
        return None
    label, note, flagged, reviewer, at, claims = None, "", 0, "", "", "[]"
    for kind, value, by, when, held in standing:
        if kind == "verdict":
            label, reviewer, at, claims = value, by, when, held
        elif kind == "note":
            note = value
        elif kind == "flag":
            flagged = int(bool(value))
    changed = int(label is not None and _differs(db, cluster_id, claims))
    return [cluster_id, label, note, flagged, changed, reviewer, at, claims]


def compare_evidence(db: Database) -> None:
    """Say of every verdict whether its cluster still holds the claims that it was given on."""
    decided = db.execute(
        "SELECT cluster_id, claims FROM verdict WHERE label IS NOT NULL"
    ).fetchall()
    db.conn.executemany(
        "UPDATE verdict SET changed = ? WHERE cluster_id = ?",
        [(int(_differs(db, cluster_id, claims)), cluster_id) for cluster_id, claims in decided],
    )


def _differs(db: Database, cluster_id: int, claims: str) -> bool:
    return tuple(json.loads(claims)) != evidence(db, cluster_id)

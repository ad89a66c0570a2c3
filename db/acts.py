"""The log of what reviewers did. It only grows: an undo is one more act, so nothing is lost.

An act stands until an undo of it, and again after a redo: `undone` lists those that do not. Acts
that were one to their reviewer, a batch, are undone and redone together.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from db import claims, evidence, grounds, verdicts
from db.connection import writing
from db.records import Act, ActKind, Label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

COLUMNS = "kind, cluster_id, reviewer, at, value, claims, undoes, id, uid, written, evidence, batch"
LATEST = 253_402_300_800_000_000
"""The end of the year 9999: no act can have been written later."""
STANDS = "id NOT IN (SELECT act_id FROM undone)"
_UID = re.compile(r"[0-9a-f]{32}")
_DECIDING = (ActKind.VERDICT, ActKind.ADJUDICATE)
_BACK_AND_FORTH = "kind IN ('undo', 'redo')"


def _nothing(_: Act) -> None:
    """Do what verdicts, notes and flags do to claims."""


def mark(
    db: Database,
    cluster_id: int,
    label: Label,
    reviewer: str,
    seen: Sequence[str] | None = None,
) -> Act:
    """Give a cluster a verdict. Raises KeyError when there is no such cluster.

    Raises ValueError when it holds other claims by now than those `seen`, keys in any order; or
    when it holds none any more, and has no verdict, note or flag for which it is still listed.
    """
    with writing(db):
        _must_hold(db, cluster_id, seen)
        return _judge(db, ActKind.VERDICT, cluster_id, reviewer, Label(label))


def confirm(db: Database, cluster_id: int, reviewer: str, seen: Sequence[str] | None = None) -> Act:
    """Give a cluster its verdict once more, on what it holds now.

    Raises KeyError, ValueError when it has no verdict, its evidence has not changed, or it holds
    other claims by now than those `seen`.
    """
    with writing(db):
        _must_hold(db, cluster_id, seen)
        stands = verdicts.get(db, cluster_id)
        if stands.label is None:
            _must_exist(db, cluster_id)
            raise ValueError(f"cluster {cluster_id} has no verdict to confirm")
        if not stands.changed:
            raise ValueError(f"the evidence of cluster {cluster_id} has not changed")
        kind = ActKind.ADJUDICATE if stands.reason else ActKind.VERDICT
        row = db.execute(
            f"SELECT max(id) FROM act WHERE cluster_id = ? AND kind = ? AND {STANDS}",
            [cluster_id, kind],
        ).fetchone()
        value = f"{stands.label} {stands.reason}".rstrip()
        return _judge(db, kind, cluster_id, reviewer, value, confirms=int(row[0]))


def note(db: Database, cluster_id: int, text: str, reviewer: str) -> Act:
    """Give a cluster a note in place of the one it has; '' takes it away. Raises KeyError."""
    with writing(db):
        return _judge(db, ActKind.NOTE, cluster_id, reviewer, text)


def flag(db: Database, cluster_id: int, raised: bool, reviewer: str) -> Act:
    """Flag a cluster for later, or take the flag away. Raises KeyError."""
    with writing(db):
        return _judge(db, ActKind.FLAG, cluster_id, reviewer, "1" if raised else "")


def adjudicate(db: Database, cluster_id: int, label: Label, reason: str, reviewer: str) -> Act:
    """Settle what a cluster's verdict is, with the reason. Raises KeyError, ValueError without.

    Raises ValueError too for a cluster without claims: see `mark`.
    """
    if not reason.strip():
        raise ValueError("a final verdict needs a reason")
    value = f"{Label(label)} {reason.strip()}"
    with writing(db):
        return _judge(db, ActKind.ADJUDICATE, cluster_id, reviewer, value)


def mark_all(db: Database, cluster_ids: Sequence[int], label: Label, reviewer: str) -> list[Act]:
    """Give clusters one verdict, all of them or none. Raises KeyError, ValueError: see `mark`."""
    return _judge_all(db, ActKind.VERDICT, cluster_ids, reviewer, Label(label))


def flag_all(db: Database, cluster_ids: Sequence[int], raised: bool, reviewer: str) -> list[Act]:
    """Flag clusters, or take their flags away, all of them or none. Raises KeyError."""
    return _judge_all(db, ActKind.FLAG, cluster_ids, reviewer, "1" if raised else "")


def append(db: Database, act: Act) -> Act:
    """Write an act into the log, with the time if it has none. Call inside `writing`."""
    now = datetime.now(UTC)
    act = replace(
        act,
        at=act.at or now.isoformat(timespec="milliseconds"),
        uid=uuid4().hex,
        # Clocks go backwards and differ; an undo must never stand before what it undoes.
        written=max(int(now.timestamp() * 1_000_000), last_written(db) + 1),
    )
    return put(db, act)


def put(db: Database, act: Act) -> Act:
    """Write an act into the log as it is, with a new number. Call inside `writing`."""
    cursor = db.execute(
        "INSERT INTO act"
        " (kind, cluster_id, reviewer, at, value, claims, undoes, uid, written, evidence,"
        " batch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(act.kind, act.cluster_id or None, act.reviewer, act.at, act.value),
            *(json.dumps(act.claims), act.undoes, act.uid, act.written, act.evidence),
            act.batch,
        ],
    )
    return replace(act, id=int(cursor.lastrowid or 0))


def last_written(db: Database) -> int:
    """Return when the newest act came into the log, 0 when there is none."""
    row = db.execute("SELECT written FROM act ORDER BY id DESC LIMIT 1").fetchone()
    return 0 if row is None else int(row[0])


def take_over(db: Database, judged: Sequence[Act]) -> None:
    """Write verdicts, notes and flags that were given elsewhere. Call inside `writing`."""
    for act in judged:
        append(db, act)
        verdicts.derive(db, act.cluster_id)


def undo(db: Database, reviewer: str, then: Callable[[Act], None] = _nothing) -> Act | None:
    """Undo the reviewer's newest act that stands, and its batch; return the first of them.

    None when there is none. `then` takes back what an act did to claims, in the same transaction.
    """
    with writing(db):
        row = db.execute(
            f"SELECT {COLUMNS} FROM act WHERE reviewer = ? AND NOT {_BACK_AND_FORTH} AND {STANDS}"
            " ORDER BY id DESC LIMIT 1",
            [reviewer],
        ).fetchone()
        if row is None:
            return None
        batch = [act for act in _batch(db, read(row)) if _stands(db, act)]
        for undone in reversed(batch):
            append(db, Act(ActKind.UNDO, undone.cluster_id, reviewer, undoes=undone.id))
            db.execute("INSERT INTO undone VALUES (?)", [undone.id])
            then(undone)
            verdicts.derive(db, undone.cluster_id)
        return batch[0]


def redo(db: Database, reviewer: str, then: Callable[[Act], None] = _nothing) -> Act | None:
    """Bring back the act that the reviewer undid last, and its batch; return the first of them.

    None when another act has come since. `then` does again what an act did to claims, in the same
    transaction.
    """
    with writing(db):
        last = _last_undone(db, reviewer)
        if last is None:
            return None
        batch = [act for act in _batch(db, last) if not _stands(db, act)]
        for undone in batch:
            append(db, Act(ActKind.REDO, undone.cluster_id, reviewer, undoes=undone.id))
            db.execute("DELETE FROM undone WHERE act_id = ?", [undone.id])
            then(undone)
            verdicts.derive(db, undone.cluster_id)
        return batch[0]


def together(db: Database, act: Act) -> int:
    """Return how many acts were one with this one to their reviewer, itself among them."""
    return len(_batch(db, act))


def of_cluster(db: Database, cluster_id: int) -> list[Act]:
    """Return everything that was done to a cluster, oldest first."""
    rows = db.execute(f"SELECT {COLUMNS} FROM act WHERE cluster_id = ? ORDER BY id", [cluster_id])
    return [read(row) for row in rows]


def of_library(db: Database) -> list[Act]:
    """Return everything that was done to sources and articles, oldest first."""
    return [
        read(row)
        for row in db.execute(f"SELECT {COLUMNS} FROM act WHERE cluster_id IS NULL ORDER BY id")
    ]


def last_note(db: Database, reviewer: str) -> str:
    """Return the newest note of `reviewer` that stands and is not empty, '' if there is none."""
    row = db.execute(
        f"SELECT value FROM act WHERE kind = ? AND reviewer = ? AND value != '' AND {STANDS}"
        " ORDER BY id DESC LIMIT 1",
        [ActKind.NOTE, reviewer],
    ).fetchone()
    return "" if row is None else str(row[0])


def standing(db: Database, *kinds: ActKind) -> list[Act]:
    """Return the acts of some kinds that stand, oldest first."""
    marks = ", ".join("?" * len(kinds))
    rows = db.execute(
        f"SELECT {COLUMNS} FROM act WHERE kind IN ({marks}) AND {STANDS} ORDER BY id", list(kinds)
    )
    return [read(row) for row in rows]


def is_uid(text: str) -> bool:
    """Say whether a text can name an act or a cluster."""
    return _UID.fullmatch(text) is not None


def read(row: Sequence[object]) -> Act:
    """Make an Act of a row of its columns."""
    kind, cluster_id, reviewer, at, value, claims, undoes, act_id, uid, written, *rest = row
    evidence, batch = rest
    return Act(
        kind=ActKind(str(kind)),
        cluster_id=0 if cluster_id is None else int(str(cluster_id)),
        reviewer=str(reviewer),
        at=str(at),
        value=str(value),
        claims=tuple(json.loads(str(claims))),
        undoes=None if undoes is None else int(str(undoes)),
        id=int(str(act_id)),
        uid=str(uid),
        written=int(str(written)),
        evidence=str(evidence),
        batch=str(batch),
    )


def _judge(
    db: Database,
    kind: ActKind,
    cluster_id: int,
    reviewer: str,
    value: str,
    confirms: int | None = None,
    batch: str = "",
) -> Act:
    """Log what somebody says of a cluster and what it holds now. Call inside `writing`."""
    _must_exist(db, cluster_id)
    held = replace(grounds.now(db, [cluster_id])[cluster_id], confirms=confirms)
    if kind in _DECIDING:
        _must_have_something(db, cluster_id, held)
    told = evidence.written(held) if kind in _DECIDING else ""
    act = Act(kind, cluster_id, reviewer, value=value, claims=held.claims, evidence=told)
    stored = append(db, replace(act, batch=batch))
    verdicts.derive(db, cluster_id)
    return stored


def _must_hold(db: Database, cluster_id: int, seen: Sequence[str] | None) -> None:
    """Refuse a verdict on claims that somebody has not seen."""
    if seen is None:
        return
    rows = db.execute("SELECT key FROM claim WHERE cluster_id = ?", [cluster_id])
    if sorted(claims.now(db, seen)) != sorted(row[0] for row in rows):
        raise ValueError(f"cluster {cluster_id} holds other claims by now: look at it once more")


def _must_have_something(db: Database, cluster_id: int, held: evidence.Evidence) -> None:
    """Refuse a verdict on a cluster whose claims are all elsewhere, of which nothing is known."""
    known = "SELECT 1 FROM verdict WHERE cluster_id = ?"
    if not held.claims and not db.execute(known, [cluster_id]).fetchone():
        raise ValueError(f"cluster {cluster_id} holds no claim any more")


def _must_exist(db: Database, cluster_id: int) -> None:
    if not db.execute("SELECT 1 FROM cluster WHERE id = ?", [cluster_id]).fetchone():
        raise KeyError(cluster_id)


def _judge_all(
    db: Database, kind: ActKind, cluster_ids: Sequence[int], reviewer: str, value: str
) -> list[Act]:
    batch = uuid4().hex if len(cluster_ids) > 1 else ""
    with writing(db):
        return [_judge(db, kind, one, reviewer, value, batch=batch) for one in cluster_ids]


def _batch(db: Database, act: Act) -> list[Act]:
    """Return the acts that were one with this one to their reviewer, oldest first."""
    if not act.batch:
        return [act]
    rows = db.execute(f"SELECT {COLUMNS} FROM act WHERE batch = ? ORDER BY id", [act.batch])
    return [read(row) for row in rows]


def _stands(db: Database, act: Act) -> bool:
    return db.execute("SELECT 1 FROM undone WHERE act_id = ?", [act.id]).fetchone() is None


def _last_undone(db: Database, reviewer: str) -> Act | None:
    """Return what was undone last and not redone, by undos that no other act has followed.

    Where projects were joined, one act may have been undone or redone in several of them.
    """
    back_and_forth = db.execute(
        f"SELECT kind, undoes FROM act WHERE reviewer = ? AND {_BACK_AND_FORTH} AND id >"
        " (SELECT coalesce(max(id), 0) FROM act WHERE reviewer = ?"
        f" AND NOT {_BACK_AND_FORTH}) ORDER BY id",
        [reviewer, reviewer],
    )
    open_: dict[int, None] = {}
    for kind, act_id in back_and_forth:
        open_.pop(act_id, None)
        if kind == ActKind.UNDO:
            open_[act_id] = None
    if not open_:
        return None
    return read(db.execute(f"SELECT {COLUMNS} FROM act WHERE id = ?", [[*open_][-1]]).fetchone())

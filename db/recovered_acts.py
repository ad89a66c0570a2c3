"""The second half of a recovery: reviewers' acts, and the clusters and claims that they are about.

The log stays one that only grew: what cannot be read is left out of it and named, the others move
up, and an undo or a redo whose act is gone goes with it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from db import acts, clusters, evidence, former_homes, library, recovered_shares, verdicts
from db import claims as claim_table
from db.connection import writing
from db.m005_teams import microseconds, name_of_act
from db.records import Act, ActKind, Label, LeftOut
from db.shelf import LIBRARY_ACTS
from db.verdicts import JUDGING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from db.recovery import Recovery
    from db.salvage import Fields

_BACK_AND_FORTH = (ActKind.UNDO, ActKind.REDO)
_MOST = 2**63 - 1


def store_acts(db: Database, recovery: Recovery) -> int:
    """Store the acts that can be read, what they are about, and shares; return how many acts."""
    keys = dict(db.execute("SELECT key, id FROM claim").fetchall())
    known = set(keys) | {old for (old,) in db.execute("SELECT old FROM renamed")}
    log, undone = _readable(recovery, known)
    rows = _rows_of_claims(recovery)
    with writing(db):
        clusters.make_empty(db, {number for act in log for number in clusters_of(act)})
        _put_log(db, log, undone)
        standing = [act for act in log if act.id not in undone]
        _leave_out(db, rows, standing)
        _put_home(db, rows, standing)
        _put_former_homes(db, recovery)
        _name_clusters(db, recovery)
        try:
            library.derive(db)
        except ValueError as error:
            recovery.lost.append(f"acts on sources and articles: cannot all be kept ({error})")
        for cluster_id in sorted({act.cluster_id for act in log if act.cluster_id}):
            verdicts.derive(db, cluster_id)
        recovered_shares.store(db, recovery)
    return len(log)


def _readable(recovery: Recovery, known: set[str]) -> tuple[list[Act], set[int]]:
    """Return the acts that make sense, numbered without gaps, and those that do not stand."""
    rows = recovery.salvage.rows["act"]
    last = max([recovery.salvage.acts_written, *(n for n in rows if isinstance(n, int))])
    log: list[Act] = []
    numbers: dict[int, int] = {}
    undone: set[int] = set()
    once: set[int] = set()
    for number in sorted(n for n in rows if isinstance(n, int)):
        try:
            act = sound_act(rows[number], known)
            target = numbers.get(act.undoes or 0)
            if act.kind in _BACK_AND_FORTH:
                known_undo = act.kind is ActKind.UNDO or target in once
                if target is None or not known_undo:
                    raise ValueError("what it undoes or brings back cannot be read")
                # In a joined project the same may have been undone, or brought back, twice.
                once.add(target)
                (undone.add if act.kind is ActKind.UNDO else undone.discard)(target)
        except (LookupError, TypeError, ValueError) as error:
            recovery.lost.append(f"act {number}: makes no sense ({error})")
            continue
        numbers[number] = len(log) + 1
        undoes = target if act.kind in _BACK_AND_FORTH else None
        log.append(replace(act, id=len(log) + 1, undoes=undoes))
    missing = _gaps(rows, last)
    if missing:
        shown = ", ".join(map(str, missing[:10])) + (" ..." if len(missing) > 10 else "")
        recovery.lost.append(f"acts: {len(missing)} of {last} cannot be read ({shown})")
    return log, undone


def _gaps(rows: Iterable[object], last: int) -> list[int]:
    there = {n for n in rows if isinstance(n, int)}
    # A torn number could claim any length; more acts than this nobody has given.
    return [n for n in range(1, min(last, 10_000_000) + 1) if n not in there]


def sound_act(row: Fields, known: set[str]) -> Act:
    """Make an act of a row. Raises LookupError, TypeError, ValueError when it is none."""
    columns = ("kind", "cluster_id", "reviewer", "at", "value", "claims", "undoes", "id")
    named = row.get("uid", name_of_act([row["id"], *(row[name] for name in columns[:-1])]))
    told = _evidence(row.get("evidence"))
    known_now = [named, row.get("written", 0), told, row.get("batch", "")]
    act = acts.read([*(row[name] for name in columns), *known_now])
    at_none = act.kind in (*LIBRARY_ACTS, *_BACK_AND_FORTH) and act.cluster_id == 0
    if not (at_none or 0 < act.cluster_id <= _MOST) or not act.reviewer.strip():
        raise ValueError("no cluster or no reviewer")
    if not all(isinstance(key, str) for key in act.claims):
        raise TypeError("its claims are none")
    if act.kind in LIBRARY_ACTS:
        library.check(act)
    elif act.kind in (ActKind.VERDICT, ActKind.ADJUDICATE):
        Label(act.value.partition(" ")[0])
    elif act.kind in (ActKind.MERGE, ActKind.DETACH) and not 0 < int(act.value) <= _MOST:
        raise ValueError("no cluster")
    elif act.kind is ActKind.WHOLE:
        homes = json.loads(act.value)
        if len(homes) != len(act.claims) or not all(isinstance(home, int) for home in homes):
            raise ValueError("its claims have no clusters")
    if act.kind not in JUDGING and (gone := set(act.claims) - known):
        raise ValueError(f"claim {min(gone)} cannot be read")
    return act


def _evidence(text: object) -> str:
    """Return what a verdict was given on, '' where an older project does not tell or it is torn."""
    try:
        return evidence.written(evidence.read((), str(text or "")))
    except (LookupError, TypeError, ValueError):
        return ""


def clusters_of(act: Act) -> set[int]:
    """Return the clusters that an act is about."""
    if act.cluster_id == 0:
        return set()
    if act.kind in (ActKind.MERGE, ActKind.DETACH):
        return {act.cluster_id, int(act.value)}
    if act.kind is ActKind.WHOLE:
        return {act.cluster_id} | {home for home in json.loads(act.value) if home > 0}
    return {act.cluster_id}


def _put_log(db: Database, log: Iterable[Act], undone: Iterable[int]) -> None:
    """Store the log; an act keeps its name and its time if those can be read."""
    written, uids = 0, set[str]()
    for act in log:
        written = max(written + 1, min(act.written or microseconds(act.at), acts.LATEST))
        uid = act.uid if acts.is_uid(act.uid) and act.uid not in uids else uuid4().hex
        uids.add(uid)
        acts.put(db, replace(act, uid=uid, written=written))
    db.conn.executemany("INSERT INTO undone VALUES (?)", [(number,) for number in undone])


def _rows_of_claims(recovery: Recovery) -> dict[str, Fields]:
    """Return what could be read of each claim, by the key that it has now."""
    rows = {str(row.get("key")): row for row in recovery.salvage.rows["claim"].values()}
    return rows | {new: rows[old] for new, old in recovery.renamed.items() if old in rows}


def _leave_out(db: Database, rows: dict[str, Fields], standing: Iterable[Act]) -> None:
    """Leave claims out as they were; those that cannot be read as the acts on them say."""
    named: dict[str, LeftOut] = {}
    for act in standing:
        keys = claim_table.now(db, act.claims)
        if act.kind is ActKind.DROP:
            named.update(dict.fromkeys(keys, LeftOut.DROPPED))
        elif act.kind is ActKind.WHOLE:
            named.update(dict.fromkeys(keys[1:], LeftOut.REPLACED))
            named.pop(keys[0], None)
    may = {key for (key,) in db.execute(_MAY_BE_LEFT_OUT)}
    for key, claim_id in db.execute("SELECT key, id FROM claim").fetchall():
        row = rows.get(key)
        why = named.get(key) if row is None else row.get("left_out")
        if key in may and why in set(LeftOut):
            db.execute("UPDATE claim SET left_out = ? WHERE id = ?", [why, claim_id])


_MAY_BE_LEFT_OUT = (
    "SELECT json_each.value FROM act, json_each(act.claims) WHERE kind IN ('whole', 'drop')"
    " UNION SELECT new FROM renamed"
    " UNION SELECT claim.key FROM claim JOIN document AS own ON own.id = claim.document_id"
    " JOIN document AS other ON other.id != own.id"
    " AND coalesce(other.superseded_by, other.id) = coalesce(own.superseded_by, own.id)"
)
"""The claims that an act names, or the words of which one may have named in another version."""


def _put_home(db: Database, rows: dict[str, Fields], standing: Iterable[Act]) -> None:
    """Put claims into their clusters; those that cannot be read where they were when judged."""
    judged: dict[str, int] = {}
    for act in standing:
        if act.kind in JUDGING:
            judged.update(dict.fromkeys(claim_table.now(db, act.claims), act.cluster_id))
    in_use = db.execute("SELECT key, id FROM claim WHERE left_out IS NULL").fetchall()
    homes: list[tuple[int, int]] = []
    for key, claim_id in in_use:
        home = rows[key].get("cluster_id") if key in rows else judged.get(key)
        if isinstance(home, int) and 0 < home <= _MOST:
            homes.append((home, claim_id))
    clusters.make_empty(db, {home for home, _ in homes})
    db.conn.executemany("UPDATE claim SET cluster_id = ? WHERE id = ?", homes)


def _put_former_homes(db: Database, recovery: Recovery) -> None:
    """Keep from which clusters claims came when projects were joined, or an article was removed."""
    came = _homes_of_claims(recovery, "former_home")
    were = _homes_of_claims(recovery, "withdrawn")
    clusters.make_empty(db, {home for homes in (*came.values(), *were.values()) for home in homes})
    former_homes.put(db, came)
    db.conn.executemany(
        "INSERT OR IGNORE INTO withdrawn SELECT id, ? FROM claim WHERE key = ?",
        [(home, key) for key, homes in sorted(were.items()) for home in homes],
    )


def _homes_of_claims(recovery: Recovery, table: str) -> dict[str, set[int]]:
    """Return the clusters that a table names for claims, by the keys that these have now."""
    new = {old: key for key, old in recovery.renamed.items()}
    found: dict[str, set[int]] = {}
    for row in recovery.salvage.rows[table].values():
        claim = recovery.salvage.rows["claim"].get(row.get("claim_id"), {})
        key, home = str(claim.get("key")), row.get("cluster_id")
        if isinstance(home, int) and 0 < home <= _MOST:
            found.setdefault(new.get(key, key), set()).add(home)
    return found


def _name_clusters(db: Database, recovery: Recovery) -> None:
    """Let clusters have the names by which copies of the project know them, and what they told.

    That is derived from their claims, but of one that has none any more it is all that is left.
    """
    for number, row in recovery.salvage.rows["cluster"].items():
        if not isinstance(number, int):
            continue
        if acts.is_uid(str(row.get("uid"))):
            db.execute("UPDATE OR IGNORE cluster SET uid = ? WHERE id = ?", [row["uid"], number])
        headline, suggestion = row.get("headline"), row.get("suggestion")
        if isinstance(headline, str) and suggestion in set(Label):
            db.execute(
                "UPDATE cluster SET headline = ?, suggestion = ? WHERE id = ?",
                [headline, suggestion, number],
            )

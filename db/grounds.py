"""What verdicts rest on: the claims, origins and differences that clusters hold now, and then.

A claim is the same in another version of its article when it has the same words and speaker there,
and under another name of its source.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from db import claims as claim_table
from db import evidence
from db.evidence import Change, Evidence, Told
from db.records import WHOLE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

_FAMILY = "coalesce(document.superseded_by, document.id)"
"""What all versions of an article have in common: the version in force."""


def now(db: Database, cluster_ids: Iterable[int]) -> dict[int, Evidence]:
    """Return what each of some clusters holds now."""
    ids = json.dumps(list(cluster_ids))
    wanted = "IN (SELECT value FROM json_each(?))"
    keys: dict[int, list[str]] = defaultdict(list)
    for cluster_id, key in db.execute(
        f"SELECT cluster_id, key FROM claim WHERE cluster_id {wanted} ORDER BY key", [ids]
    ):
        keys[cluster_id].append(key)
    told = _told(db, ids)
    origins = db.execute(f"SELECT id, origins FROM cluster WHERE id {wanted}", [ids])
    return {
        cluster_id: Evidence(tuple(keys[cluster_id]), number, evidence.plainest(told[cluster_id]))
        for cluster_id, number in origins.fetchall()
    }


def differs(db: Database, then: Evidence, now: Evidence) -> bool:
    """Say whether a verdict given on `then` is one on `now` no longer."""
    if then.claims == now.claims:
        return bool(evidence.compared(then, now, (), ()))
    return bool(change(db, then, now))


def change(db: Database, then: Evidence, now: Evidence) -> Change:
    """Return what is another now than when a verdict was given."""
    held = claim_table.now(db, then.claims)
    added = [key for key in now.claims if key not in set(held)]
    gone = [key for key in held if key not in set(now.claims)]
    added, gone = _unmatched(db, added, gone)
    found = evidence.compared(then, now, tuple(added), tuple(gone))
    moved = {key for key, _ in in_force(db, gone)}
    return replace(
        found,
        withdrawn=tuple(key for key in gone if key not in moved),
        moved=tuple(key for key in gone if key in moved),
    )


def in_force(db: Database, keys: Iterable[str]) -> list[tuple[str, int]]:
    """Return (key, id) for each claim that an article in force makes: the very claim of the key.

    Where its article has been replaced, those of the newer version with its words and its speaker.
    """
    wanted = "WHERE claim.key IN (SELECT value FROM json_each(?1))"
    rows = db.execute(
        "SELECT claim.key, claim.id FROM claim JOIN document ON document.id = document_id"
        f" {wanted} AND superseded_by IS NULL"
        " UNION ALL SELECT claim.key, twin.id FROM claim"
        " JOIN document ON document.id = claim.document_id"
        " JOIN document AS here ON here.id = document.superseded_by AND here.superseded_by IS NULL"
        " JOIN claim AS twin ON twin.document_id = here.id AND twin.text = claim.text"
        f" AND twin.speaker = claim.speaker {wanted} ORDER BY 1, 2",
        [json.dumps(list(keys))],
    )
    return [(key, claim_id) for key, claim_id in rows]


def _told(db: Database, ids: str) -> defaultdict[int, list[Told]]:
    """Return the differences of some clusters in words; not those that are about whole claims."""
    rows = db.execute(
        "SELECT difference.cluster_id, difference.kind,"
        " a.text, a.start, left_start, left_end, left_value,"
        " b.text, b.start, right_start, right_end, right_value, doubt"
        " FROM difference JOIN claim AS l ON l.id = left_claim"
        " JOIN sentence AS a ON a.id = l.sentence_id JOIN claim AS r ON r.id = right_claim"
        " JOIN sentence AS b ON b.id = r.sentence_id"
        " WHERE difference.cluster_id IN (SELECT value FROM json_each(?))"
        " AND difference.kind NOT IN (SELECT value FROM json_each(?))",
        [ids, json.dumps(sorted(WHOLE))],
    )
    told: defaultdict[int, list[Told]] = defaultdict(list)
    for cluster_id, kind, *sides, doubt in rows:
        (left, a), (right, b) = _side(*sides[:5]), _side(*sides[5:])
        told[cluster_id].append(Told(Kind(kind), left, right, a, b, bool(doubt)))
    return told


def _side(text: str, at: int, start: int, end: int, value: str) -> tuple[str, str]:
    return text[start - at : end - at], value


def _unmatched(db: Database, added: list[str], gone: list[str]) -> tuple[list[str], list[str]]:
    """Take out of both lists, pair by pair, what one article says in the same words."""
    if not added or not gone:
        return added, gone
    rows = db.execute(
        f"SELECT claim.key, {_FAMILY}, claim.text, claim.speaker FROM claim"
        " JOIN document ON document.id = document_id"
        " WHERE claim.key IN (SELECT value FROM json_each(?))",
        [json.dumps([*added, *gone])],
    )
    said = {key: tuple(what) for key, *what in rows}
    waiting: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in reversed(added):
        waiting[said[key]].append(key)
    lost = []
    for key in gone:
        if waiting.get(said.get(key, ())):
            waiting[said[key]].pop()
        else:
            lost.append(key)
    left = {key for keys in waiting.values() for key in keys}
    return [key for key in added if key in left], lost

"""Why articles are held to share an origin; found anew with each clustering."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from db import acts, claims
from db.origin import Evidence, Reason, Relation
from db.records import ActKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

Pair = tuple[int, int]
_COLUMNS = "reason, documents, name, share"

_OF_ORIGINS = "'join', 'part', 'rename-source', 'set-family'"
"""The acts that tell of origins; while there are none, no undo is of one."""


def replace_all(db: Database, relations: Iterable[Relation]) -> None:
    """Store what was found in place of what was found before. Call inside `writing`."""
    db.execute("DELETE FROM relation")
    _insert(db, relations)


def merge(db: Database, relations: Iterable[Relation]) -> None:
    """Store relations that came: near-copies beside the others, the rest into those of its name.

    Call inside `writing`.
    """
    for relation in relations:
        row = None
        if relation.reason is not Reason.NEAR_COPY:
            row = db.execute(
                "SELECT id, documents, evidence FROM relation WHERE reason = ? AND name = ?",
                [relation.reason, relation.name],
            ).fetchone()
        if row is None:
            _insert(db, [relation])
            continue
        documents = sorted({*json.loads(row[1]), *relation.documents})
        new = set(documents) - set(json.loads(row[1]))
        evidence = [_row(e) for e in relation.evidence if e.document_id in new]
        db.execute(
            "UPDATE relation SET documents = ?, evidence = ? WHERE id = ?",
            [json.dumps(documents), json.dumps([*json.loads(row[2]), *evidence]), row[0]],
        )


def _insert(db: Database, relations: Iterable[Relation]) -> None:
    db.conn.executemany(
        "INSERT INTO relation (reason, documents, name, share, evidence) VALUES (?, ?, ?, ?, ?)",
        [
            (
                relation.reason,
                json.dumps(relation.documents),
                relation.name,
                relation.share,
                json.dumps([_row(evidence) for evidence in relation.evidence]),
            )
            for relation in relations
        ],
    )


def _row(evidence: Evidence) -> tuple[int, int, int]:
    # Not `astuple`, which copies whatever it meets and takes ten times as long.
    return evidence.document_id, evidence.start, evidence.end


def replace_reasons(db: Database, reasons: Iterable[Reason], relations: Iterable[Relation]) -> None:
    """Store relations in place of all that have one of the `reasons`. Call inside `writing`."""
    db.conn.executemany("DELETE FROM relation WHERE reason = ?", [(reason,) for reason in reasons])
    _insert(db, relations)


def state(db: Database) -> tuple[str, int]:
    """Return what all that is known of origins depends on: the clustering, and reviewers' acts."""
    row = db.execute(
        "SELECT (SELECT value FROM setting WHERE name = 'clustered'),"
        f" CASE WHEN EXISTS (SELECT 1 FROM act WHERE kind IN ({_OF_ORIGINS}))"
        f" THEN (SELECT max(id) FROM act WHERE kind IN ({_OF_ORIGINS}, 'undo', 'redo')) END"
    ).fetchone()
    return str(row[0]), int(row[1] or 0)


def everything(db: Database, *, evidence: bool = True) -> list[Relation]:
    """Return all relations that were found; without their `evidence` much faster."""
    column = "evidence" if evidence else "'[]'"
    rows = db.execute(f"SELECT {_COLUMNS}, {column} FROM relation ORDER BY id")
    return [_read(row) for row in rows]


def around(db: Database, articles: Iterable[int]) -> list[Relation]:
    """Return the relations on which the origins of some articles rest, without their evidence.

    Those are the near-copies that lead from one to another, also through articles not asked about,
    and all that is no near-copy.
    """
    # All in one piece: one by one, rows and lists of so many relations take several times as long.
    ids, copies = db.execute(
        "SELECT '[' || group_concat(id) || ']', '[' || group_concat(documents) || ']'"
        " FROM relation WHERE reason = ?",
        [Reason.NEAR_COPY],
    ).fetchone()
    near = dict(zip(json.loads(ids or "[]"), json.loads(copies or "[]"), strict=True))
    some = db.execute(
        f"SELECT {_COLUMNS}, '[]' FROM relation WHERE reason != ?"
        " OR id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [Reason.NEAR_COPY, json.dumps(sorted(_leading_on(near, articles)))],
    )
    return [_read(row) for row in some]


def _leading_on(sets: Mapping[int, Sequence[int]], begun: Iterable[int]) -> set[int]:
    """Return which sets can be reached, from one to the next that has a number in common."""
    of: dict[int, list[int]] = defaultdict(list)
    for name, numbers in sets.items():
        for number in numbers:
            of[number].append(name)
    found: set[int] = set()
    reached = set(begun)
    fresh = set(reached)
    while fresh:
        more = {name for number in fresh for name in of.get(number, ())} - found
        found |= more
        fresh = {number for name in more for number in sets[name]} - reached
        reached |= fresh
    return found


def _read(row: Sequence[str]) -> Relation:
    reason, documents, name, share, places = row
    return Relation(
        Reason(reason),
        tuple(json.loads(documents)),
        name,
        None if share is None else float(share),
        tuple(Evidence(*values) for values in json.loads(places)),
    )


def by_reviewers(db: Database) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of articles that reviewers joined, and those that they parted.

    Of several acts on one pair the newest counts. Articles are those in force now.
    """
    newest: dict[Pair, ActKind] = {}
    for act in acts.standing(db, ActKind.JOIN, ActKind.PART):
        ids = sorted({_in_force(db, claims.by_key(db, key).document_id) for key in act.claims})
        for place, left in enumerate(ids):
            for right in ids[place + 1 :]:
                newest[left, right] = act.kind
    return (
        [pair for pair, kind in newest.items() if kind is ActKind.JOIN],
        [pair for pair, kind in newest.items() if kind is ActKind.PART],
    )


def _in_force(db: Database, document_id: int) -> int:
    """Return the version that has replaced an article, or the article itself."""
    row = db.execute("SELECT superseded_by FROM document WHERE id = ?", [document_id]).fetchone()
    return document_id if row is None or row[0] is None else int(row[0])

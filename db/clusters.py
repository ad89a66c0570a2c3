"""Clusters and what sets their claims apart. A new clustering replaces the old one in one piece.

A cluster that a reviewer has touched keeps its id for ever: acts point at it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import acts, former_homes, memberships, opinions, relations, verdicts
from db import claims as claim_table
from db.connection import writing
from db.records import INFORMATION, ActKind, Cluster, Difference, Kind, Label, Place, Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from db.opinion import Opinion
    from db.origin import Relation
    from db.records import Membership


_RANK = {Label.CONFLICTING: 0, Label.CONSISTENT: 2, Label.SINGLE_SOURCED: 3}
_DOUBTFUL, _LAST = 1, 5
_WIDEST, _SUREST = 99, 99
EMPTY_RANK = 10_000_000
"""The rank of clusters that hold no claim any more: behind all others."""
_NOTHING_LEFT = f"claims = 0, documents = 0, sources = 0, origins = 0, rank = {EMPTY_RANK}"


class StaleClustering(Exception):
    """A reviewer acted while the clustering was computed: compute it again."""


@dataclass(frozen=True, slots=True)
class State:
    """The clusters in force, the newest act, and the articles in force (their ids)."""

    stamp: str
    last_act: int
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A cluster to be stored. An id of 0 asks for a new one.

    One that is not `checkable` holds nothing that anybody could check, and waits behind the others.
    `opinions` are those of a model on pairs of its claims.
    """

    claim_ids: tuple[int, ...]
    headline: str
    documents: int
    sources: int
    suggestion: Suggestion
    id: int = 0
    checkable: bool = True
    origins: int = 1
    opinions: tuple[Opinion, ...] = ()


def replace_all(
    db: Database,
    groups: Iterable[Group],
    *,
    seen: State,
    stamp: str,
    shared: Iterable[Relation] = (),
    why: Iterable[Membership] = (),
    left: Callable[[], None] = lambda: None,
) -> None:
    """Make `groups` the project's clusters, with what articles share and why claims are where.

    `left` stores what else the clustering leaves behind.

    `seen` is what the computation started from; `stamp` names what was clustered and how. Raises
    StaleClustering when a reviewer or another process has changed the project since.
    """
    with writing(db):
        if state(db) != seen:
            raise StaleClustering
        before = claim_table.cluster_of(db)
        relations.replace_all(db, shared)
        memberships.replace_all(db, why)
        db.execute("DELETE FROM difference")
        heard: list[Opinion] = []
        after: dict[int, int] = {}
        for group in groups:
            heard += group.opinions
            cluster_id = _put(db, group)
            after.update(dict.fromkeys(group.claim_ids, cluster_id))
        opinions.replace_all(db, heard)
        _move_claims(db, before, after)
        _retire(db)
        left()
        verdicts.compare_evidence(db)
        db.execute("INSERT OR REPLACE INTO setting VALUES ('clustered', ?)", [stamp])


def replace_some(
    db: Database,
    groups: Iterable[Group],
    before: Mapping[int, int],
    *,
    seen: State,
    stamp: str,
    shared: Iterable[Relation],
    why: Iterable[Membership],
    left: Callable[[], None],
) -> None:
    """Store the clusters that have changed, and nothing of the others.

    `before` tells the clusters that were, at least of all claims in `groups` that had one; the rest
    is as for `replace_all`. `shared` are all relations that have come or changed.
    """
    with writing(db):
        if state(db) != seen:
            raise StaleClustering
        relations.merge(db, shared)
        memberships.put(db, why)
        after: dict[int, int] = {}
        for group in groups:
            db.execute("DELETE FROM difference WHERE cluster_id = ?", [group.id])
            after.update(dict.fromkeys(group.claim_ids, _put(db, group)))
        _move_claims(db, {claim: before[claim] for claim in after if claim in before}, after)
        _retire(db, set(before.values()))
        left()
        verdicts.compare_evidence(db, {*before.values(), *after.values()})
        db.execute("INSERT OR REPLACE INTO setting VALUES ('clustered', ?)", [stamp])


def put(db: Database, group: Group) -> None:
    """Store a cluster whose claims have been moved to it. Call inside `writing`."""
    db.execute("DELETE FROM difference WHERE cluster_id = ?", [group.id])
    _put(db, group)
    verdicts.derive(db, group.id)


def make(db: Database) -> int:
    """Make a cluster that holds nothing yet; return its id. Call inside `writing`."""
    return _put(db, Group((), "", 0, 0, Suggestion(Label.SINGLE_SOURCED), origins=0))


def emptied(db: Database) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return (id, headline, keys of the claims judged) of clusters that hold nothing any more."""
    rows = db.execute(
        "SELECT cluster.id, headline, coalesce(verdict.claims, '[]') FROM cluster"
        " LEFT JOIN verdict ON cluster_id = cluster.id WHERE cluster.claims = 0 ORDER BY 1"
    )
    return [(number, headline, tuple(json.loads(keys))) for number, headline, keys in rows]


def make_emptied(db: Database, headline: str, suggestion: Label) -> int:
    """Make a cluster that has lost all its claims elsewhere. Call inside `writing`."""
    number = make(db)
    db.execute(
        "UPDATE cluster SET headline = ?, suggestion = ? WHERE id = ?",
        [headline, suggestion, number],
    )
    empty(db, number)
    return number


def make_empty(db: Database, numbers: Iterable[int]) -> None:
    """Make clusters that hold nothing yet, under their old numbers. Call inside `writing`."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO cluster"
        " (id, headline, claims, documents, sources, suggestion, rank, origins)"
        f" VALUES (?, '', 0, 0, 0, 'single-sourced', {EMPTY_RANK}, 0)",
        [(number,) for number in sorted(numbers)],
    )


def set_headline(db: Database, cluster_id: int, headline: str) -> None:
    """Let a cluster be called otherwise in lists. Call inside `writing`."""
    db.execute("UPDATE cluster SET headline = ? WHERE id = ?", [headline, cluster_id])


def empty(db: Database, cluster_id: int) -> None:
    """Say that a cluster holds no claim any more. Call inside `writing`."""
    db.execute("DELETE FROM difference WHERE cluster_id = ?", [cluster_id])
    db.execute(f"UPDATE cluster SET {_NOTHING_LEFT} WHERE id = ?", [cluster_id])
    verdicts.derive(db, cluster_id)


def stamp(db: Database) -> str:
    """Return what the present clusters were made from, '' when there are none."""
    row = db.execute("SELECT value FROM setting WHERE name = 'clustered'").fetchone()
    return "" if row is None else str(row[0])


def state(db: Database) -> State:
    """Return what a clustering depends on beside the claims themselves."""
    last_act = db.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()[0]
    articles = db.execute("SELECT id FROM document WHERE superseded_by IS NULL ORDER BY id")
    return State(stamp(db), last_act, tuple(row[0] for row in articles))


def touched(db: Database) -> set[int]:
    """Return the clusters that keep their ids: judged, noted, flagged, named, merged, parted."""
    rows = db.execute(
        "SELECT cluster_id FROM verdict WHERE label IS NOT NULL OR note != '' OR flagged"
    )
    named = {act.cluster_id for act in acts.standing(db, ActKind.RENAME)}
    return {row[0] for row in rows} | named | operated(db)


def operated(db: Database) -> set[int]:
    """Return the clusters that a reviewer has merged or parted."""
    standing = acts.standing(db, ActKind.MERGE, ActKind.DETACH)
    return {cluster for act in standing for cluster in (act.cluster_id, int(act.value))}


def get(db: Database, cluster_id: int) -> Cluster:
    """Return one cluster. Raises KeyError."""
    row = db.execute(
        "SELECT headline, claims, documents, sources, suggestion, id, origins FROM cluster"
        " WHERE id = ?",
        [cluster_id],
    ).fetchone()
    if row is None:
        raise KeyError(cluster_id)
    return read(row)


def differences(db: Database, cluster_id: int) -> list[Difference]:
    """Return what the claims of a cluster differ in, in the order of their claims."""
    rows = db.execute(
        "SELECT kind, left_claim, left_start, left_end, right_claim, right_start, right_end,"
        " left_value, right_value, doubt FROM difference WHERE cluster_id = ? ORDER BY id",
        [cluster_id],
    )
    return [Difference(Kind(row[0]), Place(*row[1:4]), Place(*row[4:7]), *row[7:]) for row in rows]


def read(row: Sequence[object]) -> Cluster:
    """Make a Cluster of (headline, claims, documents, sources, suggestion, id, origins)."""
    headline, claims, documents, sources, suggestion, cluster_id, origins = row
    return Cluster(
        headline=str(headline),
        claims=int(str(claims)),
        documents=int(str(documents)),
        sources=int(str(sources)),
        suggestion=Label(str(suggestion)),
        id=int(str(cluster_id)),
        origins=int(str(origins)),
    )


def _put(db: Database, group: Group) -> int:
    columns = [
        group.headline,
        len(group.claim_ids),
        group.documents,
        group.sources,
        group.suggestion.label,
        _rank(group),
        group.origins,
    ]
    if group.id:
        db.execute(
            "UPDATE cluster SET headline = ?, claims = ?, documents = ?, sources = ?,"
            " suggestion = ?, rank = ?, origins = ? WHERE id = ?",
            [*columns, group.id],
        )
        cluster_id = group.id
    else:
        cursor = db.execute(
            "INSERT INTO cluster (headline, claims, documents, sources, suggestion, rank, origins)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            columns,
        )
        cluster_id = int(cursor.lastrowid or 0)
    _put_differences(db, cluster_id, group.suggestion.differences)
    return cluster_id


def _rank(group: Group) -> int:
    """Order the queue: conflicts, doubts, then the others; the unchecked come last.

    Among those of one kind come first those likelier to conflict, of several origins, by the
    percent; then the wider reported.
    """
    width = min(group.origins, _WIDEST) * (_WIDEST + 1) + min(len(group.claim_ids), _WIDEST)
    suggestion = group.suggestion
    percent = int(suggestion.likelihood * _SUREST) if group.origins > 1 else 0
    urgency = _RANK[suggestion.label] if group.checkable else _LAST
    if any(difference.kind not in INFORMATION for difference in suggestion.differences):
        urgency = min(urgency, _DOUBTFUL)
    widest = _WIDEST * (_WIDEST + 1) + _WIDEST
    return (urgency * 100 + _SUREST - percent) * 10_000 + widest - width


def _put_differences(db: Database, cluster_id: int, found: Iterable[Difference]) -> None:
    db.conn.executemany(
        "INSERT INTO difference (cluster_id, kind, left_claim, left_start, left_end,"
        " right_claim, right_start, right_end, left_value, right_value, doubt)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                cluster_id,
                d.kind,
                *(d.left.claim_id, d.left.start, d.left.end),
                *(d.right.claim_id, d.right.start, d.right.end),
                *(d.left_value, d.right_value, d.doubt),
            )
            for d in found
        ],
    )


def _move_claims(db: Database, before: dict[int, int], after: dict[int, int]) -> None:
    moved = [c for c in sorted(before.keys() | after.keys()) if before.get(c) != after.get(c)]
    db.conn.executemany(
        "UPDATE claim SET cluster_id = ? WHERE id = ?", [(after.get(c), c) for c in moved]
    )
    former_homes.forget(db, moved)


def _retire(db: Database, among: Iterable[int] | None = None) -> None:
    """Drop clusters that hold no claim any more; those with a history stay, empty."""
    empty = "id NOT IN (SELECT cluster_id FROM claim WHERE cluster_id IS NOT NULL)"
    if among is not None:
        numbers = ", ".join(map(str, sorted(among))) or "NULL"
        empty = (
            f"id IN ({numbers}) AND NOT EXISTS (SELECT 1 FROM claim WHERE cluster_id = cluster.id)"
        )
    untouched = (
        "id NOT IN (SELECT cluster_id FROM act WHERE cluster_id IS NOT NULL)"
        " AND id NOT IN (SELECT CAST(value AS INTEGER) FROM act WHERE kind IN ('merge', 'detach'))"
    )
    gone = f"SELECT id FROM cluster WHERE {empty} AND {untouched}"
    db.execute(f"UPDATE bookmark SET cluster_id = NULL WHERE cluster_id IN ({gone})")
    if among is not None:
        db.execute(f"DELETE FROM difference WHERE cluster_id IN ({gone})")
    db.execute(f"DELETE FROM assignment WHERE cluster_id IN ({gone})")
    db.execute(f"DELETE FROM cluster WHERE {empty} AND {untouched}")
    db.execute(f"UPDATE cluster SET {_NOTHING_LEFT} WHERE {empty}")

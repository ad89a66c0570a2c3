"""What long lists read: the ids for a filter, in order, and the rows for a few ids.

A list holds its ids as one array of 64-bit integers and asks for rows only as they come into
sight, so its cost does not grow with the project.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from db import acts, clusters, documents, extent, filters, sentences, settings, verdicts
from db import claims as claim_table
from db.records import ActKind, Kind, Member, Order, Row
from db.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from db.records import Document, Filter

_FROM = "FROM cluster LEFT JOIN verdict ON verdict.cluster_id = cluster.id"
_SEEN_BY = (
    f"FROM cluster LEFT JOIN ({verdicts.OWN} WHERE reviewer = ?) AS verdict"
    " ON verdict.cluster_id = cluster.id"
)
_EMPTY = f"rank >= {clusters.EMPTY_RANK}"
_WORTH_SHOWING = (
    f"(cluster.rank < {clusters.EMPTY_RANK}"
    " OR EXISTS (SELECT 1 FROM verdict WHERE verdict.cluster_id = cluster.id))"
)
_LOOKED_AT = (64, 1024, 4096)
"""How far a list is looked through for what is undecided, step by step."""
_KEYS = {Order.URGENT: "rank", Order.TOLD: "id"}


def ids(db: Database, filter_: Filter, limit: int = -1) -> array[int]:
    """Return the clusters that `filter_` lets through, in the order of the queue.

    With a `limit`, those of them at the top; of a search that finds a great many claims some at the
    top may be missing then.
    """
    from_, where, values, key = _asked(db, filter_, whole=limit < 0)
    order = f"ORDER BY {key}, cluster.id"
    rows = db.execute(f"SELECT cluster.id {from_} {where} {order} LIMIT ?", [*values, limit])
    return array("q", (row[0] for row in rows))


def page(db: Database, filter_: Filter, limit: int, around: int | None = None) -> array[int]:
    """Return so many clusters of a queue: those at its top, or where it holds the one `around`.

    A search is always shown from its top.
    """
    top = ids(db, filter_, limit)
    if around is None or around in top or len(top) < limit or filter_.text:
        return top
    before, after = (_beside(db, filter_, around, limit, way) for way in ("DESC", "ASC"))
    if before is None or after is None:
        return top
    from_end = min(limit // 2, len(after))
    shown = [*reversed(before[: limit - 1 - from_end]), around, *after]
    return array("q", shown[:limit])


def _beside(
    db: Database, filter_: Filter, cluster_id: int, limit: int, way: str
) -> list[int] | None:
    """Return the clusters next to one on a side of it, nearest first; None if it is let out."""
    from_, where, values, key = _asked(db, filter_, whole=False)
    here = db.execute(f"SELECT {key} {from_} {where} AND cluster.id = ?", [*values, cluster_id])
    row = here.fetchone()
    if row is None:
        return None
    sign = "<" if way == "DESC" else ">"
    found: list[int] = []
    order = f"ORDER BY {key} {way}, cluster.id {way} LIMIT ?"
    for stretch, bounds in (
        (f"{key} = ? AND cluster.id {sign} ?", [row[0], cluster_id]),
        (f"{key} {sign} ?", [row[0]]),
    ):
        rows = db.execute(
            f"SELECT cluster.id {from_} {where} AND {stretch} {order}",
            [*values, *bounds, limit - len(found)],
        )
        found += [int(row[0]) for row in rows]
    return found


def rows(db: Database, cluster_ids: Sequence[int], seen_by: str = "") -> list[Row]:
    """Return the rows of some clusters in the order asked; one that is gone is left out.

    The verdicts are those of the clusters, or those of the reviewer `seen_by` alone.
    """
    marks = ", ".join("?" * len(cluster_ids))
    found = db.execute(
        "SELECT headline, cluster.claims, documents, sources, suggestion, cluster.id, origins,"
        f" {verdicts.COLUMNS},"
        " (SELECT group_concat(DISTINCT kind) FROM difference"
        " WHERE difference.cluster_id = cluster.id AND doubt = '')"
        f" {_SEEN_BY if seen_by else _FROM} WHERE cluster.id IN ({marks})",
        [*([seen_by] if seen_by else []), *cluster_ids],
    )
    by_id = {row[5]: _row(row) for row in found}
    return [by_id[cluster_id] for cluster_id in cluster_ids if cluster_id in by_id]


def next_undecided(db: Database, filter_: Filter, after: int = 0) -> int | None:
    """Return the first undecided cluster behind `after`, else the first of all, else None."""
    if filter_.decided or filter_.verdict is not None:
        return None
    return _next(db, filter_, after, filters.decided(filter_, False))


def first_undecided(db: Database, filter_: Filter, cluster_ids: Sequence[int]) -> int | None:
    """Return the first undecided one of clusters that `filter_` has let through, else None.

    Of a long list only the beginning is looked through.
    """
    if filter_.decided or filter_.verdict is not None:
        return None
    seen_by, left = filter_.seen_by, filters.decided(filter_, False)
    for begin, end in pairwise((0, *_LOOKED_AT)):
        some = cluster_ids[begin:end]
        found = db.execute(
            f"SELECT cluster.id {_SEEN_BY if seen_by else _FROM} WHERE {left}"
            " AND cluster.id IN (SELECT value FROM json_each(?))",
            [*([seen_by] if seen_by else []), json.dumps(list(some))],
        )
        undecided = {row[0] for row in found}
        if undecided:
            return next(cluster for cluster in some if cluster in undecided)
    return None


def next_changed(db: Database, filter_: Filter, after: int = 0) -> int | None:
    """Return the same of the clusters whose verdict was given on other evidence."""
    return _next(db, replace(filter_, changed=True), after)


def _next(db: Database, filter_: Filter, after: int, which: str = "TRUE") -> int | None:
    from_, where, values, key = _asked(db, filter_, whole=False)
    order = f"ORDER BY {key}, cluster.id"
    for stretch, bounds in _stretches(db, key, after):
        found = db.execute(
            f"SELECT cluster.id {from_} {where} AND {which} AND {stretch} {order} LIMIT 1",
            [*values, *bounds],
        ).fetchone()
        if found is not None:
            return int(found[0])
    return None


def _stretches(db: Database, key: str, after: int) -> Iterator[tuple[str, list[object]]]:
    """Yield conditions on what to look through behind a cluster, one after the other.

    They are those that have its key, those of later keys, and all others: SQLite would look for
    (key, id) > (?, ?) through all clusters of the key, of which there may be very many.
    """
    row = db.execute(f"SELECT {key} FROM cluster WHERE id = ?", [after]).fetchone()
    if row is not None:
        yield f"{key} = ? AND cluster.id > ?", [row[0], after]
        yield f"{key} > ?", [row[0]]
    yield "cluster.id != ?", [after]


def changed(db: Database) -> int:
    """Return how many verdicts were given on other evidence than there is now."""
    return int(db.execute("SELECT count(*) FROM verdict WHERE changed").fetchone()[0])


def progress(db: Database, seen_by: str = "") -> tuple[int, int]:
    """Return how many clusters have a verdict, and how many there are; empty ones do not count.

    With `seen_by` only the verdicts of that reviewer count.
    """
    return decided(db, seen_by), extent.now(db).clusters


def decided(db: Database, seen_by: str = "") -> int:
    """Return the first of both."""
    if seen_by:
        mine = f"{_SEEN_BY} WHERE label IS NOT NULL AND NOT {_EMPTY}"
        return int(db.execute(f"SELECT count(*) {mine}", [seen_by]).fetchone()[0])
    with_label, empty = db.execute(
        "SELECT (SELECT count(*) FROM verdict WHERE label IS NOT NULL),"
        " (SELECT count(*) FROM cluster JOIN verdict ON cluster_id = id AND label IS NOT NULL"
        f"  WHERE {_EMPTY})"
    ).fetchone()
    return int(with_label - empty)


def undecided(db: Database) -> int:
    """Return how many clusters have no verdict; empty ones do not count."""
    left = f"SELECT count(*) FROM cluster WHERE decided = 0 AND NOT {_EMPTY}"
    return int(db.execute(left).fetchone()[0])


def members(db: Database, cluster_id: int) -> list[Member]:
    """Return a cluster's claims with their sentences and articles, grouped by source."""
    return _members(db, "claim.cluster_id = ?", cluster_id)


def members_of(db: Database, keys: Sequence[str]) -> list[Member]:
    """Return the same of claims by their keys, whatever became of them; none of unknown ones."""
    return _members(db, "claim.key IN (SELECT value FROM json_each(?))", json.dumps(list(keys)))


def _members(db: Database, which: str, value: object) -> list[Member]:
    found: list[Member] = []
    articles: dict[int, Document] = {}
    rows = db.execute(
        f"SELECT {claim_table.COLUMNS},"
        ' sentence.start, sentence."end", sentence.text, sentence.kind, sentence.reason,'
        " sentence.document_id, sentence.id"
        f" FROM claim JOIN sentence ON sentence.id = claim.sentence_id WHERE {which}",
        [value],
    )
    for row in rows:
        claim, sentence = (
            claim_table.read(row[: claim_table.WIDTH]),
            sentences.read(row[claim_table.WIDTH :]),
        )
        if claim.document_id not in articles:
            articles[claim.document_id] = documents.get(db, claim.document_id)
        found.append(Member(claim, sentence, articles[claim.document_id]))
    return sorted(found, key=lambda m: (m.document.source, m.document.name, m.claim.id))


def unfinished(db: Database) -> bool:
    """Say whether articles wait to be split, or claims to be put into clusters or taken out."""
    unsplit = (
        "SELECT 1 FROM document INDEXED BY document_unsplit"
        " WHERE split_by IS NULL AND superseded_by IS NULL"
    )
    unclustered = (
        "SELECT 1 FROM claim CROSS JOIN document ON document.id = document_id"
        " WHERE cluster_id IS NULL AND left_out IS NULL AND superseded_by IS NULL"
    )
    replaced = (
        "SELECT 1 FROM document CROSS JOIN claim ON document_id = document.id"
        " WHERE superseded_by IS NOT NULL AND cluster_id IS NOT NULL"
    )
    any_ = " OR ".join(f"EXISTS ({some})" for some in (unsplit, unclustered, replaced))
    return bool(db.execute(f"SELECT {any_}").fetchone()[0])


def tally(db: Database) -> Tally:
    """Return the counts of the whole project."""

    def count(sql: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])

    current = "JOIN document ON document.id = document_id WHERE superseded_by IS NULL"
    # What is out of use is little: to count it, and all, is quicker than to look each one up.
    replaced = "document CROSS JOIN {0} ON document_id = document.id WHERE superseded_by NOT NULL"

    def in_use(table: str, which: str) -> int:
        return count(f"{table} WHERE {which}") - count(f"{replaced.format(table)} AND {which}")

    by_label = "SELECT label, count(*) FROM verdict WHERE label IS NOT NULL GROUP BY label"
    by_suggestion = (
        f"SELECT suggestion, count(*) FROM cluster WHERE NOT {_EMPTY} GROUP BY suggestion"
    )
    with_verdict, total = progress(db)
    whole, dropped = (len(acts.standing(db, kind)) for kind in (ActKind.WHOLE, ActKind.DROP))
    judged = count(
        f"claim {current} AND cluster_id IN (SELECT cluster_id FROM verdict"
        " WHERE label IS NOT NULL)"
    )
    return Tally(
        sources=len(documents.sources(db)),
        documents=count("document WHERE superseded_by IS NULL"),
        sentences=in_use("sentence", "kind != 'furniture'"),
        claims=in_use("claim", "true") - in_use("claim", "left_out NOT NULL"),
        clusters=total,
        decided=with_verdict,
        flagged=count("verdict WHERE flagged"),
        changed=count("verdict WHERE changed"),
        compared=settings.get(db, "compared"),
        disputed=count("verdict WHERE disputed"),
        settled=count("verdict WHERE reason != ''"),
        judged_claims=judged + whole + dropped,
        taken_whole=whole,
        dropped=dropped,
        verdicts=dict(db.execute(f"{by_label} ORDER BY label").fetchall()),
        suggestions=dict(db.execute(f"{by_suggestion} ORDER BY suggestion").fetchall()),
    )


def agreement(db: Database) -> dict[str, dict[tuple[str, str], int]]:
    """Return how often a suggestion (first) met a verdict (second), overall ("") and by kind.

    A kind of difference is held against those clusters that were suggested without any.
    """
    pair = "cluster.suggestion, verdict.label, count(*)"
    judged = "FROM cluster JOIN verdict ON verdict.cluster_id = cluster.id AND label IS NOT NULL"
    has = "SELECT 1 FROM difference AS d WHERE d.cluster_id = cluster.id AND doubt = ''"
    found = {"": db.execute(f"SELECT {pair} {judged} WHERE NOT {_EMPTY} GROUP BY 1, 2").fetchall()}
    for kind in Kind:
        found[kind] = db.execute(
            f"SELECT {pair} {judged} WHERE NOT {_EMPTY} AND"
            f" (EXISTS ({has} AND kind = ?) OR NOT EXISTS ({has})) GROUP BY 1, 2",
            [kind],
        ).fetchall()
    return {kind: {(s, v): n for s, v, n in rows} for kind, rows in found.items()}


def _row(row: Sequence[object]) -> Row:
    kinds = str(row[7 + verdicts.WIDTH] or "")
    return Row(
        cluster=clusters.read(row[:7]),
        verdict=verdicts.read(row[7 : 7 + verdicts.WIDTH]),
        kinds=tuple(sorted(Kind(kind) for kind in kinds.split(",") if kind)),
    )


def _asked(db: Database, filter_: Filter, *, whole: bool) -> tuple[str, str, list[object], str]:
    """Return FROM and WHERE for what a filter lets through, their values, and what orders it."""
    plan = filters.plan(db, filter_, whole=whole)
    where = "WHERE " + " AND ".join([_WORTH_SHOWING, *plan.terms])
    # The plus keeps SQLite from walking through the whole queue in its order.
    key = f"{'+' if plan.narrow else ''}cluster.{_KEYS[filter_.order]}"
    if not filter_.seen_by:
        return _FROM, where, [*plan.values], key
    return _SEEN_BY, where, [filter_.seen_by, *plan.values], key

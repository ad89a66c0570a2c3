"""The project at a glance: counted by SQLite in one go, whatever the number of its clusters.

Where a cluster stands is its verdict, and while it has none what is suggested for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from db import clusters
from db.records import Kind, Label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

MOST_COPIES = 200
"""Near-copies shown; the closest go first."""

_FULL = f"cluster.rank < {clusters.EMPTY_RANK}"


@dataclass(frozen=True, slots=True)
class Shared:
    """How the clusters stand in which two sources, by name, both have a claim."""

    left: str
    right: str
    clusters: int
    conflicting: int
    consistent: int


@dataclass(frozen=True, slots=True)
class Share:
    """In how many clusters a source has a claim, and in how many of these it stands alone."""

    source: str
    clusters: int
    alone: int


@dataclass(frozen=True, slots=True)
class Differing:
    """How many clusters have claims that differ in this, and what was decided on them."""

    kind: Kind
    clusters: int
    conflicting: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Two articles, by source and file name; `share` of the shorter one's words is in both."""

    left_source: str
    left: str
    right_source: str
    right: str
    share: float


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. `verdicts` and `suggestions` are by label, these of undecided clusters only.

    A blind one has no `suggestions` and no `kinds`, and its `shared` tell verdicts only. `days` are
    (ISO date, articles) in order; `undated` articles have no date that can be compared.
    """

    clusters: int
    verdicts: dict[str, int]
    sources: tuple[Share, ...]
    shared: tuple[Shared, ...]
    days: tuple[tuple[str, int], ...]
    undated: int
    copies: tuple[Copy, ...]
    near_copies: int
    suggestions: dict[str, int] = field(default_factory=dict)
    kinds: tuple[Differing, ...] = ()

    @property
    def decided(self) -> int:
        """Count the clusters with a verdict."""
        return sum(self.verdicts.values())


def read(db: Database, *, seen_by: str = "") -> Overview:
    """Count everything; for a blind reviewer, `seen_by`, only what is decided by them.

    Call inside `reading` for one moment's counts.
    """
    blind = bool(seen_by)
    told = _told(db, seen_by)
    days, undated = _days(db)
    copies = _copies(db)
    return Overview(
        clusters=db.execute(f"SELECT count(*) FROM cluster WHERE {_FULL}").fetchone()[0],
        verdicts=_verdicts(db, seen_by),
        suggestions={} if blind else _suggestions(db),
        sources=_shares(told),
        shared=_shared(told),
        kinds=() if blind else _kinds(db),
        days=days,
        undated=undated,
        copies=tuple(copies[:MOST_COPIES]),
        near_copies=len(copies),
    )


Told = dict[tuple[tuple[str, ...], str | None], int]
"""(the sources of a cluster, where it stands) -> how many clusters are so."""


def _verdicts(db: Database, seen_by: str) -> dict[str, int]:
    table, whose = ("reviewer_verdict", "AND reviewer = ?") if seen_by else ("verdict", "")
    rows: Iterable[tuple[str, int]] = db.execute(
        f"SELECT label, count(*) FROM {table} JOIN cluster ON cluster.id = cluster_id"
        f" WHERE label IS NOT NULL AND {_FULL} {whose} GROUP BY 1 ORDER BY 1",
        [seen_by] if seen_by else [],
    )
    return dict(rows)


def _told(db: Database, seen_by: str) -> Told:
    """Count the clusters by the sources that are in them, so that few rows come up."""
    stands, verdicts = "coalesce(verdict.label, cluster.suggestion)", "verdict"
    if seen_by:
        stands = "verdict.label"
        verdicts = "(SELECT * FROM reviewer_verdict WHERE reviewer = ?)"
    names = {str(number): name for number, name in db.execute("SELECT id, name FROM source")}
    rows = db.execute(
        "SELECT sources, stands, count(*) FROM"
        " (SELECT claim.cluster_id AS home, group_concat(DISTINCT source_id) AS sources"
        "  FROM claim CROSS JOIN document ON document.id = claim.document_id"
        "  WHERE claim.cluster_id IS NOT NULL GROUP BY claim.cluster_id)"
        f" JOIN (SELECT cluster.id, {stands} AS stands FROM cluster"
        f"  LEFT JOIN {verdicts} AS verdict ON verdict.cluster_id = cluster.id) ON id = home"
        " GROUP BY 1, 2",
        [seen_by] if seen_by else [],
    )
    told: Counter[tuple[tuple[str, ...], str | None]] = Counter()
    for numbers, where, count in rows:
        told[tuple(sorted(names[number] for number in numbers.split(","))), where] += count
    return dict(told)


def _shares(told: Told) -> tuple[Share, ...]:
    """Return the sources, those that stand alone most often first."""
    held: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for (sources, _), count in told.items():
        held.update(dict.fromkeys(sources, count))
        if len(sources) == 1:
            alone[sources[0]] += count
    found = [Share(source, held[source], alone[source]) for source in sorted(held)]
    return tuple(sorted(found, key=lambda s: (-s.alone / s.clusters, -s.alone, s.source)))


def _shared(told: Told) -> tuple[Shared, ...]:
    pairs: dict[tuple[str, str], Counter[str | None]] = {}
    for (sources, where), count in told.items():
        for pair in combinations(sources, 2):
            pairs.setdefault(pair, Counter())[where] += count
    return tuple(
        Shared(*pair, sum(counts.values()), counts[Label.CONFLICTING], counts[Label.CONSISTENT])
        for pair, counts in sorted(pairs.items())
    )


def _suggestions(db: Database) -> dict[str, int]:
    rows: Iterable[tuple[str, int]] = db.execute(
        "SELECT suggestion, count(*) FROM cluster LEFT JOIN verdict ON cluster_id = cluster.id"
        f" WHERE label IS NULL AND {_FULL} GROUP BY 1 ORDER BY 1"
    )
    return dict(rows)


def _kinds(db: Database) -> tuple[Differing, ...]:
    rows = db.execute(
        "SELECT kind, count(*), count(*) FILTER (WHERE label = 'conflicting'),"
        " count(*) FILTER (WHERE label IS NULL)"
        " FROM (SELECT DISTINCT kind, cluster_id FROM difference WHERE doubt = '') AS found"
        " LEFT JOIN verdict ON verdict.cluster_id = found.cluster_id"
        " GROUP BY kind ORDER BY count(*) DESC, kind"
    )
    return tuple(Differing(Kind(kind), *counts) for kind, *counts in rows)


def _days(db: Database) -> tuple[tuple[tuple[str, int], ...], int]:
    # Both from indexes: to read a column behind the text of an article takes its whole text.
    rows = db.execute(
        "SELECT date(substr(published, 1, 10)), sum(n) FROM"
        " (SELECT published, count(*) AS n FROM document GROUP BY published UNION ALL"
        "  SELECT published, -1 FROM document WHERE superseded_by IS NOT NULL)"
        " GROUP BY 1 HAVING sum(n) ORDER BY 1"
    ).fetchall()
    return tuple((day, n) for day, n in rows if day), sum(n for day, n in rows if not day)


def _copies(db: Database) -> list[Copy]:
    rows = db.execute(
        "SELECT a.name, left_one.name, b.name, right_one.name, share FROM relation"
        " JOIN document AS left_one ON left_one.id = json_extract(documents, '$[0]')"
        " JOIN document AS right_one ON right_one.id = json_extract(documents, '$[1]')"
        " JOIN source AS a ON a.id = left_one.source_id"
        " JOIN source AS b ON b.id = right_one.source_id"
        " WHERE reason = 'near-copy' AND left_one.superseded_by IS NULL"
        " AND right_one.superseded_by IS NULL ORDER BY share DESC, relation.id"
    )
    return [Copy(*row) for row in rows]

"""Store what several projects hold in a new one: first their articles, then acts and clusters.

The order in which the projects are named makes no difference to what is stored.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db import acts, bookmarks, claims, clusters, evidence, former_homes, verdicts
from db.connection import writing
from db.records import ActKind
from db.shelf import LIBRARY_ACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from db.records import Act
    from db.sides import Home, Side

Row = dict[str, object]

_DETAILS = ("title", "published", "url")
_NOT_JOINED = ("clustered",)
"""Settings that are about one clustering."""


def store_articles(db: Database, sides: Sequence[Side]) -> None:
    """Store articles, sentences, claims in no cluster yet, vectors and settings of all sides."""
    with writing(db):
        ids = _store_documents(db, sides)
        for digest, number in ids.items():
            _store_parts(db, digest, number, sides)
        for side in sides:
            for table in ("vector", "renamed"):
                for row in side.db.query(f"SELECT * FROM {table}"):
                    _insert(db, table, row, "OR IGNORE")
            db.conn.executemany(
                "INSERT OR IGNORE INTO renamed"
                " SELECT ?1, coalesce((SELECT new FROM renamed WHERE old = ?2), ?2)"
                " WHERE ?1 NOT IN (SELECT key FROM claim)",
                sorted(side.aliases.items()),
            )
        db.execute("DELETE FROM renamed WHERE new NOT IN (SELECT key FROM claim)")
        for name, value in sorted(_settings(sides).items()):
            _insert(db, "setting", {"name": name, "value": value})


def store_heard(db: Database, sides: Sequence[Side]) -> None:
    """Store why claims are together and what a model read of pairs, as far as it is known."""
    ids = dict(db.execute("SELECT key, id FROM claim").fetchall())
    with writing(db):
        for side in sides:
            keys = dict(side.db.execute("SELECT id, key FROM claim").fetchall())
            for table, columns in (
                ("membership", ("claim_id", "partner_id", "runner_up")),
                ("opinion", ("left_claim", "right_claim")),
            ):
                for row in side.db.query(f"SELECT * FROM {table}"):
                    here = {c: ids.get(keys.get(row[c], "")) for c in columns}
                    lost = any(row[c] is not None and here[c] is None for c in columns)
                    if not lost:
                        _insert(db, table, {**row, **here}, "OR IGNORE")


def last_words(
    sides: Sequence[Side], numbers: Mapping[tuple[int, int], int]
) -> dict[int, tuple[str, str]]:
    """Return what clusters are called and what is suggested for them, by their numbers here.

    That of a side where a cluster has no claims any more, if there is one: when it has none here
    either, that is all that is left of what it told.
    """
    found: dict[int, tuple[bool, bool, str, str]] = {}
    for n, side in enumerate(sides):
        for cluster, *told in side.db.execute(
            "SELECT id, headline = '', claims > 0, headline, suggestion FROM cluster"
        ):
            here = numbers[n, cluster]
            words = (bool(told[0]), bool(told[1]), str(told[2]), str(told[3]))
            found[here] = min(words, found.get(here, words))
    return {here: words[2:] for here, words in found.items()}


def store_clusters(
    db: Database,
    names: Mapping[int, str],
    words: Mapping[int, tuple[str, str]],
    homes: Mapping[str, Home],
    former: Mapping[str, Iterable[int]],
) -> None:
    """Make clusters by their numbers and names, hold nothing counted, and put claims into them.

    `words` are what they are called and what is suggested for them, where a side knows it; `former`
    are the clusters from which claims came.
    """
    with writing(db):
        db.conn.executemany(
            "INSERT INTO cluster"
            " (id, headline, claims, documents, sources, suggestion, rank, origins, uid)"
            f" VALUES (?, ?, 0, 0, 0, ?, {clusters.EMPTY_RANK}, 0, ?)",
            [
                (number, *words.get(number, ("", "single-sourced")), name)
                for number, name in sorted(names.items())
            ],
        )
        db.conn.executemany(
            "UPDATE claim SET cluster_id = ?, left_out = ? WHERE key = ?",
            [(home, why, key) for key, (home, why) in sorted(homes.items())],
        )
        former_homes.put(db, former)


def store_acts(db: Database, log: Iterable[Act], undone: Iterable[str]) -> None:
    """Store acts in their order; `undoes` names places in it, from 1. Derive the verdicts."""
    with writing(db):
        numbers = {}
        for act in log:
            numbers[act.uid] = acts.put(db, act).id
        db.conn.executemany(
            "INSERT INTO undone VALUES (?)", [(numbers[uid],) for uid in sorted(undone)]
        )
        verdicts.derive_all(db)


def store_shares(
    db: Database, sides: Sequence[Side], numbers: Mapping[tuple[int, int], int]
) -> None:
    """Store who has which cluster, by what was said last, and where everybody stopped."""
    newest: dict[int, tuple[str, frozenset[str]]] = {}
    places: dict[str, tuple[int | None, str]] = {}
    for n, side in enumerate(sides):
        shares: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for cluster, by, at in side.db.execute("SELECT * FROM assignment").fetchall():
            shares[cluster].append((at, by))
        for cluster, those in shares.items():
            here = numbers[n, cluster]
            share = (max(at for at, _ in those), frozenset(by for _, by in those))
            newest[here] = max(newest.get(here, share), share, key=lambda s: (s[0], sorted(s[1])))
        for by, cluster, text in side.db.execute("SELECT * FROM bookmark ORDER BY 1").fetchall():
            places.setdefault(by, (numbers.get((n, cluster)), text))
    with writing(db):
        rows = [(cluster, by, at) for cluster, (at, names) in newest.items() for by in names]
        db.conn.executemany("INSERT INTO assignment VALUES (?, ?, ?)", sorted(rows))
        db.conn.executemany(
            "INSERT INTO bookmark VALUES (?, ?, ?)", [(by, *at) for by, at in places.items()]
        )
    for by in places:
        bookmarks.get(db, by)


def store_drafts(
    db: Database, sides: Sequence[Side], numbers: Mapping[tuple[int, int], int]
) -> list[tuple[str, int]]:
    """Store notes half written; of several by one reviewer on one cluster the longest.

    Returns the (reviewer, cluster) of which there were several.
    """
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for n, side in enumerate(sides):
        for by, cluster, text in side.db.execute("SELECT * FROM draft").fetchall():
            if (n, cluster) in numbers:
                found[by, numbers[n, cluster]].add(text)
    rows = [(*whose, max(texts, key=lambda t: (len(t), t))) for whose, texts in found.items()]
    with writing(db):
        db.conn.executemany("INSERT INTO draft VALUES (?, ?, ?)", sorted(rows))
    return sorted(whose for whose, texts in found.items() if len(texts) > 1)


def store_skipped(db: Database, sides: Sequence[Side]) -> None:
    """Store which files could not be taken in, and were not taken in on any side since."""
    taken: dict[str, str] = {}
    refused: set[tuple[str, str, str]] = set()
    for side in sides:
        for path, at in side.db.execute("SELECT path, added_at FROM document").fetchall():
            taken[path] = max(taken.get(path, at), at)
        refused.update(side.db.execute("SELECT at, path, reason FROM skipped").fetchall())
    with writing(db):
        for at, path, reason in sorted(refused):
            if taken.get(path, "") < at:
                db.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)", [path, reason, at])


def article_numbers(db: Database, side: Side) -> dict[int, int]:
    """Return article number of a side -> number here."""
    here = dict(db.execute("SELECT digest, id FROM document").fetchall())
    rows = side.db.execute("SELECT id, digest FROM document").fetchall()
    return {number: here[digest] for number, digest in rows}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What clusters, acts and articles of one file are called in another."""

    clusters: Mapping[int, int]
    acts: Mapping[int, int]
    articles: Mapping[int, int]


def renumbered(act: Act, to: Numbers) -> Act:
    """Return an act as it stands in another log: its clusters and the acts that it names."""
    cluster, number = to.clusters, to.acts
    value = act.value
    if act.kind in (ActKind.MERGE, ActKind.DETACH):
        value = str(cluster[int(value)])
    elif act.kind is ActKind.WHOLE:
        value = json.dumps([cluster.get(home, 0) for home in json.loads(value)])
    elif act.kind in LIBRARY_ACTS and "article" in (said := json.loads(value)):
        said["article"] = to.articles.get(said["article"], 0)
        value = json.dumps(said, ensure_ascii=False)
    told = evidence.read(act.claims, act.evidence)
    if told.confirms is not None:
        told = replace(told, confirms=number[told.confirms])
    return replace(
        act,
        id=number[act.id],
        cluster_id=act.cluster_id and cluster[act.cluster_id],
        value=value,
        undoes=None if act.undoes is None else number[act.undoes],
        evidence=evidence.written(told),
    )


def _store_documents(db: Database, sides: Sequence[Side]) -> dict[str, int]:
    """Store each article once, in the order in which they came; return their ids by digest."""
    rows: dict[str, list[Row]] = defaultdict(list)
    newer: dict[str, set[str]] = defaultdict(set)
    for side in sides:
        for row in side.db.query(
            "SELECT document.*, source.name AS source, next.digest AS next FROM document"
            " JOIN source ON source.id = document.source_id"
            " LEFT JOIN document AS next ON next.id = document.superseded_by"
        ):
            rows[row["digest"]].append(row)
            if row["next"] is not None:
                newer[row["digest"]].add(row["next"])
    merged = {digest: _one_of(found) for digest, found in rows.items()}
    ids: dict[str, int] = {}
    for digest, row in sorted(merged.items(), key=lambda item: (item[1]["added_at"], item[0])):
        db.execute("INSERT OR IGNORE INTO source (name) VALUES (?)", [row["source"]])
        source = db.execute("SELECT id FROM source WHERE name = ?", [row["source"]]).fetchone()[0]
        kept = {k: v for k, v in row.items() if k not in ("id", "source", "next")}
        ids[digest] = _insert(db, "document", {**kept, "source_id": source, "superseded_by": None})
    for digest, number in ids.items():
        last = _newest(digest, newer, merged)
        if last != digest:
            db.execute("UPDATE document SET superseded_by = ? WHERE id = ?", [ids[last], number])
    return ids


def _one_of(found: Sequence[Row]) -> Row:
    """Return what is known of an article: as it came first, completed by what others know."""
    ordered = sorted(found, key=lambda r: (r["added_at"], r["path"], r["name"], *_known(r)))
    row = dict(ordered[0])
    for name in (*_DETAILS, "split_by"):
        row[name] = next((r[name] for r in ordered if r[name]), row[name])
    return row


def _known(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name] or "") for name in (*_DETAILS, "encoding"))


def _newest(digest: str, newer: Mapping[str, set[str]], merged: Mapping[str, Row]) -> str:
    """Follow the versions of an article to the one in force; of a circle the one added last."""
    seen = [digest]
    while following := newer.get(seen[-1]):
        last = max(following, key=lambda d: (str(merged[d]["added_at"]), d))
        if last in seen:
            circle = seen[seen.index(last) :]
            return max(circle, key=lambda d: (str(merged[d]["added_at"]), d))
        seen.append(last)
    return seen[-1]


def _store_parts(db: Database, digest: str, number: int, sides: Sequence[Side]) -> None:
    """Store the sentences and claims of an article; a reviewer's whole sentences of all sides."""
    sentences: dict[int, int] = {}
    done: set[str] = set()
    for side in sides:
        told = list(
            side.db.query(
                "SELECT sentence.* FROM sentence JOIN document ON document.id = document_id"
                " WHERE digest = ? ORDER BY sentence.id",
                [digest],
            )
        )
        for row in told if not sentences else []:
            kept = {k: v for k, v in row.items() if k != "id"}
            sentences[row["start"]] = _insert(db, "sentence", {**kept, "document_id": number})
        starts = {row["id"]: row["start"] for row in told}
        for row in side.db.query(
            "SELECT claim.* FROM claim JOIN document ON document.id = document_id"
            " WHERE digest = ? ORDER BY rule = 'reviewer', claim.id",
            [digest],
        ):
            if row["key"] in done:
                continue
            done.add(row["key"])
            here = {"document_id": number, "sentence_id": sentences[starts[row["sentence_id"]]]}
            kept = {k: v for k, v in row.items() if k != "id"}
            claim = _insert(db, "claim", {**kept, **here, "cluster_id": None, "left_out": None})
            claims.find_by_words(db, claim)


def _settings(sides: Iterable[Side]) -> dict[str, str]:
    """Return the settings of all; where they differ, the first by the alphabet."""
    found: dict[str, str] = {}
    for side in sides:
        for name, value in side.db.execute("SELECT name, value FROM setting").fetchall():
            if name not in _NOT_JOINED:
                found[name] = min(found.get(name, value), value)
    return found


def _insert(db: Database, table: str, row: Row, how: str = "") -> int:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    cursor = db.execute(f"INSERT {how} INTO {table} ({names}) VALUES ({marks})", list(row.values()))
    return int(cursor.lastrowid or 0)

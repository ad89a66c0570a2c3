"""Claims: put once when their document is split, never edited; their cluster may change."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from db.digests import claim_key
from db.places import format_spans, parse_spans
from db.records import Certainty, Claim, Dated, Filled, LeftOut, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

COLUMNS = (
    "claim.text, claim.spans, claim.speaker, claim.sentence_id, claim.document_id, claim.id,"
    " claim.key, claim.filled, claim.said, claim.certainty, claim.link, claim.dates,"
    " claim.unchecked, claim.rule, claim.left_out"
)
WIDTH = 15
"""How many COLUMNS there are."""

_CURRENT = "JOIN document ON document.id = claim.document_id AND document.superseded_by IS NULL"


def put(db: Database, claims: Iterable[Claim]) -> None:
    """Store claims and make them findable by their words. Call inside `writing`."""
    for claim in claims:
        cursor = db.execute(
            "INSERT INTO claim (key, document_id, sentence_id, text, spans, speaker,"
            " filled, said, certainty, link, dates, unchecked, rule)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                claim.key,
                claim.document_id,
                claim.sentence_id,
                claim.text,
                format_spans(claim.spans),
                claim.speaker,
                _json(claim.filled),
                _json(claim.said),
                claim.certainty,
                claim.link,
                _json(claim.dates),
                claim.unchecked,
                claim.rule,
            ],
        )
        find_by_words(db, int(cursor.lastrowid or 0))


def find_by_words(db: Database, claim_id: int) -> None:
    """Make a stored claim findable by its words, its speaker's and its sentence's."""
    db.execute(
        "INSERT INTO claim_fts (rowid, text, speaker, sentence)"
        " SELECT claim.id, claim.text, speaker, sentence.text"
        " FROM claim JOIN sentence ON sentence.id = sentence_id WHERE claim.id = ?",
        [claim_id],
    )


def current(db: Database) -> list[Claim]:
    """Return the claims in use of all current documents, in the order of documents and text."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM claim {_CURRENT} WHERE left_out IS NULL"
        " ORDER BY document.name, document.digest, claim.id"
    )
    return [read(row) for row in rows]


def some(db: Database, ids: Iterable[int], *, left_out: bool = False) -> list[Claim]:
    """Return those of some claims that are in use, in the order of `current`.

    With `left_out` also those that reviewers have left out.
    """
    used = "" if left_out else "left_out IS NULL AND"
    rows = db.execute(
        f"SELECT {COLUMNS} FROM claim {_CURRENT} WHERE {used}"
        " claim.id IN (SELECT value FROM json_each(?))"
        " ORDER BY document.name, document.digest, claim.id",
        [json.dumps(sorted(ids))],
    )
    return [read(row) for row in rows]


def in_order(db: Database, ids: Iterable[int]) -> list[int]:
    """Return the ids of claims in the order of `current`."""
    rows = db.execute(
        "SELECT claim.id FROM claim JOIN document ON document.id = document_id"
        " WHERE claim.id IN (SELECT value FROM json_each(?))"
        " ORDER BY document.name, document.digest, claim.id",
        [json.dumps(sorted(ids))],
    )
    return [row[0] for row in rows]


def by_reviewers(db: Database) -> list[tuple[str, str]]:
    """Return (key, why it is left out or "") of claims that reviewers left out or put in."""
    rows = db.execute(
        f"SELECT key, coalesce(left_out, '') FROM claim {_CURRENT}"
        " WHERE claim.id IN (SELECT id FROM claim WHERE left_out IS NOT NULL"
        " UNION SELECT id FROM claim WHERE rule = 'reviewer') ORDER BY key"
    )
    return rows.fetchall()


def of_document(db: Database, document_id: int) -> list[Claim]:
    """Return a document's claims, those left out too, in the order of the text."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM claim WHERE document_id = ? ORDER BY id", [document_id]
    )
    return [read(row) for row in rows]


def texts(db: Database, documents: Iterable[int]) -> dict[int, list[str]]:
    """Return what the claims of some documents say that are compared with others."""
    found: dict[int, list[str]] = {document: [] for document in documents}
    for document, text in db.execute(
        "SELECT document_id, text FROM claim WHERE left_out IS NULL AND unchecked = ''"
        " AND document_id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(found))],
    ):
        found[document].append(text)
    return found


def cluster_of(db: Database) -> dict[int, int]:
    """Return claim id -> cluster id for every claim that is in a cluster."""
    rows = db.execute("SELECT id, cluster_id FROM claim WHERE cluster_id IS NOT NULL")
    return dict(rows.fetchall())


def in_use(
    db: Database, clusters: Iterable[int], ids: Iterable[int]
) -> list[tuple[int, int | None, str]]:
    """Return (id, cluster, rule) of the claims in use in some clusters, and of some others."""
    rows = db.execute(
        f"SELECT claim.id, cluster_id, rule FROM claim {_CURRENT} WHERE left_out IS NULL"
        " AND claim.id IN (SELECT id FROM claim"
        " WHERE cluster_id IN (SELECT value FROM json_each(?))"
        " UNION SELECT value FROM json_each(?))",
        [json.dumps(sorted(clusters)), json.dumps(sorted(ids))],
    )
    return rows.fetchall()


def replaced(db: Database, keys: Iterable[str]) -> list[tuple[str, int, int, int]]:
    """Return (key, id, article, the version that replaced it) of claims that have been replaced."""
    rows = db.execute(
        "SELECT claim.key, claim.id, document.id, superseded_by FROM claim"
        " JOIN document ON document.id = document_id AND superseded_by != document.id"
        " WHERE key IN (SELECT value FROM json_each(?)) ORDER BY claim.id",
        [json.dumps(list(keys))],
    )
    return [(key, claim_id, older, newer) for key, claim_id, older, newer in rows]


def home(db: Database, claim_id: int) -> int | None:
    """Return the cluster that a claim is in, or was in when its article was removed."""
    row = db.execute(
        "SELECT coalesce(claim.cluster_id, withdrawn.cluster_id) FROM claim"
        " LEFT JOIN withdrawn ON claim_id = claim.id WHERE claim.id = ? AND left_out IS NULL",
        [claim_id],
    ).fetchone()
    return None if row is None else row[0]


def in_cluster(db: Database, cluster_id: int) -> list[Claim]:
    """Return the claims of a cluster in the order of documents and text."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM claim JOIN document ON document.id = document_id"
        " WHERE cluster_id = ? ORDER BY document.name, document.digest, claim.id",
        [cluster_id],
    )
    return [read(row) for row in rows]


def by_key(db: Database, key: str) -> Claim:
    """Return the claim of a key, or of one that it had under another source. Raises KeyError."""
    row = db.execute(f"SELECT {COLUMNS} FROM claim WHERE key = ?", [now(db, [key])[0]]).fetchone()
    if row is None:
        raise KeyError(key)
    return read(row)


def now(db: Database, keys: Sequence[str]) -> list[str]:
    """Return the keys that claims have now, where their articles got another source since."""
    renamed = dict(
        db.execute(
            "SELECT old, new FROM renamed WHERE old IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        ).fetchall()
    )
    return [renamed.get(key, key) for key in keys]


def rename(db: Database, document_id: int, digest: str) -> None:
    """Give a document's claims the keys that follow from its new digest. Call inside `writing`."""
    keys = [(claim_key(digest, claim.spans), claim.key) for claim in of_document(db, document_id)]
    db.conn.executemany("UPDATE claim SET key = ? WHERE key = ?", keys)
    db.conn.executemany("UPDATE renamed SET new = ? WHERE new = ?", keys)
    db.conn.executemany("INSERT OR REPLACE INTO renamed (new, old) VALUES (?, ?)", keys)
    db.execute("DELETE FROM renamed WHERE old = new")


def read(row: Sequence[object]) -> Claim:
    """Make a Claim of a row of COLUMNS."""
    text, spans, speaker, sentence_id, document_id, claim_id, key, *rest = row
    filled, said, certainty, link, dates, unchecked, rule = map(str, rest[:-1])
    return Claim(
        text=str(text),
        spans=parse_spans(str(spans)),
        speaker=str(speaker),
        sentence_id=int(str(sentence_id)),
        document_id=int(str(document_id)),
        id=int(str(claim_id)),
        key=str(key),
        filled=tuple(_filled(*values) for values in _list(filled)),
        said=tuple(Said(*values) for values in _list(said)),
        certainty=Certainty(certainty),
        link=link,
        dates=tuple(Dated(*values) for values in _list(dates)),
        unchecked=unchecked,
        rule=rule,
        left_out=None if rest[-1] is None else LeftOut(str(rest[-1])),
    )


def _list(text: str) -> list[Any]:
    """Read a list; most are empty, and many claims are read."""
    return [] if text == "[]" else list(json.loads(text))


def _filled(at: int, text: str, why: str, origin: Sequence[int] | None) -> Filled:
    return Filled(at, text, why, None if origin is None else (origin[0], origin[1]))


def _json(records: Sequence[Filled | Said | Dated]) -> str:
    if not records:
        return "[]"
    return json.dumps([astuple(record) for record in records], ensure_ascii=False)


def all_keys(db: Database) -> set[str]:
    """Return the keys that claims have, and those that they had under other sources."""
    rows = db.execute("SELECT key FROM claim UNION SELECT old FROM renamed")
    return {key for (key,) in rows}


def in_force(db: Database) -> dict[str, bool]:
    """Return of each claim, by its key, whether its article is in force."""
    rows = db.execute(
        "SELECT key, superseded_by IS NULL FROM claim JOIN document ON document.id = document_id"
    )
    return {key: bool(there) for key, there in rows}


def homes(db: Database) -> dict[str, tuple[int | None, LeftOut | None]]:
    """Return of each claim, by its key, the cluster that it is in or why it is in none."""
    rows = db.execute("SELECT key, cluster_id, left_out FROM claim")
    return {key: (home, None if why is None else LeftOut(why)) for key, home, why in rows}


def heirs(db: Database) -> dict[str, str]:
    """Return key -> key of the claim that stands for it now, where that is another.

    It is the same claim under its article's new source, or the same words in the newest version.
    """
    found = dict(db.execute("SELECT old, new FROM renamed").fetchall())
    newer = dict(
        db.execute(
            "SELECT old.key, min(heir.key) FROM claim AS old"
            " JOIN document ON document.id = old.document_id"
            " JOIN claim AS heir ON heir.document_id = superseded_by AND heir.text = old.text"
            " GROUP BY old.key"
        ).fetchall()
    )
    return {**newer, **{old: newer.get(new, new) for old, new in found.items()}}


def clusters_in_use(db: Database) -> list[int]:
    """Return the clusters that hold claims, and those that verdicts or acts are about."""
    rows = db.execute(
        "SELECT cluster_id FROM claim WHERE cluster_id IS NOT NULL"
        " UNION SELECT cluster_id FROM act WHERE cluster_id IS NOT NULL ORDER BY 1"
    )
    return [cluster for (cluster,) in rows]

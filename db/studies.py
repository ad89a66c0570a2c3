"""What a clustering leaves behind, so that articles can join a large project without another one.

All of it can be made anew from the claims; a project without it is clustered whole.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Study:
    """A collection as it was when all of it was compared.

    `tools` names what it was made with, `claims` counts it; `last_document` and `articles` name
    the articles that are clustered, see `articles`; `collection` is the linker's own.
    """

    tools: str
    claims: int
    last_document: int
    articles: str
    collection: bytes


class Block(NamedTuple):
    """The signatures of some claims: their ids and documents (int64), and rows (float16)."""

    claims: bytes
    documents: bytes
    rows: bytes


_FIELDS = ", ".join(field.name for field in fields(Study))
_BYTES_OF_AN_ID = 8
_IN = "IN (SELECT value FROM json_each(?))"


def get(db: Database) -> Study | None:
    """Return what was left behind, None when there is nothing."""
    row = db.execute(f"SELECT {_FIELDS} FROM study").fetchone()
    return None if row is None else Study(*row)


def forget(db: Database) -> None:
    """Leave nothing behind. Call inside `writing`."""
    for table in ("study", "near", "signature", "block", "naming"):
        db.execute(f"DELETE FROM {table}")


def put(db: Database, study: Study) -> None:
    """Store a study in place of what was left behind before. Call inside `writing`."""
    db.execute("DELETE FROM study")
    db.execute(f"INSERT INTO study ({_FIELDS}) VALUES (?, ?, ?, ?, ?)", astuple(study))


def has_grown(db: Database, last_document: int, articles: str) -> None:
    """Say which articles are clustered by now; see Study. Call inside `writing`."""
    db.execute("UPDATE study SET last_document = ?, articles = ?", [last_document, articles])


def put_links(db: Database, near: Iterable[tuple[int, bytes]], blocks: Iterable[Block]) -> None:
    """Store the links and signatures of claims that have changed or come. Call inside `writing`."""
    db.conn.executemany("INSERT OR REPLACE INTO near VALUES (?, ?)", near)
    db.conn.executemany("INSERT INTO signature (claims, documents, data) VALUES (?, ?, ?)", blocks)


def put_names(db: Database, names: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Store the names of articles, words without spaces. Call inside `writing`."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO naming VALUES (?, ?)",
        ((document, " ".join(some)) for document, some in names),
    )


def names(db: Database, documents: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of those articles of which they are stored."""
    rows = db.execute(
        f"SELECT document_id, names FROM naming WHERE document_id {_IN}", [_json(documents)]
    )
    return {document: text.split() for document, text in rows}


def near(db: Database, claims: Iterable[int]) -> dict[int, bytes]:
    """Return the links of those claims that have any."""
    rows = db.execute(f"SELECT claim_id, links FROM near WHERE claim_id {_IN}", [_json(claims)])
    return dict(rows.fetchall())


def blocks(db: Database) -> Iterator[Block]:
    """Yield all signatures, block by block."""
    for row in db.execute("SELECT claims, documents, data FROM signature ORDER BY id"):
        yield Block(*row)


def compared(db: Database) -> int:
    """Count the claims that were compared, in a whole clustering or since."""
    row = db.execute("SELECT coalesce(sum(length(claims)), 0) FROM signature").fetchone()
    return int(row[0]) // _BYTES_OF_AN_ID


@dataclass(frozen=True, slots=True)
class Articles:
    """The newest article, and digests of what clusters depend on in some first ones and in all."""

    newest: int
    first: str
    all: str


def articles(db: Database, last: int = 0) -> Articles:
    """Return what names the articles there are, and those of them up to `last`."""
    newest = int(db.execute("SELECT coalesce(max(id), 0) FROM document").fetchone()[0])
    rows = db.execute(
        "SELECT id, digest, published, source_id FROM document"
        " WHERE superseded_by IS NULL ORDER BY id"
    ).fetchall()
    known = bisect_right(rows, last, key=lambda row: row[0])
    parts = hashlib.sha256("".join(f"{row}\n" for row in rows[:known]).encode())
    first = parts.hexdigest()
    parts.update("".join(f"{row}\n" for row in rows[known:]).encode())
    return Articles(newest, first, parts.hexdigest())


def waiting(db: Database, last: int) -> list[int]:
    """Return the claims in use that are in no cluster, of articles that came after `last`."""
    rows = db.execute(
        "SELECT claim.id FROM claim JOIN document ON document.id = document_id"
        " WHERE cluster_id IS NULL AND left_out IS NULL AND superseded_by IS NULL"
        " AND document_id > ? ORDER BY document.name, document.digest, claim.id",
        [last],
    )
    return [row[0] for row in rows]


def only_grown(db: Database, last: int) -> bool:
    """Say whether nothing has happened to clusters' claims but that new articles came."""
    waits = (
        "SELECT 1 FROM claim JOIN document ON document.id = document_id WHERE cluster_id IS NULL"
        " AND left_out IS NULL AND superseded_by IS NULL AND document_id <= ?"
    )
    # CROSS JOIN: the articles that are out of use are few, the claims in clusters are many.
    gone = (
        "SELECT 1 FROM document CROSS JOIN claim ON document_id = document.id"
        " WHERE superseded_by IS NOT NULL AND cluster_id IS NOT NULL"
    )
    row = db.execute(f"SELECT EXISTS ({waits}) OR EXISTS ({gone})", [last]).fetchone()
    return not row[0]


def together(db: Database, claims: Iterable[int]) -> dict[int, int]:
    """Return claim -> cluster for all claims of the clusters that `claims` are in."""
    rows = db.execute(
        "SELECT id, cluster_id FROM claim WHERE left_out IS NULL AND cluster_id IN"
        f" (SELECT cluster_id FROM claim WHERE id {_IN})",
        [_json(claims)],
    )
    return dict(rows.fetchall())


def homes(db: Database, claims: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return (claim, cluster, its claims) for those claims that are in one."""
    rows = db.execute(
        "SELECT claim.id, cluster_id, cluster.claims FROM claim"
        f" JOIN cluster ON cluster.id = cluster_id WHERE claim.id {_IN}",
        [_json(claims)],
    )
    return rows.fetchall()


def sentences_of(db: Database, documents: Iterable[int]) -> Mapping[int, Sequence[int]]:
    """Return document -> the sentences that its claims in use come from, in order."""
    found: dict[int, list[int]] = {}
    for document_id, sentence_id in db.execute(
        "SELECT DISTINCT document_id, sentence_id FROM claim"
        f" WHERE left_out IS NULL AND unchecked = '' AND document_id {_IN}"
        " ORDER BY document_id, sentence_id",
        [_json(documents)],
    ):
        found.setdefault(document_id, []).append(sentence_id)
    return found


def _json(ids: Iterable[int]) -> str:
    return json.dumps([int(one) for one in ids])

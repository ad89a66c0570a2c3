"""How articles were split before another splitter took them apart anew: kept, and out of force.

The sentences and claims of an earlier splitting go to a version of their own that the article
itself has replaced, as a newer text would have. It has no path, since no file is read into it, and
a digest that names the splitter too, so that its claims have other keys than those in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import claims, renamed, surgery
from db import documents as document_table
from db.digests import document_digest

if TYPE_CHECKING:
    from sqlite_utils import Database

_PARTS = ("sentence", "claim")


def all_(db: Database) -> list[tuple[int, str]]:
    """Return (article, what split it) of every version that was read from a file and is split."""
    rows = db.execute(
        "SELECT id, split_by FROM document WHERE split_by IS NOT NULL AND path != '' ORDER BY id"
    )
    return rows.fetchall()


def set_aside(db: Database, article: int, splitter: str) -> None:
    """Keep an article's sentences and claims out of force; it waits to be split by `splitter`.

    What `splitter` has made of it earlier comes back at once. Call inside `writing`.
    """
    earlier = db.execute(
        "SELECT kept.id FROM document AS kept JOIN document AS own ON own.id = ?"
        " WHERE kept.path = '' AND kept.content = own.content AND kept.source_id = own.source_id"
        " AND kept.split_by = ? AND EXISTS (SELECT 1 FROM sentence WHERE document_id = kept.id)",
        [article, splitter],
    ).fetchone()
    kept = _keep(db, article)
    if earlier is not None:
        _bring_back(db, article, earlier[0], kept, splitter)


def _keep(db: Database, article: int) -> int:
    """Move an article's sentences and claims to the version that is kept; return its id."""
    (row,) = db.query(
        "SELECT document.*, source.name AS named FROM document"
        " JOIN source ON source.id = source_id WHERE document.id = ?",
        [article],
    )
    digest = document_digest(str(row.pop("named")), str(row["text"]), str(row["split_by"]))
    newer = article if row["superseded_by"] is None else row["superseded_by"]
    known = db.execute("SELECT id FROM document WHERE digest = ?", [digest]).fetchone()
    if known is None:
        kept = row | {"id": None, "digest": digest, "path": "", "superseded_by": newer}
        names = ", ".join(f'"{name}"' for name in kept)
        marks = ", ".join("?" * len(kept))
        sql = f"INSERT INTO document ({names}) VALUES ({marks})"
        number = int(db.execute(sql, list(kept.values())).lastrowid or 0)
    else:
        number = int(known[0])
        db.execute("UPDATE document SET superseded_by = ? WHERE id = ?", [newer, number])
    _move(db, article, number, digest)
    db.execute("UPDATE document SET split_by = NULL WHERE id = ?", [article])
    return number


def _bring_back(db: Database, article: int, earlier: int, kept: int, splitter: str) -> None:
    """Put an earlier splitting in force, with what reviewers have left out since."""
    document = document_table.get(db, article)
    _move(db, earlier, article, document.digest)
    renamed.reclaim(db, article)
    db.execute(
        "UPDATE claim SET left_out = NULL WHERE document_id = ? AND left_out = 'dropped'"
        " AND text IN (SELECT text FROM claim WHERE document_id = ? AND left_out IS NULL)",
        [article, kept],
    )
    surgery.inherit(db, document)
    document_table.mark_split(db, article, splitter)


def _move(db: Database, from_: int, to: int, digest: str) -> None:
    for table in _PARTS:
        db.execute(f"UPDATE {table} SET document_id = ? WHERE document_id = ?", [to, from_])
    claims.rename(db, to, digest)

"""What the project holds: its sources and its articles, each with its counts and its state."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING

from db import library
from db.shelf import Holding, SourceHolding, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

_COUNTED = "SELECT document_id, count(*) AS claims, count(cluster_id) AS placed FROM claim"
_CLAIMS = f"{_COUNTED} WHERE left_out IS NULL GROUP BY document_id"
_ASKED = "(SELECT value FROM json_each(?1))"
_CLAIMS_ASKED = (
    f"{_COUNTED} WHERE left_out IS NULL AND document_id IN {_ASKED} GROUP BY document_id"
)
_SHOWN = "(superseded_by IS NULL OR superseded_by = document.id)"


def articles(db: Database) -> list[Holding]:
    """Return the articles in force and those that were removed, by source and name."""
    order = "ORDER BY source.name, document.name, document.id"
    return _read(db, _CLAIMS, f"{_SHOWN} {order}")


def some(db: Database, article_ids: Sequence[int]) -> list[Holding]:
    """Return some of them, in the order asked."""
    asked = json.dumps(list(article_ids))
    found = _read(db, _CLAIMS_ASKED, f"{_SHOWN} AND document.id IN {_ASKED}", asked)
    by_id = {holding.id: holding for holding in found}
    return [by_id[number] for number in article_ids if number in by_id]


def numbers(db: Database, source: str = "") -> array[int]:
    """Return the ids of the same articles, of all sources or of one, in the order of `articles`."""
    # By the index of what took its place: to read that beside the text takes the whole text.
    shown = (
        "SELECT id FROM document WHERE superseded_by IS NULL"
        " UNION ALL SELECT id FROM document WHERE superseded_by > 0 AND superseded_by = id"
    )
    rows = db.execute(
        f"SELECT document.id FROM ({shown}) AS shown CROSS JOIN document ON document.id = shown.id"
        " CROSS JOIN source ON source.id = source_id WHERE ?1 IN ('', source.name)"
        " ORDER BY source.name, document.name, document.id",
        [source],
    )
    return array("q", (row[0] for row in rows))


def _read(db: Database, claims: str, where: str, *values: str) -> list[Holding]:
    rows = db.execute(
        "SELECT document.id, document.name, source.name, title, published, path, content,"
        " coalesce(told.claims, 0),"
        f" CASE WHEN superseded_by IS NOT NULL THEN '{State.REMOVED}'"
        f" WHEN split_by IS NULL OR told.placed < told.claims THEN '{State.NEW}'"
        f" ELSE '{State.PROCESSED}' END,"
        " coalesce(told_source, ''), coalesce(told_published, ''), told_published IS NOT NULL"
        " FROM document JOIN source ON source.id = source_id"
        f" LEFT JOIN ({claims}) AS told ON told.document_id = document.id WHERE {where}",
        values,
    )
    return [
        Holding(
            *(number, *texts, int(claims), State(state), told_source, told_published, bool(redated))
        )
        for number, *texts, claims, state, told_source, told_published, redated in rows
    ]


def sources(db: Database) -> list[SourceHolding]:
    """Return the sources of the articles in force, by name; those of removed articles too."""
    families = library.said(db).families
    rows = db.execute(
        "SELECT source.name, count(*) FILTER (WHERE superseded_by IS NULL),"
        " coalesce(sum(told.claims) FILTER (WHERE superseded_by IS NULL), 0),"
        " coalesce(min(nullif(published, '')), ''), coalesce(max(published), '')"
        " FROM document JOIN source ON source.id = source_id"
        f" LEFT JOIN ({_CLAIMS}) AS told ON told.document_id = document.id"
        f" WHERE {_SHOWN} GROUP BY source.id ORDER BY source.name"
    )
    return [
        SourceHolding(name, articles, claims, first, last, families.get(name))
        for name, articles, claims, first, last in rows
    ]

"""What the project holds: its sources and its articles, each with its counts and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import library
from db.shelf import Holding, SourceHolding, State

if TYPE_CHECKING:
    from sqlite_utils import Database

_CLAIMS = (
    "SELECT document_id, count(*) AS claims, count(cluster_id) AS placed FROM claim"
    " WHERE left_out IS NULL GROUP BY document_id"
)
_SHOWN = "(superseded_by IS NULL OR superseded_by = document.id)"


def articles(db: Database) -> list[Holding]:
    """Return the articles in force and those that were removed, by source and name."""
    rows = db.execute(
        "SELECT document.id, document.name, source.name, title, published, path, content,"
        " coalesce(told.claims, 0),"
        f" CASE WHEN superseded_by IS NOT NULL THEN '{State.REMOVED}'"
        f" WHEN split_by IS NULL OR told.placed < told.claims THEN '{State.NEW}'"
        f" ELSE '{State.PROCESSED}' END,"
        " coalesce(told_source, ''), coalesce(told_published, ''), told_published IS NOT NULL"
        " FROM document JOIN source ON source.id = source_id"
        f" LEFT JOIN ({_CLAIMS}) AS told ON told.document_id = document.id"
        f" WHERE {_SHOWN} ORDER BY source.name, document.name, document.id"
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

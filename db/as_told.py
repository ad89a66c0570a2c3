"""A project as if nobody had said anything of its sources and articles; the log of acts stays.

Articles of projects in which other things were said have the same names then, and can be matched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from db import acts, clusters, library
from db.connection import writing
from db.digests import claim_key, digest_of, document_digest
from db.places import parse_spans
from db.records import ActKind

if TYPE_CHECKING:
    from sqlite_utils import Database


def unsay(db: Database) -> dict[str, str]:
    """Give articles the sources and dates that their files tell, and bring removed ones back.

    Returns the keys that claims had by names that reviewers gave to sources, each with the key that
    the claim has now; these are forgotten in the project itself. Raises ValueError.
    """
    named = [act for act in acts.of_library(db) if act.kind is ActKind.RENAME_SOURCE]
    with writing(db):
        lost = _make_lost_homes(db)
        library.follow(db, library.Said())
        _name(db, lost)
        return _forget_keys(db, {json.loads(act.value)["name"] for act in named})


def _make_lost_homes(db: Database) -> list[int]:
    """Make the clusters in which claims of removed articles were, where they have gone since."""
    rows = db.execute(
        "SELECT DISTINCT cluster_id FROM withdrawn WHERE cluster_id NOT IN (SELECT id FROM cluster)"
    )
    lost = [number for (number,) in rows]
    clusters.make_empty(db, lost)
    return lost


def _name(db: Database, lost: list[int]) -> None:
    """Name clusters by their claims: the same in every copy of the project."""
    for number in lost:
        key = db.execute("SELECT min(key) FROM claim WHERE cluster_id = ?", [number]).fetchone()[0]
        name = digest_of(f"withdrawn {key}".encode())[:32]
        db.execute("UPDATE OR IGNORE cluster SET uid = ? WHERE id = ?", [name, number])


def _forget_keys(db: Database, names: set[str]) -> dict[str, str]:
    rows = db.execute(
        "SELECT old, claim.key, spans, document.text, iif(path = '', split_by, '') FROM renamed"
        " JOIN claim ON claim.key = new JOIN document ON document.id = document_id"
    )
    found = {
        old: key
        for old, key, spans, text, kept in (rows.fetchall() if names else ())
        if old
        in {
            claim_key(document_digest(name, text, as_), parse_spans(spans))
            for name in names
            for as_ in {"", kept}
        }
    }
    db.conn.executemany("DELETE FROM renamed WHERE old = ?", [(old,) for old in found])
    return found

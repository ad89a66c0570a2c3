"""What articles that join a project share with those that are there.

Not all articles are looked at: only those that a new one has most claims in common with, and one
of each of the new ones' sources. A clustering of the whole finds the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import documents, sentences
from workbench.library import families
from workbench.origins.relations import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from db.origin import Relation


def relations(db: Database, new: Iterable[int], near: Iterable[int]) -> list[Relation]:
    """Return the relations that name a new article; `near` are others to compare them with."""
    joined = set(new)
    looked_at = {*joined, *near, *documents.oldest_of_sources(db, joined)}
    articles = documents.some(db, looked_at)
    told = {a.id: sentences.of_document(db, a.id) for a in articles}
    found = find(articles, told, families(db))
    return [relation for relation in found if joined.intersection(relation.documents)]

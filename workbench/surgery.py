"""What a reviewer does to claims, clusters, sources and articles.

Each act is one transaction, with all that follows from it for the clusters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import acts, claims, clusters, documents, opinions, relations, sentences, surgery
from db import library as shelves
from db.connection import writing
from db.shelf import LIBRARY_ACTS
from workbench import grouping, library
from workbench.origins.grouping import Origins
from workbench.prose.markup import prose_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlite_utils import Database

    from db.records import Act, ActKind


def merge(db: Database, into: int, other: int, reviewer: str) -> Act:
    """Move all claims of `other` to `into`. Raises KeyError, ValueError if they are the same."""
    return _do(db, lambda: surgery.merge(db, into, other, reviewer))


def detach(db: Database, keys: Sequence[str], reviewer: str) -> Act:
    """Make a cluster of some claims of another, its id is the act's value.

    Raises KeyError, ValueError when the claims are of several clusters or all of theirs.
    """
    return _do(db, lambda: surgery.detach(db, keys, reviewer))


def drop(db: Database, key: str, reviewer: str) -> Act:
    """Leave a claim out as nothing to check. Raises KeyError when it is in no cluster."""
    return _do(db, lambda: surgery.drop(db, key, reviewer))


def take_whole(db: Database, key: str, reviewer: str) -> Act:
    """Put the whole sentence in the place of a claim and of all others of that sentence.

    Raises KeyError when it is in no cluster, ValueError when it is the whole sentence already.
    """

    def take() -> Act:
        claim = claims.by_key(db, key)
        document = documents.get(db, claim.document_id)
        sentence = sentences.get(db, claim.sentence_id)
        spans = prose_spans(document, (sentence.start, sentence.end))
        return surgery.take_whole(db, key, reviewer, document, spans)

    return _do(db, take)


def relate(db: Database, kind: ActKind, keys: Sequence[str], reviewer: str) -> Act:
    """Say that the articles of some claims share an origin (JOIN), or that they do not (PART).

    Raises KeyError, ValueError when the claims are of one article.
    """
    return _do(db, lambda: surgery.relate(db, kind, keys, reviewer))


def rename_source(db: Database, source: str, name: str, reviewer: str) -> Act:
    """Give a source another name, for all its articles and those to come.

    Raises KeyError when there is no such source, ValueError when it cannot have this name.
    """
    return _do(db, lambda: shelves.rename_source(db, source, name, reviewer))


def set_family(db: Database, source: str, family: str, reviewer: str) -> Act:
    """Say which publisher a source belongs to, '' for none. Raises KeyError."""
    return _do(db, lambda: shelves.set_family(db, source, family, reviewer))


def set_date(db: Database, article: int, date: str, reviewer: str) -> Act:
    """Say when an article was published, '' for unknown. Raises KeyError."""
    return _do(db, lambda: shelves.set_date(db, article, date, reviewer))


def remove(db: Database, article: int, reviewer: str) -> Act:
    """Take an article out of use, with its claims; nothing is deleted.

    Raises KeyError, ValueError when it is removed already.
    """
    return _do(db, lambda: shelves.remove(db, article, True, reviewer))


def restore(db: Database, article: int, reviewer: str) -> Act:
    """Bring a removed article back, its claims to where they were. Raises KeyError, ValueError."""
    return _do(db, lambda: shelves.remove(db, article, False, reviewer))


def undo(db: Database, reviewer: str) -> Act | None:
    """Take back the reviewer's last standing act; None when there is none."""
    return acts.undo(db, reviewer, lambda act: regroup(db, _settle(db, act, surgery.revert)))


def redo(db: Database, reviewer: str) -> Act | None:
    """Do again what the reviewer undid last; None when there is nothing, or another act since."""
    return acts.redo(db, reviewer, lambda act: regroup(db, _settle(db, act, surgery.apply)))


def regroup(db: Database, cluster_ids: Iterable[int]) -> None:
    """Bring clusters in line with the claims that they hold now. Call inside `writing`."""
    known = Origins(relations.everything(db), *relations.by_reviewers(db))
    for cluster_id in sorted(cluster_ids):
        members = claims.in_cluster(db, cluster_id)
        if not members:
            clusters.empty(db, cluster_id)
            continue
        articles = {c.document_id: documents.get(db, c.document_id) for c in members}
        heard = opinions.in_cluster(db, cluster_id)
        clusters.put(db, grouping.group(members, articles, known, cluster_id, heard))


def _do(db: Database, log: Callable[[], Act]) -> Act:
    with writing(db):
        act = log()
        regroup(db, _settle(db, act, surgery.apply))
        return act


def _settle(db: Database, act: Act, with_claims: Callable[[Database, Act], set[int]]) -> set[int]:
    """Do what follows from an act; return the clusters that it may have changed."""
    return library.settle(db, act) if act.kind in LIBRARY_ACTS else with_claims(db, act)

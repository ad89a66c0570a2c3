"""What a reviewer does to claims and clusters: each act is one transaction, clusters and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import acts, claims, clusters, documents, opinions, relations, sentences, surgery
from db.connection import writing
from workbench import grouping
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


def undo(db: Database, reviewer: str) -> Act | None:
    """Take back the reviewer's last standing act; None when there is none."""
    return acts.undo(db, reviewer, lambda act: regroup(db, surgery.revert(db, act)))


def redo(db: Database, reviewer: str) -> Act | None:
    """Do again what the reviewer undid last; None when there is nothing, or another act since."""
    return acts.redo(db, reviewer, lambda act: regroup(db, surgery.apply(db, act)))


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
        regroup(db, surgery.apply(db, act))
        return act

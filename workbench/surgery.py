"""What a reviewer does to claims, clusters, sources and articles.

Each act is one transaction, with all that follows from it for the clusters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import (
    acts,
    claims,
    clusters,
    documents,
    headlines,
    opinions,
    relations,
    sentences,
    surgery,
)
from db import library as shelves
from db.connection import writing
from db.records import ActKind
from db.shelf import LIBRARY_ACTS
from workbench import library
from workbench.clustering import grouping
from workbench.origins.grouping import Origins
from workbench.prose.markup import prose_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlite_utils import Database

    from db.records import Act


def merge(db: Database, into: int, other: int, reviewer: str) -> Act:
    """Move all claims of `other` to `into`. Raises KeyError, ValueError: see `db.surgery.merge`."""
    return _do(db, lambda: surgery.merge(db, into, other, reviewer))


def detach(db: Database, keys: Sequence[str], reviewer: str, into: int | None = None) -> Act:
    """Make a cluster of some claims of another, or put them `into` one that there is.

    The act's value is the id of the cluster that they are in now; all claims of a cluster that go
    into another are a merge. Raises KeyError, ValueError when the claims are of several clusters,
    or all of theirs and to be one of their own.
    """
    return _do(db, lambda: surgery.detach(db, keys, reviewer, into))


def rename(db: Database, cluster_id: int, text: str, reviewer: str) -> Act:
    """Call a cluster `text` in lists; "" lets it speak for itself again. Raises KeyError.

    Words that a claim of the cluster has are taken to be of that claim, and hold while it is there.
    """
    with writing(db):
        members = claims.in_cluster(db, cluster_id)
        key = next((claim.key for claim in members if claim.text == text), "")
        act = headlines.rename(db, cluster_id, text, reviewer, key)
        _retitle(db, cluster_id)
        return act


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
    return acts.undo(db, reviewer, lambda act: _settle(db, act, surgery.revert))


def redo(db: Database, reviewer: str) -> Act | None:
    """Do again what the reviewer undid last; None when there is nothing, or another act since."""
    return acts.redo(db, reviewer, lambda act: _settle(db, act, surgery.apply))


def regroup(db: Database, cluster_ids: Iterable[int]) -> None:
    """Bring clusters in line with the claims that they hold now. Call inside `writing`."""
    held = {number: claims.in_cluster(db, number) for number in sorted(cluster_ids)}
    told = {claim.document_id for members in held.values() for claim in members}
    joined, parted = relations.by_reviewers(db)
    known = Origins(relations.around(db, told.union(*joined)), joined, parted)
    for cluster_id, members in held.items():
        if not members:
            clusters.empty(db, cluster_id)
            continue
        articles = {c.document_id: documents.get(db, c.document_id) for c in members}
        heard = opinions.in_cluster(db, cluster_id)
        chosen = headlines.of_cluster(db, cluster_id)
        clusters.put(db, grouping.group(members, articles, known, cluster_id, heard, chosen))


def _settle(db: Database, act: Act, move: Callable[[Database, Act], set[int]]) -> None:
    """Do what follows from an act, and bring in line the clusters that it may have changed."""
    if act.kind is ActKind.RENAME:
        _retitle(db, act.cluster_id)
    elif act.kind in LIBRARY_ACTS:
        regroup(db, library.settle(db, act))
    else:
        regroup(db, move(db, act))


def _retitle(db: Database, cluster_id: int) -> None:
    """Let a cluster be called as the acts on it say; what is suggested for it stays."""
    members = claims.in_cluster(db, cluster_id)
    if members:
        chosen = headlines.of_cluster(db, cluster_id)
        clusters.set_headline(db, cluster_id, grouping.headline(members, chosen))


def _do(db: Database, log: Callable[[], Act]) -> Act:
    with writing(db):
        act = log()
        _settle(db, act, surgery.apply)
        return act

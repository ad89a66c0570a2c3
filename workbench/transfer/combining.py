"""Join projects offline: a new one with the articles, vectors, acts and clusters of all.

Works without models: vectors lie in the files, and the next `add` clusters anew around what was
judged. The files that are joined are only read.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import (
    claims,
    documents,
    joined,
    library,
    relations,
    scratch,
    sentences,
    settings,
    sides,
    verdicts,
)
from db.backups import check_no_journal
from db.checks import problems
from db.connection import open_writer, writing
from db.errors import ProjectDamaged, ProjectsDiffer, speaking_plainly
from db.records import ActKind
from workbench import surgery
from workbench.errors import InputError
from workbench.library import families
from workbench.origins.relations import find as find_shared
from workbench.transfer import disputes
from workbench.transfer.correspondence import Clusters
from workbench.transfer.reconciling import Reconciled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from db.sides import Side
    from workbench.transfer.reconciling import Conflict


@dataclass(frozen=True, slots=True)
class Combined:
    """How much is in the joined project, and a line for everything on which the others conflict."""

    articles: int
    acts: int
    reviewers: int
    conflicts: list[str]


def combine(paths: Sequence[Path], new: Path) -> Combined:
    """Write the project `new` of two others or more, whole or not at all.

    Raises InputError, ProjectError, OSError.
    """
    if new.exists():
        raise InputError(f"{new} is there already; choose another name")
    check_no_journal(new)
    if len(paths) < 2:
        raise InputError("name two projects or more")
    with (
        scratch.folder(new, "combine") as folder,
        ExitStack() as stack,
    ):
        found = []
        for number, path in enumerate(paths):
            found.append(sides.read(path, folder / f"{number}.db"))
            stack.callback(found[-1].db.close)
        sides.same_sources(found)
        found = [sides.again(side) for side in found]
        sides.check_alike(found)
        draft = folder / "new.db"
        db = open_writer(draft)
        try:
            with speaking_plainly(new):
                combined = _join(db, found)
        except (LookupError, TypeError, ValueError) as error:
            raise ProjectsDiffer(f"these projects cannot be joined: {error}") from error
        finally:
            db.close()
        draft.replace(new)
    return combined


def _join(db: Database, found: Sequence[Side]) -> Combined:
    joined.store_articles(db, found)
    clusters = Clusters(found)
    told = Reconciled(found, clusters, claims.heirs(db))
    homes = told.homes(claims.in_force(db))
    numbers = clusters.nodes()
    words = joined.last_words(found, numbers)
    joined.store_clusters(db, clusters.names, words, homes, told.came_from(homes))
    _store_log(db, found, told, numbers)
    joined.store_heard(db, found)
    joined.store_shares(db, found, numbers)
    joined.store_skipped(db, found)
    drafts = joined.store_drafts(db, found, numbers)
    _settle(db, found)
    wrong = [line for line in problems(db) if not line.startswith("unfinished: ")]
    if wrong:
        raise ProjectDamaged(f"the joined project would not be sound: {wrong[0]}")
    return Combined(
        articles=len(documents.current(db)),
        acts=len(told.log),
        reviewers=len({act.reviewer for act in told.log}),
        conflicts=[
            *(_in_words(db, conflict) for conflict in told.conflicts()),
            *disputes.found(db, told.apart),
            *(f"draft of {by} on cluster {cluster}: the longer is kept" for by, cluster in drafts),
        ],
    )


def _store_log(
    db: Database, found: Sequence[Side], told: Reconciled, numbers: dict[tuple[int, int], int]
) -> None:
    places = {act.uid: place for place, act in enumerate(told.log, 1)}
    clusters: list[dict[int, int]] = [{} for _ in found]
    for (n, cluster), number in numbers.items():
        clusters[n][cluster] = number
    to = [
        joined.Numbers(
            clusters[n],
            {act.id: places[act.uid] for act in side.log},
            joined.article_numbers(db, side),
        )
        for n, side in enumerate(found)
    ]
    log = [joined.renumbered(act, to[told.home_side[act.uid]]) for act in told.log]
    joined.store_acts(db, log, told.undone)


def _settle(db: Database, found: Sequence[Side]) -> None:
    """Bring articles in line with the log, and count the clusters anew.

    Say of what clustering they are if all sides have the same.
    """
    with writing(db):
        library.derive(db)
        articles = documents.current(db)
        told = {article.id: sentences.of_document(db, article.id) for article in articles}
        relations.replace_all(db, find_shared(articles, told, families(db)))
        surgery.regroup(db, claims.clusters_in_use(db))
        verdicts.derive_all(db)
    stamps = {settings.get(side.db, "clustered") for side in found}
    kept = {side.articles for side in found}
    if len(stamps) == len(kept) == 1 and kept == {frozenset(a.digest for a in articles)}:
        settings.put(db, "clustered", stamps.pop())


def _in_words(db: Database, conflict: Conflict) -> str:
    claim = claims.by_key(db, conflict.key)
    does = {ActKind.MERGE: "merged", ActKind.DETACH: "detached", ActKind.DROP: "left out"}
    earlier, later = (
        f"{does.get(act.kind, 'replaced')} by {act.reviewer} ({act.at[:19]})"
        for act in (conflict.earlier, conflict.later)
    )
    return f"claim {claim.key} {claim.text!r}: {earlier}, {later}; the later act stands"

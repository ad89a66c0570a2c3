"""Make a sound project of what can be read of a damaged one; the next build completes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import documents, scratch, settings
from db.backups import check_no_journal
from db.connection import open_writer
from db.errors import ProjectDamaged, speaking_plainly
from db.recovered_acts import store_acts
from db.recovery import Recovery, store_articles, whole_sentences
from db.salvage import read
from workbench.errors import InputError, ModelError
from workbench.kinds import ATOMIC, CLAUSES, kind_of
from workbench.splitting import split_one
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from workbench.stages.claim import Splitter


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many articles and acts are in the new project, and a line for all that is not."""

    articles: int
    acts: int
    lost: list[str]


def recover(broken: Path, new: Path) -> Recovered:
    """Write the project `new`, whole or not at all; `broken` stays as it is.

    Claims are where they were, but clusters are not counted before the next build. Raises
    InputError, ModelError when atomic claims must be made again and the parser cannot be loaded,
    ProjectError, OSError.
    """
    if new.exists():
        raise InputError(f"{new} is there already; choose another name")
    check_no_journal(new)
    with scratch.folder(new, "recover") as folder:
        draft = folder / "new.db"
        recovery = Recovery(read(broken, folder))
        db = open_writer(draft)
        try:
            with speaking_plainly(new):
                acts = _store(db, recovery)
        finally:
            db.close()
        if not recovery.digests:
            raise ProjectDamaged(f"{broken} is damaged: no article in it can be read")
        draft.chmod(broken.stat().st_mode & 0o777)
        draft.replace(new)
    return Recovered(len(recovery.digests), acts, recovery.lost)


def _store(db: Database, recovery: Recovery) -> int:
    store_articles(db, recovery)
    kind = _kind_of_claims(db, recovery)
    settings.put(db, "claims", kind)
    again = sorted(recovery.torn & recovery.digests.keys())
    if again:
        splitter = _splitter(db, kind)
        for document_id in again:
            split_one(db, documents.get(db, document_id), splitter)
        whole_sentences(db, recovery)
    return store_acts(db, recovery)


def _kind_of_claims(db: Database, recovery: Recovery) -> str:
    """Return how the project splits sentences, by what is known of its articles if need be."""
    rows = recovery.salvage.rows["document"].values()
    by_trees = any(kind_of(str(row.get("split_by"))) == ATOMIC for row in rows if row.get("path"))
    kind = settings.get(db, "claims")
    return kind if kind in (ATOMIC, CLAUSES) else (ATOMIC if by_trees else CLAUSES)


def _splitter(db: Database, kind: str) -> Splitter:
    if kind == CLAUSES:
        return RuleSplitter()
    from models.embedder import DEFAULT, Embedder, ModelUnavailable
    from workbench.build import splitter

    try:
        embedder = Embedder(settings.get(db, "model", DEFAULT), settings.get(db, "backend"))
        return splitter(kind, embedder)
    except ModelUnavailable as error:
        raise ModelError(str(error)) from error

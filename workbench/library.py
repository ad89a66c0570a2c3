"""What follows from a reviewer's acts on sources and articles, and how articles stand on disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db import documents, library, relations
from db.digests import digest_of
from db.origin import Reason
from db.records import ActKind
from db.shelf import State
from workbench.origins.families import load_families, one_family
from workbench.origins.relations import one_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from db.records import Act
    from db.shelf import Holding
    from workbench.origins.families import Families


@dataclass(frozen=True, slots=True)
class OnDisk:
    """How the file of an article stands beside what was read of it; '' where nothing is to say."""

    article: int
    state: str


def settle(db: Database, act: Act) -> set[int]:
    """Bring articles and relations in line with the log once `act` has been done or undone.

    Returns the clusters that this may have changed. Raises ValueError when it cannot be done.
    """
    changed = library.derive(db)
    if act.kind in (ActKind.SET_FAMILY, ActKind.RENAME_SOURCE):
        _relate(db)
    if act.kind is ActKind.SET_FAMILY:
        source = json.loads(act.value)["source"]
        changed |= library.clusters_of(db, library.said(db).name(source))
    return changed


def families(db: Database) -> Families:
    """Return who owns which outlets: the table, and above it what reviewers have said."""
    return load_families().with_said(library.said(db).families)


def families_said(db: Database) -> str:
    """Name what reviewers have said of families, '' for nothing."""
    said = library.said(db).families
    return json.dumps(sorted(said.items())) if said else ""


def on_disk(holdings: Iterable[Holding]) -> Iterator[OnDisk]:
    """Look at the files of articles one by one: "changed", "missing", or why it is unreadable.

    A removed article is not looked for.
    """
    for holding in holdings:
        gone = holding.state is State.REMOVED
        yield OnDisk(holding.id, "" if gone else _beside(holding))


def _beside(holding: Holding) -> str:
    from workbench.stages.document import decode

    try:
        text, _ = decode(Path(holding.path).read_bytes())
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError) as error:
        return f"unreadable: {error.strerror if isinstance(error, OSError) else error}"
    return "" if digest_of(text.encode()) == holding.content else "changed"


def _relate(db: Database) -> None:
    """Find anew which articles are of one source or of one publisher."""
    articles = sorted(documents.outlines(db), key=lambda article: article.id)
    found = [*one_source(articles), *one_family(articles, families(db))]
    relations.replace_reasons(db, (Reason.SOURCE, Reason.FAMILY), found)

"""On what acts conflict that move no claim: names, dates, publishers, headlines, shared origins."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from db import acts, claims, documents
from db.library import Said, in_force
from db.records import ActKind
from db.shelf import LIBRARY_ACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    from db.records import Act

Said_of = tuple[str, str]
"""What an act is about, and what it says of that."""
_KINDS = (*LIBRARY_ACTS, ActKind.JOIN, ActKind.PART, ActKind.RENAME)
_DOES = {
    ActKind.REMOVE: "removed",
    ActKind.RESTORE: "restored",
    ActKind.JOIN: "joined",
    ActKind.PART: "parted",
}


def found(db: Database, apart: Callable[[Act, Act], bool]) -> Iterator[str]:
    """Yield a line for everything of which two acts say something else that stand `apart`.

    Of each the newest act holds, and the newest before it that stands apart from it is named.
    """
    told: dict[str, list[tuple[Act, str]]] = defaultdict(list)
    names = Said()
    for act in acts.standing(db, *_KINDS):
        for what, says in _read(db, act, names):
            told[what].append((act, says))
    for what, (*before, (last, says)) in told.items():
        for act, said in reversed(before):
            if said != says and apart(act, last):
                yield f"{what}: {_by(said, act)}, {_by(says, last)}; the later act stands"
                break


def _read(db: Database, act: Act, names: Said) -> Iterator[Said_of]:
    """Yield what an act says of what. `names` are those that sources have before it."""
    if act.kind in LIBRARY_ACTS:
        yield from _of_library(db, act, names)
    elif act.kind is ActKind.RENAME:
        yield f"headline of cluster {act.cluster_id}", repr(act.value)
    else:
        told = {in_force(db, claims.by_key(db, key).document_id) for key in act.claims}
        for left, right in combinations(sorted(told), 2):
            yield f"{_article(db, left)} and {_article(db, right)}", _DOES[act.kind]


def _of_library(db: Database, act: Act, names: Said) -> Iterator[Said_of]:
    value = json.loads(act.value)
    if act.kind is ActKind.RENAME_SOURCE:
        for source in _there(db, names.told(value["source"])):
            yield f"source {source}", repr(value["name"])
        names.rename(value["source"], value["name"])
    elif act.kind is ActKind.SET_FAMILY:
        for source in _there(db, names.told(value["source"])):
            yield f"publisher of {source}", repr(value["family"])
    elif value["article"] and act.kind is ActKind.SET_DATE:
        yield f"date of {_article(db, in_force(db, value['article']))}", repr(value["date"])
    elif value["article"]:
        yield _article(db, in_force(db, value["article"])), _DOES[act.kind]


def _there(db: Database, told: list[str]) -> list[str]:
    """Return those sources that files tell of."""
    rows = db.execute(
        "SELECT coalesce(told_source, source.name) FROM document"
        " JOIN source ON source.id = source_id"
    )
    return sorted(set(told) & {source for (source,) in rows})


def _article(db: Database, number: int) -> str:
    article = documents.get(db, number)
    return f"article {number} ({article.source}, {article.name})"


def _by(says: str, act: Act) -> str:
    return f"{says} by {act.reviewer} ({act.at[:19]})"

"""Projects that are to be joined, each read from a copy; what lies in them was made by others.

The files themselves are never written to, nor is anything beside them.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from db import acts, claims, connection, documents, former_homes
from db.as_told import unsay
from db.checks import problems
from db.errors import ProjectDamaged, ProjectsDiffer, speaking_plainly
from db.recovered_acts import sound_act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from db.records import Act, LeftOut

Home = tuple[int | None, "LeftOut | None"]
"""The cluster that a claim is in, or why it is in none."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the projects. `undone` and `names` are uids of acts and of clusters.

    `homes` says of each claim, by its key, where it is.
    """

    db: Database
    path: Path
    log: Sequence[Act]
    undone: frozenset[str]
    names: dict[int, str]
    homes: dict[str, Home]
    known: frozenset[str] = field(default_factory=frozenset)
    """The uids of all its acts."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Keys that claims had by names that reviewers gave to sources -> their keys as told."""
    articles: frozenset[str] = frozenset()
    """The digests of its articles in force, by what was said of them."""
    former: dict[str, frozenset[int]] = field(default_factory=dict)
    """Keys of claims -> the clusters from which they came when it was itself joined."""


def read(path: Path, copy: Path) -> Side:
    """Read a project by way of `copy`, brought to today's schema. Raises ProjectError.

    In the copy its articles are as their files tell of them, whatever reviewers have said since.

    One that has anything wrong with it is refused: it could spoil what is sound in the others.
    """
    with (
        speaking_plainly(path),
        closing(connection.open_as_it_is(path)) as there,
        closing(connection.empty_file(copy)) as here,
    ):
        there.conn.backup(here.conn)
    db = connection.open_writer(copy, make=False)
    try:
        with speaking_plainly(path):
            wrong = [line for line in problems(db) if not line.startswith("unfinished: ")]
            if not wrong:
                return _read(db, path)
    except (LookupError, TypeError, ValueError) as error:
        wrong = [str(error)]
    except BaseException:
        db.close()
        raise
    db.close()
    raise ProjectDamaged(f"{path}: {wrong[0]}; see: workbench verify, workbench recover")


def same_sources(sides: Iterable[Side]) -> None:
    """Give articles the source that any of the projects has corrected them to since."""
    them = list(sides)
    for side in them:
        for other in them:
            for old, new in documents.corrected(side.db, other.db):
                documents.correct(side.db, old, new)


def check_alike(sides: Iterable[Side]) -> None:
    """See that the projects split the same articles in the same way. Raises ProjectsDiffer."""
    by: dict[str, str] = {}
    for side in sides:
        for digest, name, split_by in documents.splitters(side.db):
            if by.setdefault(digest, split_by) != split_by:
                raise ProjectsDiffer(
                    f"{name} was split into other claims in {side.path} ({split_by},"
                    f" not {by[digest]}); nothing is joined. Split one of the projects as the"
                    " other first: workbench rebuild --claims clauses|atomic --project FILE"
                )


def again(side: Side) -> Side:
    """Return a side as it is after its articles have got other sources."""
    return replace(side, homes=claims.homes(side.db), former=former_homes.get(side.db))


def _read(db: Database, path: Path) -> Side:
    keys = claims.all_keys(db)
    log = [sound_act(row, keys) for row in db.query("SELECT * FROM act ORDER BY id")]
    undone = {number for (number,) in db.execute("SELECT act_id FROM undone")}
    if not all(acts.is_uid(act.uid) and 0 < act.written <= acts.LATEST for act in log):
        raise ValueError("acts: some have no name or no time")
    articles = frozenset(article.digest for article in documents.outlines(db))
    aliases = unsay(db)
    return Side(
        db=db,
        path=path,
        log=log,
        undone=frozenset(act.uid for act in log if act.id in undone),
        names=dict(db.execute("SELECT id, uid FROM cluster").fetchall()),
        homes=claims.homes(db),
        known=frozenset(act.uid for act in log),
        aliases=aliases,
        articles=articles,
        former=former_homes.get(db),
    )

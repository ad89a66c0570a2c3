"""What reviewers say of sources and articles, derived from the log of acts like verdicts.

An article keeps what was told of it when it was read, in `told_source` and `told_published`; both
are null while that stands. One that a reviewer removed is superseded by itself, so that whatever
asks for the articles in force passes it over; `withdrawn` holds where its claims were.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import acts, claims, clusters, sources
from db.digests import document_digest
from db.records import Act, ActKind
from db.shelf import LIBRARY_ACTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlite_utils import Database

_FIELDS: dict[ActKind, dict[str, type]] = {
    ActKind.RENAME_SOURCE: {"source": str, "name": str},
    ActKind.SET_FAMILY: {"source": str, "family": str},
    ActKind.SET_DATE: {"article": int, "name": str, "date": str},
    ActKind.REMOVE: {"article": int, "name": str},
    ActKind.RESTORE: {"article": int, "name": str},
}
"""What the values of these acts hold."""
_REMOVED = "superseded_by = document.id"


@dataclass(frozen=True, slots=True)
class Said:
    """What the standing acts say.

    `names`: source as told -> its name now; `families`: source, by its name now -> publisher, ''
    for one of its own; `dates` and `removed` are of articles in force, by their ids.
    """

    names: dict[str, str] = field(default_factory=dict)
    once: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Source as told -> all names that it ever had in between."""
    families: dict[str, str] = field(default_factory=dict)
    dates: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.names or self.families or self.dates or self.removed)

    def name(self, told: str) -> str:
        """Return the name that a source has now."""
        return self.names.get(told, told)

    def told(self, name: str) -> list[str]:
        """Return the sources, as told, that an act means by `name`.

        In projects that were joined that may be a name that another act has taken from them.
        """
        them = [told for told, now in self.names.items() if now == name]
        them = them or [told for told, once in self.once.items() if name in once]
        return them if name in self.names else [*them, name]

    def rename(self, source: str, name: str) -> None:
        """Take in that a source got another name."""
        for told in self.told(source):
            before = self.name(told)
            self.names[told] = name
            self.once.setdefault(told, {told}).add(name)
            if before in self.families:
                self.families.setdefault(name, self.families.pop(before))

    def own(self, source: str, family: str) -> None:
        """Take in which publisher a source belongs to."""
        for told in self.told(source):
            self.families[self.name(told)] = family


def rename_source(db: Database, source: str, name: str, reviewer: str) -> Act:
    """Log that a source has another name. Raises KeyError, ValueError. Call inside `writing`."""
    _must_have(db, source)
    if source == name:
        raise ValueError("this is its name already")
    if not name.strip():
        raise ValueError("a source needs a name")
    return _log(db, ActKind.RENAME_SOURCE, reviewer, source=source, name=name)


def set_family(db: Database, source: str, family: str, reviewer: str) -> Act:
    """Log which publisher a source belongs to, '' for none but itself. Raises KeyError."""
    _must_have(db, source)
    return _log(db, ActKind.SET_FAMILY, reviewer, source=source, family=family)


def set_date(db: Database, article: int, date: str, reviewer: str) -> Act:
    """Log when an article was published, '' for unknown. Raises KeyError."""
    return _log(db, ActKind.SET_DATE, reviewer, **_named(db, article), date=date)


def remove(db: Database, article: int, removed: bool, reviewer: str) -> Act:
    """Log that an article is removed, or restored. Raises KeyError, ValueError if it is so."""
    named = _named(db, article)
    if (article in removed_ids(db)) is removed:
        raise ValueError(f"this article is {'removed' if removed else 'in use'} already")
    row = db.execute("SELECT superseded_by FROM document WHERE id = ?", [article]).fetchone()
    if row[0] not in (None, article):
        raise ValueError("a newer version has replaced this article; name that one")
    kind = ActKind.REMOVE if removed else ActKind.RESTORE
    return _log(db, kind, reviewer, **named)


def check(act: Act) -> None:
    """Raise ValueError, LookupError or TypeError unless the act's value says what its kind says."""
    value = json.loads(act.value)
    for name, kind in _FIELDS[act.kind].items():
        if not isinstance(value[name], kind):
            raise ValueError(f"its {name} is none")


def said(db: Database) -> Said:
    """Fold the standing acts on sources and articles, oldest first."""
    found = Said()
    for act in acts.standing(db, *LIBRARY_ACTS):
        value = json.loads(act.value)
        match act.kind:
            case ActKind.RENAME_SOURCE:
                found.rename(value["source"], value["name"])
            case ActKind.SET_FAMILY:
                found.own(value["source"], value["family"])
            case ActKind.SET_DATE:
                found.dates[in_force(db, value["article"])] = value["date"]
            case ActKind.REMOVE:
                found.removed.add(in_force(db, value["article"]))
            case _:
                found.removed.discard(in_force(db, value["article"]))
    return found


def removed_ids(db: Database) -> set[int]:
    """Return the articles that are removed now."""
    return {row[0] for row in db.execute(f"SELECT id FROM document WHERE {_REMOVED}")}


def of_removed(db: Database, claim_ids: Sequence[int]) -> set[int]:
    """Return those of some claims whose article is removed."""
    rows = db.execute(
        "SELECT claim.id FROM claim JOIN document ON document.id = document_id"
        f" WHERE {_REMOVED} AND claim.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(claim_ids))],
    )
    return {row[0] for row in rows}


def is_removed(db: Database, path: str, digest: str) -> bool:
    """Say whether a reviewer has removed the article of this file, or this very version of it."""
    row = db.execute(
        f"SELECT 1 FROM document WHERE {_REMOVED} AND (path = ? OR digest = ?)", [path, digest]
    ).fetchone()
    return row is not None


def told_source(db: Database, article: int) -> str | None:
    """Return the source that an article's file names, None where that is the one it has."""
    row = db.execute("SELECT told_source FROM document WHERE id = ?", [article]).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def derive(db: Database) -> set[int]:
    """Bring all articles in line with the log; return the clusters that this may have changed.

    Raises ValueError when two articles of one text would be of one source. Call inside `writing`.
    """
    return follow(db, said(db))


def follow(db: Database, found: Said) -> set[int]:
    """Bring all articles in line with what is `found` to be said of them, like `derive`."""
    changed = _withdraw(db, found.removed - removed_ids(db))
    changed |= _return(db, removed_ids(db) - found.removed)
    return changed | describe(db, found)


def tell(db: Database, article: int, source: str | None, published: str) -> None:
    """Keep what was told of an article when it was read, where reviewers have said otherwise.

    `source` is None when the file names none. Call inside `writing`.
    """
    db.execute(
        "UPDATE document SET told_source = coalesce(?, told_source),"
        " told_published = CASE WHEN ? = '' THEN told_published ELSE ? END WHERE id = ?",
        [source, published, published, article],
    )
    describe(db, said(db), [article])


def describe(db: Database, found: Said, only: Collection[int] | None = None) -> set[int]:
    """Give articles the source and the date that they have by what was told and said of them.

    Returns the clusters in which this may matter. Call inside `writing`.
    """
    asked = "" if only is None else "WHERE document.id IN (SELECT value FROM json_each(?))"
    rows = db.execute(
        "SELECT document.id, source.name, published, told_source, told_published"
        f" FROM document JOIN source ON source.id = source_id {asked} ORDER BY document.id",
        [] if only is None else [json.dumps(list(only))],
    ).fetchall()
    moved = {
        article: (source, name)
        for article, source, _, told, _ in rows
        if (name := found.name(source if told is None else told)) != source
    }
    mixed = _mixed(db, moved)
    for article, (_, name) in moved.items():
        _give_source(db, article, name)
    dated = [row[0] for row in rows if _tell_apart(db, found, *row)]
    return _clusters_with(db, dated) | _clusters_with(db, mixed)


def _tell_apart(
    db: Database,
    found: Said,
    article: int,
    source: str,
    published: str,
    told_source: str | None,
    told_published: str | None,
) -> bool:
    """Store an article's date, and what was told where it is another; say if the date is new."""
    source_once = source if told_source is None else told_source
    date_once = published if told_published is None else told_published
    date = found.dates.get(article, date_once)
    kept = (
        source_once if source_once != found.name(source_once) else None,
        date_once if article in found.dates else None,
    )
    if (date, *kept) != (published, told_source, told_published):
        db.execute(
            "UPDATE document SET published = ?, told_source = ?, told_published = ? WHERE id = ?",
            [date, *kept, article],
        )
    return date != published


def clusters_of(db: Database, source: str) -> set[int]:
    """Return the clusters in which a source is one of several."""
    rows = db.execute(
        "SELECT DISTINCT cluster_id FROM document JOIN source ON source.id = source_id"
        " JOIN claim ON claim.document_id = document.id JOIN cluster ON cluster.id = cluster_id"
        " WHERE source.name = ? AND cluster.sources > 1",
        [source],
    )
    return {row[0] for row in rows}


def _withdraw(db: Database, articles: Iterable[int]) -> set[int]:
    """Take the claims of articles out of their clusters, and say where they were."""
    changed: set[int] = set()
    for article in sorted(articles):
        theirs = (
            "document_id IN (SELECT id FROM document WHERE ? IN (id, superseded_by))"
            " AND cluster_id IS NOT NULL"
        )
        homes = db.execute(f"SELECT DISTINCT cluster_id FROM claim WHERE {theirs}", [article])
        changed |= {row[0] for row in homes}
        db.execute(
            f"INSERT OR REPLACE INTO withdrawn SELECT id, cluster_id FROM claim WHERE {theirs}",
            [article],
        )
        db.execute(f"UPDATE claim SET cluster_id = NULL WHERE {theirs}", [article])
        db.execute("UPDATE document SET superseded_by = id WHERE id = ?", [article])
    return changed


def _return(db: Database, articles: Iterable[int]) -> set[int]:
    """Put the claims of articles back where they were; into new clusters where those are gone.

    Claims of which nobody knows where they were wait for the next clustering.
    """
    changed: set[int] = set()
    for article in sorted(articles):
        db.execute("UPDATE document SET superseded_by = NULL WHERE id = ?", [article])
        rows = db.execute(
            "SELECT withdrawn.cluster_id, claim.id FROM claim"
            " JOIN withdrawn ON claim_id = claim.id WHERE document_id = ? AND left_out IS NULL",
            [article],
        ).fetchall()
        homes = {home for home, _ in rows}
        now = {home: home if _is_there(db, home) else clusters.make(db) for home in sorted(homes)}
        db.conn.executemany(
            "UPDATE claim SET cluster_id = ? WHERE id = ?", [(now[home], c) for home, c in rows]
        )
        db.execute(
            "DELETE FROM withdrawn WHERE claim_id IN (SELECT id FROM claim WHERE document_id = ?)",
            [article],
        )
        changed |= set(now.values())
    return changed


def _is_there(db: Database, cluster_id: int) -> bool:
    return bool(db.execute("SELECT 1 FROM cluster WHERE id = ?", [cluster_id]).fetchone())


def _give_source(db: Database, article: int, name: str) -> None:
    """Make an article one of another source; its claims get the keys that follow from that."""
    title, text, kept = db.execute(
        "SELECT name, text, iif(path = '', split_by, '') FROM document WHERE id = ?", [article]
    ).fetchone()
    digest = document_digest(name, text, kept)
    if db.execute("SELECT 1 FROM document WHERE digest = ?", [digest]).fetchone():
        raise ValueError(f"{name} has an article with the very words of {title} already")
    claims.rename(db, article, digest)
    db.execute(
        "UPDATE document SET source_id = ?, digest = ? WHERE id = ?",
        [sources.id_of(db, name), digest, article],
    )


def _mixed(db: Database, moved: dict[int, tuple[str, str]]) -> set[int]:
    """Return the articles that change company: their source is not just the same, renamed."""
    mixed: set[int] = set()
    for old, new in sorted(set(moved.values())):
        together = [article for article, names in moved.items() if names == (old, new)]
        others = db.execute(
            "SELECT count(*) FROM document JOIN source ON source.id = source_id"
            " WHERE source.name IN (?, ?)",
            [old, new],
        ).fetchone()[0]
        if others > len(together):
            mixed.update(together)
    return mixed


def _clusters_with(db: Database, articles: Collection[int]) -> set[int]:
    rows = db.execute(
        "SELECT DISTINCT cluster_id FROM claim WHERE cluster_id IS NOT NULL"
        " AND document_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(articles))],
    )
    return {row[0] for row in rows}


def _log(db: Database, kind: ActKind, reviewer: str, **value: object) -> Act:
    return acts.append(db, Act(kind, 0, reviewer, value=json.dumps(value, ensure_ascii=False)))


def _named(db: Database, article: int) -> dict[str, object]:
    """Return what names an article: its number here, and what is the same in any file."""
    row = db.execute("SELECT name, digest FROM document WHERE id = ?", [article]).fetchone()
    if row is None:
        raise KeyError(article)
    return {"article": article, "name": row[0], "digest": row[1]}


def _must_have(db: Database, source: str) -> None:
    row = db.execute(
        "SELECT 1 FROM document JOIN source ON source.id = source_id WHERE source.name = ?",
        [source],
    ).fetchone()
    if row is None:
        raise KeyError(source)


def in_force(db: Database, article: int) -> int:
    """Return the version that has replaced an article, or the article itself."""
    row = db.execute("SELECT superseded_by FROM document WHERE id = ?", [article]).fetchone()
    return article if row is None or row[0] is None else int(row[0])

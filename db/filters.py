"""Filters: which clusters one lets through, as SQL, and how it is written down.

What a filter asks of claims and their articles (source, speaker, dates) one claim must fit as a
whole: a source and a day mean that source on that day.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from db import settings
from db.records import Filter, Kind, Label, Order
from db.verdicts import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlite_utils import Database

_SAVED = "filter/"
"""Stands before the name of a saved filter among the settings."""
_STANDING = {
    "flagged": "flagged",
    "noted": "note != ''",
    "changed": "changed",
}
"""What a filter can ask of a verdict, or of a reviewer's own."""
_SETTLING = {"disputed": "disputed", "settled": "reason != ''"}
"""What it can ask of all reviewers together; who disagrees is no reviewer's own matter."""
_DATED = "published GLOB '[0-9][0-9][0-9][0-9]-*'"
"""Some articles have no date, and some one that nobody can compare."""
_LEAST_OF_A_NAME = 3
_MOST_WORDS = 64
"""Of a longer search the first words."""
_FEW = 5_000
"""So many clusters are sorted faster than the queue is walked through for them."""
_ENOUGH = 100_000
"""Of so many claims with the words of a search, some are in each page of the queue."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A condition: `test` is asked of a cluster, `these` selects the ids of all that meet it.

    Where many clusters meet it, the beginning of a queue is found sooner by asking each.
    """

    test: str
    values: Sequence[object] = ()
    these: str = ""
    values_of_these: Sequence[object] = ()

    def chosen(self) -> tuple[str, Sequence[object]]:
        """Return the condition that looks up all clusters at once."""
        return f"cluster.id IN ({self.these})", self.values_of_these

    def are_few(self, db: Database) -> bool:
        """Say whether so few clusters meet it that one had better begin with these."""
        counted = f"SELECT count(*) FROM (SELECT 1 FROM ({self.these}) LIMIT {_FEW + 1})"
        return int(db.execute(counted, list(self.values_of_these)).fetchone()[0]) <= _FEW


@dataclass(frozen=True, slots=True)
class Plan:
    """Conditions on a `cluster` and its `verdict`, and their values.

    `narrow` says that so few clusters are left that they had better be sorted than walked through.
    """

    terms: tuple[str, ...]
    values: tuple[object, ...]
    narrow: bool


def plan(db: Database, filter_: Filter, *, whole: bool) -> Plan:
    """Say in SQL what a filter lets through: for the `whole` list, or for some from its top."""
    terms: list[str] = []
    values: list[object] = []
    narrow = False
    for term in _terms(db, filter_):
        few = bool(term.these) and not whole and term.are_few(db)
        narrow = narrow or few
        sql, bound = term.chosen() if few or (whole and term.these) else (term.test, term.values)
        terms.append(sql)
        values += bound
    return Plan(tuple(terms), tuple(values), narrow)


def _terms(db: Database, filter_: Filter) -> Iterator[_Term]:
    if filter_.decided is not None:
        yield _Term(decided(filter_, filter_.decided))
    if filter_.verdict is not None:
        yield _of_verdict(filter_, "label = ?", filter_.verdict)
    if filter_.suggestion is not None:
        yield _Term("cluster.suggestion = ?", [filter_.suggestion])
    if filter_.kind is not None:
        differ = "FROM difference WHERE kind = ? AND doubt = ''"
        yield _Term(
            f"EXISTS (SELECT 1 {differ} AND cluster_id = cluster.id)",
            [filter_.kind],
            f"SELECT cluster_id {differ}",
            [filter_.kind],
        )
    for name, condition in _STANDING.items():
        if getattr(filter_, name):
            yield _of_verdict(filter_, condition)
    for name, condition in _SETTLING.items():
        if getattr(filter_, name):
            these = f"SELECT cluster_id FROM verdict WHERE {condition}"
            yield _Term(f"cluster.id IN ({these})", (), these)
    if filter_.mine:
        these = "SELECT cluster_id FROM assignment WHERE reviewer = ?"
        yield _Term(f"cluster.id IN ({these})", [filter_.seen_by], these, [filter_.seen_by])
    yield from _beside(filter_)
    yield from _told(filter_)
    yield from _found(db, filter_)


def _beside(filter_: Filter) -> Iterator[_Term]:
    """Yield where a cluster stands, and which other sources it has."""
    if filter_.stands is not None:
        yield _Term("coalesce(verdict.label, cluster.suggestion) = ?", [filter_.stands])
    if filter_.alone:
        yield _Term("cluster.sources = 1")
    if filter_.other:
        yield from _told(Filter(source=filter_.other))


def decided(filter_: Filter, is_so: bool) -> str:
    """Return as SQL that a cluster is decided or not, by all or by whom the queue is seen by."""
    if filter_.seen_by:
        return f"verdict.label IS {'NOT ' if is_so else ''}NULL"
    return f"cluster.decided = {int(is_so)}"


def _of_verdict(filter_: Filter, condition: str, *values: object) -> _Term:
    verdicts, whose = _verdicts(filter_)
    these = f"SELECT cluster_id FROM {verdicts} AS one WHERE {condition}"
    return _Term(f"verdict.{condition}", values, these, [*whose, *values])


def _verdicts(filter_: Filter) -> tuple[str, list[object]]:
    """Return the table of the verdicts that count: all, or those of whom the queue is seen by."""
    if not filter_.seen_by:
        return "verdict", []
    return f"({OWN} WHERE reviewer = ?)", [filter_.seen_by]


def to_text(filter_: Filter) -> str:
    """Write a filter as JSON."""
    return json.dumps(asdict(filter_))


def from_text(text: str) -> Filter:
    """Read a filter from JSON; what a later version added to it is passed over."""
    fields = json.loads(text)
    kinds: dict[str, Callable[[str], object]] = {
        "verdict": Label,
        "suggestion": Label,
        "stands": Label,
        "kind": Kind,
        "order": Order,
    }
    for name, kind in kinds.items():
        if fields.get(name):
            fields[name] = kind(fields[name])
    return Filter(**{name: fields[name] for name in Filter.__slots__ if name in fields})


def save(db: Database, name: str, filter_: Filter) -> None:
    """Keep a filter under a name, in place of the one that had it."""
    settings.put(db, f"{_SAVED}{name}", to_text(filter_))


def forget(db: Database, name: str) -> None:
    """Keep the filter of a name no longer. Raises KeyError."""
    if name not in saved(db):
        raise KeyError(name)
    settings.remove(db, f"{_SAVED}{name}")


def saved(db: Database) -> dict[str, Filter]:
    """Return the filters that have been saved, by their names in the order of the alphabet."""
    found = settings.beginning_with(db, _SAVED)
    return {name.removeprefix(_SAVED): from_text(value) for name, value in found.items()}


def _told(filter_: Filter) -> Iterator[_Term]:
    """Yield what one claim and its article must be."""
    articles = (
        (filter_.source, "source_id = (SELECT id FROM source WHERE name = ?)"),
        (filter_.since, f"{_DATED} AND published >= ?"),
        (filter_.until, f"{_DATED} AND substr(published, 1, 10) <= ?"),
    )
    values: list[object] = [value for value, _ in articles if value]
    terms = []
    if values:
        where = " AND ".join(sql for value, sql in articles if value)
        terms.append(f"claim.document_id IN (SELECT id FROM document WHERE {where})")
    if filter_.speaker:
        terms.append("claim.speaker = ? AND claim.speaker != ''")
        values.append(filter_.speaker)
    if terms:
        fits = " AND ".join(terms)
        # The plus keeps SQLite from going through all that fit for each cluster.
        asked = " AND ".join(f"+{term}" for term in terms)
        yield _Term(
            f"EXISTS (SELECT 1 FROM claim WHERE claim.cluster_id = cluster.id AND {asked})",
            values,
            f"SELECT cluster_id FROM claim WHERE {fits}",
            values,
        )


def _found(db: Database, filter_: Filter) -> Iterator[_Term]:
    """Yield what a search finds: words of claims and their sentences, notes, sources."""
    words = fts_words(filter_.text)
    if not words:
        return
    text = filter_.text.strip()
    verdicts, whose = _verdicts(filter_)
    noted = "note != '' AND instr(lower(note), lower(?))"
    of_source = (
        f"claim.document_id IN (SELECT id FROM document WHERE source_id IN ({_ids(db, text)}))"
    )
    yield _Term(
        f"(verdict.{noted} OR EXISTS (SELECT 1 FROM claim WHERE claim.cluster_id = cluster.id"
        f" AND (+{of_source} OR +claim.id IN"
        f" (SELECT rowid FROM claim_fts WHERE claim_fts MATCH ? LIMIT {_ENOUGH}))))",
        [text, words],
        f"SELECT cluster_id FROM {verdicts} AS one WHERE {noted}"
        f" UNION ALL SELECT cluster_id FROM claim WHERE {of_source}"
        " UNION ALL SELECT cluster_id FROM claim_fts CROSS JOIN claim ON claim.id = claim_fts.rowid"
        " WHERE claim_fts MATCH ?",
        [*whose, text, words],
    )


def _ids(db: Database, text: str) -> str:
    """Return the ids of the sources whose names contain a text of three characters or more."""
    sought = text.casefold()
    if len(sought) < _LEAST_OF_A_NAME:
        return ""
    names = db.execute("SELECT id, name FROM source")
    return ", ".join(str(id_) for id_, name in names if sought in name.casefold())


def fts_words(text: str) -> str:
    """Quote every word, so that none is an operator; each may be the beginning of a longer one.

    A single letter stands for itself: too many words begin with it.
    """
    words = dict.fromkeys(text.replace("\0", " ").split()[:_MOST_WORDS])
    quoted = ('"' + word.replace('"', '""') + '"' for word in words)
    return " ".join(
        one if word.isascii() and len(word) == 1 else f"{one}*"
        for word, one in zip(words, quoted, strict=True)
    )

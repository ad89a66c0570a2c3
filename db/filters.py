"""Filters: which clusters one lets through, as SQL, and how it is written down.

What a filter asks of claims and their articles (source, speaker, dates) one claim must fit as a
whole: a source and a day mean that source on that day.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from db import settings
from db.records import Filter, Kind, Label, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

_CLUSTER_OF = "SELECT cluster_id FROM claim JOIN document ON document.id = claim.document_id"
_SAVED = "filter/"
"""Stands before the name of a saved filter among the settings."""
_DATED = "document.published GLOB '[0-9][0-9][0-9][0-9]-*'"
"""Some articles have no date, and some one that nobody can compare."""


def terms(filter_: Filter) -> tuple[list[str], list[object]]:
    """Return conditions on a `cluster` and its `verdict`, which must all hold, and their values."""
    found: list[str] = []
    values: list[object] = []
    if filter_.decided is not None:
        found.append(f"verdict.label IS {'NOT ' if filter_.decided else ''}NULL")
    if filter_.verdict is not None:
        found.append("verdict.label = ?")
        values.append(filter_.verdict)
    if filter_.suggestion is not None:
        found.append("cluster.suggestion = ?")
        values.append(filter_.suggestion)
    if filter_.kind is not None:
        found.append(
            "cluster.id IN (SELECT cluster_id FROM difference WHERE kind = ? AND doubt = '')"
        )
        values.append(filter_.kind)
    if filter_.flagged:
        found.append("verdict.flagged")
    if filter_.noted:
        found.append("verdict.note != ''")
    if filter_.changed:
        found.append("verdict.changed")
    told, told_values = _told(filter_)
    if told:
        found.append(f"cluster.id IN ({_CLUSTER_OF} WHERE {' AND '.join(told)})")
        values += told_values
    if words := _fts_words(filter_.text):
        found.append(
            "(cluster.id IN (SELECT cluster_id FROM claim WHERE claim.id IN"
            " (SELECT rowid FROM claim_fts WHERE claim_fts MATCH ?))"
            " OR instr(lower(verdict.note), lower(?)))"
        )
        values += [words, filter_.text.strip()]
    return found, values


def to_text(filter_: Filter) -> str:
    """Write a filter as JSON."""
    return json.dumps(asdict(filter_))


def from_text(text: str) -> Filter:
    """Read a filter from JSON; what a later version added to it is passed over."""
    fields = json.loads(text)
    kinds: dict[str, Callable[[str], object]] = {
        "verdict": Label,
        "suggestion": Label,
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


def _told(filter_: Filter) -> tuple[list[str], list[object]]:
    """Return conditions on a `claim` and its `document`, and their values."""
    asked = (
        (filter_.source, "document.source_id = (SELECT id FROM source WHERE name = ?)"),
        (filter_.speaker, "claim.speaker = ?"),
        (filter_.since, f"{_DATED} AND document.published >= ?"),
        (filter_.until, f"{_DATED} AND substr(document.published, 1, 10) <= ?"),
    )
    return [sql for value, sql in asked if value], [value for value, _ in asked if value]


def _fts_words(text: str) -> str:
    """Quote every word, so that none is an operator; each may be the beginning of a longer one."""
    words = text.replace("\0", " ").split()
    return " ".join('"' + word.replace('"', '""') + '"*' for word in words)

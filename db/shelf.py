"""The words of a library as frozen records: what stands on its shelves, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.records import ActKind

LIBRARY_ACTS = (
    ActKind.RENAME_SOURCE,
    ActKind.SET_DATE,
    ActKind.SET_FAMILY,
    ActKind.REMOVE,
    ActKind.RESTORE,
)
"""Acts on a source or an article; they are about no cluster, and their value is a JSON object."""


class State(StrEnum):
    """How far the work on an article has come."""

    NEW = "new"
    """It waits to be split or clustered."""
    PROCESSED = "processed"
    REMOVED = "removed"
    """A reviewer took it out; nothing of it is lost."""


@dataclass(frozen=True, slots=True)
class Holding:
    """An article as a line of a library. `content` is the digest of its text as it was read.

    `told_source` is what its file names where reviewers have given the source another name, else
    ''; `told_published` the date that its file gives where it is `redated`.
    """

    id: int
    name: str
    source: str
    title: str
    published: str
    path: str
    content: str
    claims: int
    state: State
    told_source: str = ""
    told_published: str = ""
    redated: bool = False


@dataclass(frozen=True, slots=True)
class SourceHolding:
    """A source as a line of a library: its articles in force, their claims, first and last date.

    `family` is the publisher that a reviewer has named, '' for none, None where nobody has.
    """

    name: str
    articles: int
    claims: int
    first: str
    last: str
    family: str | None = None


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was offered and not taken in; `at` is when."""

    path: str
    reason: str
    at: str

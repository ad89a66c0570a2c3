"""The words of origins as frozen records: what two or more articles share, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why articles are held to share an origin; the strongest first."""

    REVIEWER = "reviewer"
    NEAR_COPY = "near-copy"
    SOURCE = "source"
    AGENCY = "agency"
    FAMILY = "family"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters of a document: text[start:end] of the one with that id."""

    document_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Two or more articles share an origin, for one reason.

    `documents` are ids, ascending. `name` is the source, the agency, the owner or the speaker that
    they have in common, "" for a near-copy. `share` is the part (0..1) of the shorter article's own
    words that the other has too, for a near-copy; its evidence comes in pairs, a passage of the
    first document before the same passage of the second.
    """

    reason: Reason
    documents: tuple[int, ...]
    name: str = ""
    share: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Articles that count once: ids ascending, and the relations found among them.

    Two articles in different origins are not known to share one; whether they are independent
    stays unknown. A group may hang together by a relation whose other articles were not asked
    about, so that `relations` name documents beyond `documents`.
    """

    documents: tuple[int, ...]
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimOrigin:
    """Claims of one cluster that count once: their ids, their documents' ids, and why."""

    claims: tuple[int, ...]
    documents: tuple[int, ...]
    relations: tuple[Relation, ...] = ()

"""The words of the house as frozen records, in the order in which the work makes them.

document -> sentence -> claim -> vector -> cluster -> suggestion -> verdict -> export

Offsets count characters of a document's text as decoded, half open: text[start:end].
An id of 0 means: not stored yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class SentenceKind(StrEnum):
    """What a line of an article is."""

    PROSE = "prose"
    HEADLINE = "headline"
    FURNITURE = "furniture"


class Label(StrEnum):
    """What a cluster can be marked as, and what can be suggested for it."""

    CONSISTENT = "consistent"
    CONFLICTING = "conflicting"
    SINGLE_SOURCED = "single-sourced"


class Kind(StrEnum):
    """What two claims of one cluster differ in."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    NAME = "name"
    ROLE = "role"
    NEGATION = "negation"
    CERTAINTY = "certainty"
    CAUSE = "cause"
    EVENT = "event"
    ATTRIBUTION = "attribution"
    MEANING = "meaning"


WHOLE = frozenset({Kind.ATTRIBUTION, Kind.MEANING})
"""Kinds that are about all of both claims: none of their words stands out."""
INFORMATION = frozenset({Kind.ATTRIBUTION})
"""Kinds that a reviewer may want to know, and that make no cluster doubtful."""


class ActKind(StrEnum):
    """What a reviewer can do: to a cluster, its claims, their articles, and an act of their own."""

    VERDICT = "verdict"
    NOTE = "note"
    FLAG = "flag"
    MERGE = "merge"
    DETACH = "detach"
    WHOLE = "whole"
    DROP = "drop"
    JOIN = "join"
    PART = "part"
    RENAME = "rename"
    ADJUDICATE = "adjudicate"
    RENAME_SOURCE = "rename-source"
    SET_DATE = "set-date"
    SET_FAMILY = "set-family"
    REMOVE = "remove"
    RESTORE = "restore"
    UNDO = "undo"
    REDO = "redo"


class LeftOut(StrEnum):
    """Why a stored claim is in no cluster."""

    DROPPED = "dropped"
    """A reviewer holds it for nothing to check."""
    REPLACED = "replaced"
    """A reviewer took its whole sentence instead."""
    UNUSED = "unused"
    """It is a whole sentence that a reviewer took, and gave up again."""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one article, as it was read from its file.

    `digest` names the version: see `document_digest`.
    """

    source: str
    name: str
    path: str
    digest: str
    encoding: str
    text: str
    title: str = ""
    published: str = ""
    url: str = ""
    source_is_a_guess: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a line of furniture; `reason` says why it is furniture."""

    start: int
    end: int
    text: str
    kind: SentenceKind = SentenceKind.PROSE
    reason: str = ""
    document_id: int = 0
    id: int = 0


class Certainty(StrEnum):
    """How sure a claim is said to be, by its own words or by who reports it."""

    ASSERTED = "asserted"
    LIKELY = "likely"
    POSSIBLE = "possible"
    PLANNED = "planned"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Filled:
    """Words in a claim that its sentence does not have at that place.

    They begin at offset `at` of the claim's text. `why` is "pronoun", "name", "tense", "role",
    "relative", "agreement" or "space", or "borrowed" for words that the sentence has elsewhere, in
    another claim. `origin` is the place in the document that they stand for
    or were taken from, where there is one.
    """

    at: int
    text: str
    why: str
    origin: Span | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Who is reported to say a claim, and the words that report it: ("Butler", "said on Monday").

    A quotation whose speaker is not known has ("", "quoted").
    """

    speaker: str
    cue: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date named at text[start:end] of a claim, and the day or days that it means.

    `value` is an ISO date ("2023-01-17"), a month ("2023-01") or a year; `exact` says that the
    words name it in full, without the article's own date.
    """

    start: int
    end: int
    value: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: the characters of `spans`, one after the other, with `filled` between them.

    Spans stand in the order of the claim's words, which is mostly, not always, the document's.
    `said` lists who reports it, the outermost first; `speaker` is the innermost. `link` is the
    word that tied it to its sentence ("because"), `rule` the construction that it came from
    ("reviewer" for a whole sentence that a reviewer took), and `unchecked` the reason why it is
    nothing to check, "" when it is. `left_out` says why it is in no cluster.
    """

    text: str
    spans: tuple[Span, ...]
    speaker: str = ""
    sentence_id: int = 0
    document_id: int = 0
    id: int = 0
    key: str = ""
    filled: tuple[Filled, ...] = ()
    said: tuple[Said, ...] = ()
    certainty: Certainty = Certainty.ASSERTED
    link: str = ""
    dates: tuple[Dated, ...] = ()
    unchecked: str = ""
    rule: str = ""
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of one claim, by their offsets in the claim's document."""

    claim_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two claims of one cluster that say something else, where, and what is understood of it.

    `doubt` says why it may be no conflict, "" when nothing speaks against one.
    """

    kind: Kind
    left: Place
    right: Place
    left_value: str = ""
    right_value: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the program would mark, and why. Never a verdict.

    `likelihood` is how probable a conflict is, all in all, 0..1: where to look first.
    """

    label: Label
    differences: tuple[Difference, ...] = ()
    likelihood: float = 0.0


@dataclass(frozen=True, slots=True)
class Membership:
    """Why a claim is in its cluster: the claim there that it is nearest to, and what speaks for it.

    `runner_up` is the cluster that it would have gone to otherwise, None when no other was near.
    Probabilities are those that two claims, or on the mean a claim and a cluster, state one fact.
    """

    claim_id: int
    partner_id: int | None
    probability: float
    because: tuple[str, ...]
    runner_up: int | None = None
    runner_up_probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims held to state one fact. `headline` is the claim that speaks for them.

    `origins` counts sources that are not known to have it from one another, or from one speaker.
    `suggestion` is None for a reviewer who is not to see it yet.
    """

    headline: str
    claims: int
    documents: int
    sources: int
    suggestion: Label | None
    id: int = 0
    origins: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a reviewer did; the log of acts only grows.

    `claims` are keys: for a verdict, a note or a flag those that the cluster held then, for the
    others those that were moved, from or to the clusters in `value`. `cluster_id` is 0 for an act
    on a source or an article. `undoes` is the act that an undo takes back or a redo brings back.
    The value of an adjudication is the label, a space and
    the reason. `uid` names the act in any project; `written` is when it came into its log,
    in microseconds since 1970, later than all before it there. `evidence` is what a verdict was
    given on beside the claims, as `db.evidence` writes it. Acts that were one to their
    reviewer have one `batch`, all others have ''.
    """

    kind: ActKind
    cluster_id: int
    reviewer: str
    at: str = ""
    value: str = ""
    claims: tuple[str, ...] = ()
    undoes: int | None = None
    id: int = 0
    uid: str = ""
    written: int = 0
    evidence: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a cluster stands now, or a reviewer on it, derived from the acts on it.

    `changed` says that the cluster's claims, origins or differences are not those that the verdict
    was given on. `reason` is why an adjudication settled it so, '' when the verdict is a reviewer's
    own. `disputed` says that reviewers disagree and nobody has settled it.
    """

    label: Label | None = None
    note: str = ""
    flagged: bool = False
    changed: bool = False
    reviewer: str = ""
    decided_at: str = ""
    reason: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A cluster as one line of a list."""

    cluster: Cluster
    verdict: Verdict
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A claim of a cluster with all that a reviewer wants beside it."""

    claim: Claim
    sentence: Sentence
    document: Document


class Order(StrEnum):
    """In what order a list shows clusters."""

    URGENT = "urgent"
    """Likely conflicts first, then doubtful ones, then the widest reported."""
    TOLD = "told"
    """As they were found, which says nothing about what is suggested."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which clusters a list shows, and in what order. Empty fields do not narrow.

    `kind` is that of a difference without a doubt. `source`, `speaker`, `since` and `until` (ISO
    dates, both included, of the article) are those of one claim; `other` is the source of one more,
    `alone` asks for one source only. `stands` is the verdict, and while there is none the
    suggestion. `noted` asks for a note, `changed` for a verdict whose evidence has changed since,
    `disputed` for reviewers who disagree, `settled` for a final verdict, `mine` for the share of
    the reviewer `seen_by`; with `seen_by` it is that reviewer's own verdict that counts. `text` is
    searched for: see `db.filters`.
    """

    decided: bool | None = None
    verdict: Label | None = None
    suggestion: Label | None = None
    kind: Kind | None = None
    stands: Label | None = None
    source: str = ""
    other: str = ""
    alone: bool = False
    speaker: str = ""
    since: str = ""
    until: str = ""
    flagged: bool = False
    noted: bool = False
    changed: bool = False
    disputed: bool = False
    settled: bool = False
    mine: bool = False
    seen_by: str = ""
    text: str = ""
    order: Order = Order.URGENT

    def __bool__(self) -> bool:
        return self != Filter(order=self.order)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` of `total` of its units."""

    stage: str
    done: int
    total: int

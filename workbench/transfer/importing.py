"""Take over from a table what somebody judged of the same claims in another project.

A verdict goes to the cluster that holds most of the claims that it was given on, with the time at
which it was given. It keeps those claims as its evidence, or what the table says that it was given
on, so where the cluster here holds others it is shown as one whose evidence has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from db import acts, claims, documents, evidence, verdicts
from db.connection import reading, writing
from db.digests import digest_of
from db.evidence import Evidence
from db.places import format_spans
from db.records import Act, ActKind
from workbench.text import uncell
from workbench.transfer.tables import KEY, Unmatched, short
from workbench.transfer.withdrawn import Withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from db.records import Claim
    from workbench.transfer.tables import Judged, Line, Table


@dataclass(frozen=True, slots=True)
class Placed:
    """A cluster of the table, the cluster here that it speaks for, and what that one gets.

    `cluster` is 0 where a dry run would make one that holds no claim.
    """

    judged: Judged
    cluster: int
    matched: int
    acts: tuple[Act, ...]
    replaces: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a table: where its clusters went, and what did not match."""

    placed: list[Placed] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    undecided: int = 0

    def acts(self, kind: ActKind) -> int:
        """Count the acts of a kind that were taken over."""
        return sum(act.kind is kind for placed in self.placed for act in placed.acts)

    @property
    def standing(self) -> int:
        """Count the clusters for which nothing was to be done."""
        return sum(not placed.acts for placed in self.placed)

    @property
    def replaced(self) -> int:
        """Count the verdicts that took the place of another one."""
        return sum(placed.replaces for placed in self.placed)


def bring_in(db: Database, table: Table, reviewer: str, *, dry_run: bool = False) -> Brought:
    """Take over what the table says, in one transaction; a dry run only says what it would do.

    `reviewer` stands in where the table names none. Raises ProjectError.
    """
    with reading(db) if dry_run else writing(db):
        known = _Claims(db, (line for judged in table.judged for line in judged.lines))
        unmatched = list(table.refused)
        there = [judged for judged in table.judged if not judged.withdrawn]
        withdrawn = Withdrawn(db)
        # They come first: where claims belong the verdicts on clusters that hold them say last.
        places: list[tuple[Judged, int, dict[int, Claim]]] = [
            (judged, withdrawn.place(judged) or (0 if dry_run else withdrawn.make(judged)), {})
            for judged in table.judged
            if judged.withdrawn
        ]
        placed = []
        for judged, cluster, found in [*places, *_places(known, there, unmatched)]:
            given = _acts(db, judged, cluster, _evidence(judged, found), reviewer)
            placed.append(Placed(judged, cluster, len(found), *given))
        if not dry_run:
            acts.take_over(db, [act for place in placed for act in place.acts])
    return Brought(placed, sorted(unmatched, key=lambda u: u.line), table.undecided)


class _Claims:
    """The claims in use, to be found by their ids or by their words and place."""

    def __init__(self, db: Database, lines: Iterable[Line]) -> None:
        articles = {article.id: article for article in documents.current(db)}
        self._names = {uncell(article.name) for article in articles.values()}
        self._homes = claims.cluster_of(db)
        self._by_key: dict[str, Claim] = {}
        self._by_place: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
        for claim in claims.current(db):
            name = uncell(articles[claim.document_id].name)
            self._by_key[claim.key] = claim
            place = (name, uncell(claim.text), format_spans(claim.spans))
            self._by_place[place].append(claim)
        self._sources = {a.id: uncell(a.source) for a in articles.values()}
        ids = list(dict.fromkeys(line.claim_id for line in lines))
        self._now = dict(zip(ids, claims.now(db, ids), strict=True))

    def find(self, line: Line) -> tuple[Claim, int]:
        """Return the claim of a line, and its cluster. Raises LookupError with the reason."""
        claim = self._by_key.get(self._now[line.claim_id]) or self._there(line)
        if claim.id not in self._homes:
            raise LookupError("its claim is in no cluster yet; finish with: workbench add")
        return claim, self._homes[claim.id]

    def _there(self, line: Line) -> Claim:
        if not line.document and not line.claim_id:
            raise LookupError("it names no claim")
        if line.document not in self._names:
            raise LookupError(f"there is no article {short(line.document)!r} here")
        found = self._by_place.get((line.document, line.claim, line.spans), [])
        if len(found) > 1:
            found = [c for c in found if self._sources[c.document_id] == line.source]
        if not found:
            raise LookupError(f"{short(line.document)!r} has no such claim in use at that place")
        if len(found) > 1:
            raise LookupError(f"it stands in several articles named {short(line.document)!r}")
        return found[0]


def _places(
    known: _Claims, judged: Sequence[Judged], unmatched: list[Unmatched]
) -> list[tuple[Judged, int, dict[int, Claim]]]:
    """Find the cluster that each judged one speaks for, and by line which claims were found.

    Of several that speak for one cluster the one with most claims there is heard.
    """
    wishes: dict[int, list[tuple[int, int, Judged, dict[int, Claim]]]] = defaultdict(list)
    for order, one in enumerate(judged):
        votes: Counter[int] = Counter()
        found: dict[int, Claim] = {}
        for line in one.lines:
            try:
                found[line.number], home = known.find(line)
            except LookupError as error:
                unmatched.append(Unmatched(line.number, one.cluster, str(error.args[0])))
            else:
                votes[home] += 1
        if votes:
            cluster, most = min(votes.items(), key=lambda item: (-item[1], item[0]))
            wishes[cluster].append((-most, order, one, found))
    places = []
    for cluster, those in sorted(wishes.items()):
        (_, order, heard, found), *others = sorted(those, key=lambda wish: wish[:2])
        places.append((order, (heard, cluster, found)))
        for _, _, other, _ in others:
            reason = f"cluster {short(heard.cluster)} of the table speaks for cluster {cluster}"
            unmatched.append(Unmatched(other.lines[0].number, other.cluster, reason))
    return [place for _, place in sorted(places, key=lambda item: item[0])]


def _evidence(judged: Judged, found: dict[int, Claim]) -> Evidence:
    """Return what a verdict was given on; claims that are not here keep keys of their own."""
    here = {_key(n): found[n.number].key if n.number in found else _key(n) for n in judged.lines}
    told = judged.judgement.evidence or Evidence(() if judged.withdrawn else tuple(here))
    return replace(told, claims=tuple(sorted({here.get(key, key) for key in told.claims})))


def _key(line: Line) -> str:
    if KEY.fullmatch(line.claim_id):
        return line.claim_id
    return digest_of("\0".join((line.document, line.spans, line.claim)).encode())[:16]


def _acts(
    db: Database, judged: Judged, cluster: int, on: Evidence, reviewer: str
) -> tuple[tuple[Act, ...], bool]:
    """Return the acts that a cluster gets, and whether it has another verdict."""
    said, stands = judged.judgement, verdicts.get(db, cluster)
    by = said.reviewer if said.reviewer.strip() else reviewer
    given = []
    if said.note and said.note != stands.note:
        given.append((ActKind.NOTE, said.note))
    marks = said.label is not None and (said.label, by) != (stands.label, stands.reviewer)
    if marks:
        given.append((ActKind.VERDICT, str(said.label)))
    told = {ActKind.VERDICT: evidence.written(on)}
    return (
        tuple(
            Act(kind, cluster, by, said.at, value, on.claims, evidence=told.get(kind, ""))
            for kind, value in given
        ),
        marks and stands.label is not None,
    )

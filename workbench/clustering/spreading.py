"""How far new claims change the clusters of a large project, exactly.

Chains of links tie most claims of a large project together, but few clusters change when an article
joins. Only the blocks near to the new claims (see db.blocks) are clustered, as they were and with
the new claims. Where both go the same way, nothing can have changed beyond; where they go different
ways, the blocks that these claims have strong links to are taken in too, until no such link leads
out any more. A cluster merges with another, and a claim moves to one, only along a strong link: so
a clustering of the whole would give the same clusters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import blocks, claims, studies
from workbench.clustering.labelling import NONE, Labels, labels_of
from workbench.clustering.near_links import links_among, read_links, strong
from workbench.clustering.tracing import Trace, differing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from db.records import Claim
    from workbench.clustering.membership import Links


MOST = 20_000
"""Claims that are compared step by step; what spreads further is clustered as far as links go."""


@dataclass(slots=True)
class Spread:
    """The claims that were clustered, and their clusters; before -> those that they were in.

    `near` are all their links, `gone` those that are left out since, `changed` may have changed.
    """

    claims: list[Claim] = field(default_factory=list)
    labels: Labels = NONE
    before: dict[int, int] = field(default_factory=dict)
    near: dict[int, bytes] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)


class Spreading:
    """Finds out what new claims change. `near` are their links, and those of claims near to them.

    `held` tells which claims reviewers hold in which cluster now, `groups` counts what can speak
    for a pair, `bar` is where clusters merge.
    """

    def __init__(
        self,
        db: Database,
        near: Mapping[int, bytes],
        held: Mapping[int, int],
        bar: float,
        groups: int,
    ) -> None:
        self._db, self._added, self._held = db, near, held
        self._bar, self._groups = bar, groups
        self._then = blocks.held(db)
        self._old: list[Trace] = []
        self._ties: dict[int, list[int]] = {}
        self._found = Spread(gone=blocks.gone(db))

    def of(self, fresh: Iterable[Claim]) -> Spread:
        """Cluster new claims with all those whose clusters they may change."""
        found = self._found
        found.changed = {claim.id for claim in fresh} | blocks.missing(self._db)
        found.changed |= found.gone | self._reheld()
        inside: dict[int, Claim] = {}
        seen: set[int] = set()
        wanted = set(found.changed)
        while wanted:
            more = self._whole(wanted) - seen
            there = self._read(more)
            self._old.append(self._as_it_was(there))
            inside.update((c.id, c) for c in there if c.id not in found.gone)
            found.claims = [inside[claim] for claim in claims.in_order(self._db, inside)]
            trace = Trace()
            found.labels = labels_of(found.claims, self._held, self._links, self._bar, trace)
            found.changed |= differing(self._old, trace)
            seen |= more | wanted
            wanted = self._tied(found.changed) - seen
            if wanted and len(seen | wanted) > MOST:
                self._all_reached(inside, seen, wanted)
                break
        found.before = studies.together(self._db, inside)
        return found

    def _all_reached(self, inside: dict[int, Claim], seen: set[int], wanted: set[int]) -> None:
        """Cluster all claims that any chain of strong links leads to."""
        found = self._found
        while wanted:
            more = self._whole(wanted) - seen
            there = self._read(more)
            inside.update((c.id, c) for c in there if c.id not in found.gone)
            seen |= more | wanted
            wanted = self._tied(more) - seen
            if not wanted:
                wanted = self._tied(seen) - seen
        found.claims = [inside[claim] for claim in claims.in_order(self._db, inside)]
        found.labels = labels_of(found.claims, self._held, self._links, self._bar)

    def _reheld(self) -> set[int]:
        """Return the claims that reviewers hold now and did not then, or the other way round."""
        then, now = self._then, self._held
        return {claim for claim in then.keys() | now.keys() if then.get(claim) != now.get(claim)}

    def _whole(self, some: set[int]) -> set[int]:
        """Return all claims of the blocks and of the clusters that some claims are in."""
        found = set(some)
        while more := blocks.together(self._db, found) | studies.together(self._db, found).keys():
            if more <= found:
                break
            found |= more
        return found

    def _read(self, some: set[int]) -> list[Claim]:
        """Return claims, and learn their links; of those left out only those that were not then."""
        near = self._found.near
        near.update(studies.near(self._db, some))
        near.update({claim: self._added[claim] for claim in some & self._added.keys()})
        gone = self._found.gone
        there = claims.some(self._db, some, left_out=True)
        return [claim for claim in there if claim.left_out is None or claim.id in gone]

    def _as_it_was(self, there: Sequence[Claim]) -> Trace:
        """Cluster whole blocks as they were clustered before."""
        known = blocks.known(self._db, (claim.id for claim in there))
        old = [claim for claim in there if claim.id in known]
        trace = Trace()
        labels_of(old, self._then, self._links, self._bar, trace)
        return trace

    def _links(self, some: Sequence[Claim]) -> Links:
        return links_among(some, self._found.near, self._groups)

    def _tied(self, some: Iterable[int]) -> set[int]:
        """Return the claims that some have strong links to."""
        near = self._found.near
        for claim in some:
            if claim not in self._ties and claim in near:
                self._ties[claim] = strong(read_links(near[claim]), self._bar)
        return {other for claim in some for other in self._ties.get(claim, ())}

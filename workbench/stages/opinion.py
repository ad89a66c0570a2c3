"""A model's second opinion on a cluster: pairs that it reads as contradicting are shown as doubts.

It never marks a conflict by itself, and takes none away: on labelled news it is right too seldom
for that (see the entailer's card). What it adds stands behind the typed differences and moves the
cluster up among the doubtful ones.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, islice
from typing import TYPE_CHECKING, Protocol

from db.opinion import Opinion
from db.records import Difference, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from db.records import Claim, Suggestion

MOST_PAIRS = 20
"""Pairs of one cluster that are asked about."""
LEAST = 0.75
"""Probability of a contradiction from which it is shown."""

Pair = tuple["Claim", "Claim"]


class Entailer(Protocol):
    """Reads pairs of claims; see models.entailer."""

    @property
    def version(self) -> str:
        """Name the weights."""

    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return how probable it is that the two texts of each pair contradict each other."""


def pairs_to_ask(claims: Sequence[Claim]) -> Iterator[Pair]:
    """Yield the first MOST_PAIRS pairs of a cluster's claims that are of different articles."""
    across = ((a, b) for a, b in combinations(claims, 2) if a.document_id != b.document_id)
    return islice(across, MOST_PAIRS)


def worth_telling(asked: Sequence[Pair], contradiction: Sequence[float]) -> list[Opinion]:
    """Return what the model reads as a contradiction, surely enough to be shown."""
    return [
        Opinion(a.id, b.id, probability)
        for (a, b), probability in zip(asked, contradiction, strict=True)
        if probability >= LEAST
    ]


def with_opinions(
    suggestion: Suggestion, claims: Sequence[Claim], opinions: Sequence[Opinion]
) -> Suggestion:
    """Add what the model reads as a contradiction and no rule has found, the surest pair alone.

    `opinions` are on pairs of `claims`, all of one cluster.
    """
    typed = {
        frozenset((d.left.claim_id, d.right.claim_id))
        for d in suggestion.differences
        if not d.doubt
    }
    found = [one for one in opinions if frozenset((one.left, one.right)) not in typed]
    if not found:
        return suggestion
    surest = max(found, key=lambda one: one.contradiction)
    by_id = {claim.id: claim for claim in claims}
    left, right = _whole(by_id[surest.left]), _whole(by_id[surest.right])
    doubt = f"only a model reads a contradiction here ({surest.contradiction:.0%})"
    added = Difference(Kind.MEANING, left, right, doubt=doubt)
    return replace(suggestion, differences=(*suggestion.differences, added))


def _whole(claim: Claim) -> Place:
    return Place(claim.id, min(claim.spans)[0], max(end for _, end in claim.spans))

"""Near-copies, found through an index: what a new article costs does not grow with their number.

The index maps each run of four words to the first articles that have it. Only articles that share
some of these runs are compared, and then exactly, so the share that is reported is no estimate. A
run that many articles have (a stock phrase, or a wire story that everybody prints) keeps only its
first articles: they stand for the others, and a later copy is tied to its group through them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from db.origin import Evidence, Reason, Relation
from workbench.origins.passages import homes_of, passages, shared_words

if TYPE_CHECKING:
    from workbench.origins.body import Body
    from workbench.origins.passages import Homes, Passage

LEAST_SHARE = 0.35
"""Part of the shorter article's own words that both must have."""
LEAST_WORDS = 20
"""Shared words below which nothing is said, however short the article is."""

_HOLDERS = 12
"""Articles that a run of words keeps."""
_MOST_COMPARED = 12
"""Articles that a new one is compared with word by word: those that share most runs with it."""
_LEAST_RUNS = 3
_LEAST_PART_OF_RUNS = 0.12
_RARE, _FULL = 2, 1
"""What a run speaks for a comparison: half when it may be a stock phrase."""


class CopyIndex:
    """Articles by the runs of words that they hold.

    Adding articles one by one in the order of their ids finds what adding them all at once finds.
    `compared` counts the pairs of articles that were compared word by word.
    """

    def __init__(self) -> None:
        self.compared = 0
        self._bodies: dict[int, tuple[Body, int]] = {}
        # Most runs have one holder for ever; a list for each of them would double the memory.
        self._holders: dict[int, int | list[int]] = {}

    def add(self, new: Body) -> list[Relation]:
        """Put an article in; return its near-copies among those that are there already.

        Raises ValueError when an article of that id is in the index.
        """
        if new.document_id in self._bodies:
            raise ValueError(f"document {new.document_id} is in the index already")
        runs = new.shingles()
        others = self._candidates(runs)
        self.compared += len(others)
        homes = homes_of(new) if others else None
        found = [near_copy(self._bodies[other][0], new, homes) for other in others]
        self._bodies[new.document_id] = new, len(runs)
        for run in runs:
            self._hold(run, new.document_id)
        return [relation for relation in found if relation is not None]

    def _hold(self, run: int, number: int) -> None:
        holders = self._holders.setdefault(run, number)
        if isinstance(holders, list):
            if len(holders) < _HOLDERS:
                holders.append(number)
        elif holders != number:
            self._holders[run] = [holders, number]

    def _candidates(self, runs: set[int]) -> list[int]:
        """Return the articles to compare with, those that share most runs first."""
        common: Counter[int] = Counter()
        for holders in map(self._holders.get, runs):
            if isinstance(holders, list):
                weight = _FULL if len(holders) == _HOLDERS else _RARE
                for holder in holders:
                    common[holder] += weight
            elif holders is not None:
                common[holders] += _RARE
        enough = [other for other, weight in common.items() if weight >= self._least(other, runs)]
        return sorted(enough, key=lambda other: (-common[other], other))[:_MOST_COMPARED]

    def _least(self, other: int, runs: set[int]) -> float:
        fewer = min(len(runs), self._bodies[other][1])
        return _RARE * max(_LEAST_RUNS, _LEAST_PART_OF_RUNS * fewer)


def near_copy(left: Body, right: Body, homes: Homes | None = None) -> Relation | None:
    """Compare two articles word by word; None when they share too little to say anything.

    `homes` are those of the right one, where they have been found already.
    """
    if left.document_id > right.document_id:
        left, right, homes = right, left, None
    found = passages(left, right, homes)
    shared = shared_words(found)
    share = shared / max(1, min(left.size, right.size))
    if shared < LEAST_WORDS or share < LEAST_SHARE:
        return None
    evidence = tuple(place for passage in found for place in _evidence(left, right, passage))
    ids = (left.document_id, right.document_id)
    return Relation(Reason.NEAR_COPY, ids, share=share, evidence=evidence)


def _evidence(left: Body, right: Body, passage: Passage) -> tuple[Evidence, Evidence]:
    (a, b, _), (last_a, last_b, size) = passage.blocks[0], passage.blocks[-1]
    lefts, rights = left.lines[passage.left], right.lines[passage.right]
    return (
        Evidence(left.document_id, lefts.starts[a], lefts.ends[last_a + size - 1]),
        Evidence(right.document_id, rights.starts[b], rights.ends[last_b + size - 1]),
    )

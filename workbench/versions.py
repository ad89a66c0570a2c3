"""Two versions of an article -> which claim of the newer one stands where one of the older stood.

First the claims in the same words are put side by side, in their order. Between them, those that
stand in the same gap and share most of their words are the same claim, put otherwise.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Claim

LEAST_SHARED = 0.5
"""The part of their words that two claims in one gap share at least, to be one put otherwise."""

_MOST_IN_GAP = 40
"""Claims of a gap that are compared one by one; a longer gap is a new text."""


def heirs(older: Sequence[Claim], newer: Sequence[Claim]) -> dict[int, int]:
    """Return the id of an older claim -> that of the newer claim that stands in its place.

    Both are in the order of the text; no claim is named twice on either side.
    """
    found: dict[int, int] = {}
    before = [(claim.text, claim.speaker) for claim in older]
    after = [(claim.text, claim.speaker) for claim in newer]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, a, b, c, d in blocks:
        if kind == "equal":
            pairs = zip(older[a:b], newer[c:d], strict=True)
            found.update((old.id, new.id) for old, new in pairs)
    # What has only been moved is the same claim as well.
    _by_words(older, newer, found)
    for kind, a, b, c, d in blocks:
        if kind == "replace":
            taken = set(found.values())
            left = [old for old in older[a:b] if old.id not in found]
            found.update(_in_gap(left, [new for new in newer[c:d] if new.id not in taken]))
    return found


def _by_words(older: Sequence[Claim], newer: Sequence[Claim], found: dict[int, int]) -> None:
    taken = set(found.values())
    waiting: dict[tuple[str, str], list[int]] = {}
    for new in reversed(newer):
        if new.id not in taken:
            waiting.setdefault((new.text, new.speaker), []).append(new.id)
    for old in older:
        if old.id not in found and waiting.get((old.text, old.speaker)):
            found[old.id] = waiting[old.text, old.speaker].pop()


def _in_gap(older: Sequence[Claim], newer: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pair the claims of a gap, the most alike first."""
    if not older or not newer or max(len(older), len(newer)) > _MOST_IN_GAP:
        return
    words = {claim.id: claim.text.casefold().split() for claim in (*older, *newer)}
    alike = [
        (-_shared(words[old.id], words[new.id]), abs(i * len(newer) - j * len(older)), i, j)
        for i, old in enumerate(older)
        for j, new in enumerate(newer)
    ]
    old_left, new_left = set(range(len(older))), set(range(len(newer)))
    for shared, _, i, j in sorted(alike):
        if -shared >= LEAST_SHARED and i in old_left and j in new_left:
            old_left.discard(i)
            new_left.discard(j)
            yield older[i].id, newer[j].id


def _shared(a: list[str], b: list[str]) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()

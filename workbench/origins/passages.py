"""Which passages two articles share, word for word or lightly rewritten, in whatever order.

Sentences that have pairs of words in common are aligned by their longest common subsequence. Of
that alignment the best stretch counts: each shared word speaks for a passage, each word between
that only one side has speaks against it. So swapped synonyms, trimmed ends and sentences that were
joined or cut leave a passage standing, and names and facts strewn over two sentences make none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.origins.body import Body

_COST_OF_A_GAP = 0.5
"""What one word that only one side has takes from a passage; a shared word gives 1."""
_LEAST_SCORE = 6.0
_LEAST_COMMON_PAIRS = 2
_MOST_HOMES = 50
"""Sentences in which a pair of words is looked for: the first ones, where a text repeats itself."""

Homes = dict[tuple[str, str], list[int]]
"""Which of a body's sentences have a pair of neighbouring words, the first ones of them."""

_Block = tuple[int, int, int]
"""(place in the left sentence, place in the right one, number of words that are the same)"""


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks of words that a sentence of the left body and one of the right have in common."""

    left: int
    right: int
    blocks: tuple[_Block, ...]


def passages(left: Body, right: Body, homes: Homes | None = None) -> list[Passage]:
    """Return the passages that two bodies share, in the order of the left one.

    `homes` are those of the right one, where they have been found already.
    """
    found = []
    for a, b in _alike(left, homes_of(right) if homes is None else homes):
        blocks = _best_stretch(left.lines[a].stems, right.lines[b].stems)
        if blocks:
            found.append(Passage(a, b, blocks))
    return found


def shared_words(found: Sequence[Passage]) -> int:
    """Count the words that passages share, each word of either side once."""
    lefts = {(p.left, at + n) for p in found for at, _, size in p.blocks for n in range(size)}
    rights = {(p.right, at + n) for p in found for _, at, size in p.blocks for n in range(size)}
    return min(len(lefts), len(rights))


def homes_of(body: Body) -> Homes:
    """Find the pairs of neighbouring words of a body."""
    homes: Homes = defaultdict(list)
    for number, line in enumerate(body.lines):
        for pair in set(pairwise(line.stems)):
            if len(homes[pair]) < _MOST_HOMES:
                homes[pair].append(number)
    return homes


def _alike(left: Body, homes: Homes) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sentences that have enough pairs of neighbouring words in common."""
    for number, line in enumerate(left.lines):
        in_both = homes.keys() & pairwise(line.stems)
        if len(in_both) >= _LEAST_COMMON_PAIRS:
            common = Counter(b for pair in in_both for b in homes[pair])
            yield from sorted((number, b) for b, n in common.items() if n >= _LEAST_COMMON_PAIRS)


def _best_stretch(left: Sequence[str], right: Sequence[str]) -> tuple[_Block, ...]:
    """Return the run of common blocks with the highest score; none if that is too low."""
    if LCSseq.similarity(left, right) < _LEAST_SCORE:
        return ()
    blocks = [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(left, right)
        if code.tag == "equal"
    ]
    best, best_range = 0.0, (0, 0)
    score, start = 0.0, 0
    for n, (a, b, size) in enumerate(blocks):
        if n > start:
            before = blocks[n - 1]
            gap = a - before[0] - before[2] + b - before[1] - before[2]
            score -= _COST_OF_A_GAP * gap
        if score <= 0:
            score, start = 0.0, n
        score += size
        if score > best:
            best, best_range = score, (start, n + 1)
    return tuple(blocks[slice(*best_range)]) if best >= _LEAST_SCORE else ()

"""The best tree over arc scores: Chu-Liu and Edmonds, with exactly one word under the root."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def best_tree(scores: NDArray[Any]) -> list[int]:
    """Return the head of each of n words in the highest-scoring tree; 0 is the root.

    `scores` (n, n + 1): word, head; finite. Exactly one word has head 0. O(n^2) when the best
    head of each word makes a tree already, O(n^3) at worst. n = 0 gives [].
    """
    count = len(scores)
    if count == 0:
        return []
    full = np.full((count + 1, count + 1), -np.inf)
    full[1:, :] = scores
    np.fill_diagonal(full, -np.inf)
    heads: Whole = np.argmax(full, axis=1)
    heads[0] = -1
    if np.count_nonzero(heads == 0) == 1 and not _cycle(heads):
        return [int(head) for head in heads[1:]]
    # A price on each arc from the root, above any gain, keeps the root to one word.
    finite = full[np.isfinite(full)]
    full[1:, 0] -= (finite.max() - finite.min() + 1.0) * (count + 1)
    heads = _arborescence(full)
    return [int(head) for head in heads[1:]]


def _arborescence(scores: Floats) -> Whole:
    """Return the head of each node, -1 for node 0; scores (m, m): node, head."""
    heads: Whole = np.argmax(scores, axis=1)
    heads[0] = -1
    cycle = _cycle(heads)
    if not cycle:
        return heads
    size = len(scores)
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    members = np.array(cycle)
    # Entering the cycle at a member costs the arc that the member had.
    kept = scores[members, heads[members]]
    entering = scores[np.ix_(members, outside)] - kept[:, None]
    entry = np.argmax(entering, axis=0)
    leaving = scores[np.ix_(outside, members)]
    exits = np.argmax(leaving, axis=1)
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    small[-1, :-1] = entering[entry, np.arange(len(outside))]
    small[:-1, -1] = leaving[np.arange(len(outside)), exits]
    small[0, :] = -np.inf
    found = _arborescence(small)
    result: Whole = heads.copy()
    for index, node in enumerate(outside[1:], start=1):
        head = found[index]
        result[node] = members[exits[index]] if head == len(outside) else outside[head]
    broken = members[entry[found[-1]]]
    result[broken] = outside[found[-1]]
    return result


def _cycle(heads: Whole) -> list[int]:
    """Return the nodes of one cycle, [] when there is none."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        node, path = start, []
        while node > 0 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if node > 0 and state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []

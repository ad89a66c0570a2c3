"""Claims and scored pairs in, clusters out.

A cluster is a set of claims that state one fact. Pairs come with a probability that they do; a pair
that was not scored counts as probability 0. Clusters grow by average linkage: the two clusters
whose pairs have the highest mean probability merge, as long as that mean reaches a threshold.
Average linkage is reducible (a merge never brings a third cluster nearer than the nearer of its two
parts was), so every merge descends from a scored pair at or above the threshold, and the sparse
graph gives exactly what the full matrix would, without the matrix.

A merge is never taken back, though a better place for one of its claims may have grown since. So
afterwards claims move, one by one, to where they gain most (`settle`). There, a pair within one
article counts for less: that an article says two things says little of what another one means. And
to be in a cluster at all has its price, the same in a large one as in a pair: several likely links
make a cluster, a single one must be likelier.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Probabilities are summed as whole numbers of 2**-40: a sum is the same in whatever order.
_UNIT = 1 << 40
_FREE = -1
# What a pair of claims counts for in a move, in tenths: of two articles, and of one.
_ACROSS, _WITHIN = 10, 3
# What it costs to be in a cluster, in hundredths of what one certain pair brings.
_ENTRY = 65

_Neighbours: TypeAlias = list[dict[int, int]]
_Entry: TypeAlias = tuple[float, int, int, int, int]
# What an item would gain (less than 0), the item, and the cluster it would go to (or ALONE).
Attempt: TypeAlias = tuple[int, int, int]
# An item, and the cluster that it is in now.
Move: TypeAlias = tuple[int, int]
ALONE = _FREE
_OnRound: TypeAlias = Callable[[Sequence[Attempt], Sequence[Move]], None]


def agglomerate(
    n: int,
    left: ArrayLike,
    right: ArrayLike,
    probability: ArrayLike,
    threshold: float,
    held: Sequence[int] | NDArray[np.integer] | None = None,
    sentences: Sequence[int] | NDArray[np.integer] | None = None,
    on_merge: Callable[[int, int], None] = lambda one, other: None,
) -> NDArray[np.int32]:
    """Cluster `n` items by average linkage on a sparse graph of scored pairs; label each item.

    `left`, `right` and `probability`, each of shape (m,), give the pairs: indices below `n` and a
    probability in 0..1. A pair may come once, in either direction; an absent pair counts as 0. Two
    clusters merge while the mean probability over all pairs between them is at least `threshold`
    (above 0, at most 1).

    `held`, of shape (n,), names groups that a person fixed: items with one value >= 0 start as one
    cluster, and two clusters that hold different groups never merge; a negative value leaves the
    item free. `sentences`, of shape (n,), names the sentence of each item: two items of one
    sentence never share a cluster, unless one group holds both. `on_merge` is told each merge, by
    the first items of both clusters.

    Returns labels of shape (n,), 0..k-1, numbered by each cluster's first item. Reordering items
    renumbers the labels and changes nothing else, except where two merges tie to the last bit:
    then the clusters with the smallest first items merge first. Raises ValueError for arrays
    of unequal length, an index out of range, a pair of an item with itself, a pair given twice, or
    a probability or threshold out of range.
    """
    lefts, rights, scores = _checked(n, left, right, probability, threshold)
    start = _starting_clusters(n, held)
    group, taken = _constraints(n, start, held, sentences)
    count = Counter(start)
    members = [count[item] for item in range(n)]
    near = _between(start, lefts, rights, scores, threshold)
    _drop_forbidden(near, group, taken)
    parent = _merge(near, members, group, taken, threshold, on_merge)
    return _numbered(np.array([_root(parent, c) for c in start], dtype=np.int64))


def settle(
    labels: Sequence[int] | NDArray[np.integer],
    left: ArrayLike,
    right: ArrayLike,
    probability: ArrayLike,
    threshold: float,
    held: Sequence[int] | NDArray[np.integer] | None = None,
    sentences: Sequence[int] | NDArray[np.integer] | None = None,
    documents: Sequence[int] | NDArray[np.integer] | None = None,
    on_round: _OnRound = lambda attempts, moves: None,
) -> NDArray[np.int32]:
    """Move single items of a clustering to where they gain most, until none gains by moving.

    What an item has of a cluster is the sum, over its other items, of probability less threshold,
    less a price: 0.65 of what a pair of probability 1 brings. Alone it has 0. `documents`, of shape
    (n,), names the article of each item (an own one each, if it is None); an item of the same
    article counts 0.3 of one of another, as does the price where the cluster has one. `labels` has
    shape (n,); the other arguments, the result, its order and the errors are those of
    `agglomerate`. Held items stay; no item moves to one of its own sentence. `on_round` is told of
    each round which items would have gained, and which have moved; a cluster is known by its label,
    new ones by new ones.
    """
    n = len(labels)
    lefts, rights, scores = _checked(n, left, right, probability, threshold)
    group, inside = _constraints(n, list(range(n)), held, sentences)
    article = range(n) if documents is None else _per_item(n, documents, "documents").tolist()
    links: list[list[tuple[int, int]]] = [[] for _ in group]
    whole = np.rint(scores * _UNIT).astype(np.int64)
    high = whole >= _whole(threshold)
    first = _starting_clusters(n, labels)
    part = _components(first, lefts[high], rights[high])
    kept = part[lefts] == part[rights]  # no item gains by going where no such chain leads
    for x, y, s in zip(
        lefts[kept].tolist(), rights[kept].tolist(), whole[kept].tolist(), strict=True
    ):
        counted = s * (_WITHIN if article[x] == article[y] else _ACROSS)
        links[x].append((y, counted))
        links[y].append((x, counted))
    homes = _Homes([int(label) for label in labels], links, inside, article, _whole(threshold))
    free = pending = frozenset(i for i, value in enumerate(group) if value == _FREE)
    while changed := homes.move(pending, on_round):
        pending = free & homes.around(changed)
    return _numbered(np.array(homes.home, dtype=np.int64))


class _Homes:
    """Which cluster each item is in, and what it would have of another."""

    def __init__(
        self,
        home: list[int],
        links: list[list[tuple[int, int]]],
        sentences: list[set[int]],
        article: Sequence[int],
        bar: int,
    ) -> None:
        self.home = home
        self.members: dict[int, set[int]] = {}
        self._article = article
        self._of_article: Counter[tuple[int, int]] = Counter()  # members, by cluster and article
        for i, cluster in enumerate(home):
            self.members.setdefault(cluster, set()).add(i)
            self._of_article[cluster, article[i]] += 1
        self._links = links
        self._sentences = sentences
        self._bar = bar
        self._entry = _ENTRY * (_UNIT - bar) // 100
        self._unused = max(home, default=0) + 1

    def around(self, clusters: Iterable[int]) -> set[int]:
        """Return the items of some clusters, and all that share a pair with one of them."""
        items = [i for c in clusters for i in self.members[c]]
        return {j for i in items for j, _ in self._links[i]}.union(items)

    def move(self, pending: Iterable[int], on_round: _OnRound) -> set[int]:
        """Move the pending items that gain, most first; return the clusters that changed.

        A cluster that has changed is left alone for the rest of the round: what was reckoned with
        it no longer holds.
        """
        found = ((i, self._best(i)) for i in pending)
        order = sorted((-gain, i, target) for i, (gain, target) in found if gain > 0)
        changed: set[int] = set()
        moves: list[Move] = []
        for _, i, target in order:
            if changed.isdisjoint((self.home[i], target)):
                changed |= {self.home[i], self._put(i, target)}
                moves.append((i, self.home[i]))
        on_round(order, moves)
        return changed

    def _best(self, i: int) -> tuple[int, int]:
        """The most that an item gains by moving, and where to; _FREE is a cluster of its own."""
        sums: dict[int, int] = {}
        home = self.home
        for j, s in self._links[i]:
            sums[home[j]] = sums.get(home[j], 0) + s
        here = home[i]
        most, target = 0, _FREE
        for there, s in sums.items():
            if s < _WITHIN * self._bar * len(self.members[there]) or there == here:
                continue  # the least that it could cost
            has = s - self._price(i, there)
            if has <= 0 or has < most or self._shares_sentence(i, there):
                continue
            if has > most or min(self.members[there]) < min(self.members[target]):
                most, target = has, there
        return most - (sums.get(here, 0) - self._price(i, here)), target

    def _price(self, i: int, cluster: int) -> int:
        """What the pairs of `i` with a cluster's other items must bring; 0 if it has none."""
        within = self._of_article.get((cluster, self._article[i]), 0)
        across = len(self.members[cluster]) - within
        within -= self.home[i] == cluster
        entry = (_WITHIN if within else _ACROSS if across else 0) * self._entry
        return self._bar * (_ACROSS * across + _WITHIN * within) + entry

    def _shares_sentence(self, i: int, cluster: int) -> bool:
        own = self._sentences[i]
        return any(not own.isdisjoint(self._sentences[j]) for j in self.members[cluster])

    def _put(self, i: int, target: int) -> int:
        """Move an item; return the cluster where it is then."""
        if target == _FREE:
            target, self._unused = self._unused, self._unused + 1
        self.members[self.home[i]].discard(i)
        self.members.setdefault(target, set()).add(i)
        self._of_article[self.home[i], self._article[i]] -= 1
        self._of_article[target, self._article[i]] += 1
        self.home[i] = target
        return target


def _checked(
    n: int, left: ArrayLike, right: ArrayLike, probability: ArrayLike, threshold: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The pairs as arrays of shape (m,), smaller index first; ValueError if they are no graph."""
    a, b = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    p = np.asarray(probability, dtype=np.float64)
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
    if a.ndim != 1 or a.shape != b.shape or a.shape != p.shape:
        raise ValueError("left, right and probability must be flat and equally long")
    if not a.size:
        return a, b, p
    low, high = np.minimum(a, b), np.maximum(a, b)
    if low.min() < 0 or high.max() >= n:
        raise ValueError(f"a pair names an item outside 0..{n - 1}")
    if (low == high).any():
        raise ValueError("a pair joins an item with itself")
    if not np.diff(np.sort(low * n + high)).all():
        raise ValueError("a pair is given twice")
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a probability is outside 0..1")
    return low, high, p


def _per_item(n: int, values: Sequence[int] | NDArray[np.integer], name: str) -> NDArray[np.int64]:
    """`values` as int64 of shape (n,); ValueError otherwise."""
    array = np.asarray(values, dtype=np.int64)
    if array.shape != (n,):
        raise ValueError(f"{name} must hold one value for each of the {n} items")
    return array


def _starting_clusters(n: int, held: Sequence[int] | NDArray[np.integer] | None) -> list[int]:
    """The cluster, named by its first item, that each item starts in; shape (n,)."""
    if held is None:
        return list(range(n))
    first: dict[int, int] = {}
    values = _per_item(n, held, "held").tolist()
    return [i if value < 0 else first.setdefault(value, i) for i, value in enumerate(values)]


def _constraints(
    n: int,
    start: list[int],
    held: Sequence[int] | NDArray[np.integer] | None,
    sentences: Sequence[int] | NDArray[np.integer] | None,
) -> tuple[list[int], list[set[int]]]:
    """The group (or _FREE) and the sentences of each starting cluster, by its first item."""
    group = [_FREE] * n if held is None else np.maximum(_per_item(n, held, "held"), _FREE).tolist()
    taken: list[set[int]] = [set() for _ in range(n)]
    if sentences is not None:
        for cluster, sentence in zip(
            start, _per_item(n, sentences, "sentences").tolist(), strict=True
        ):
            taken[cluster].add(sentence)
    return group, taken


def _between(
    start: list[int],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    threshold: float,
) -> _Neighbours:
    """For each starting cluster, the sum (in 2**-40) of its pairs with each other cluster.

    What no chain of pairs at or above the threshold ties together can never merge: its pairs are
    left out.
    """
    n = len(start)
    first = np.asarray(start, dtype=np.int64)
    a, b = first[left], first[right]
    whole = np.rint(probability * _UNIT).astype(np.int64)
    high = whole >= _whole(threshold)
    part = _components(list(range(n)), a[high], b[high])
    kept = (part[a] == part[b]) & (a != b) & (whole > 0)
    near: _Neighbours = [{} for _ in range(n)]
    for x, y, s in zip(a[kept].tolist(), b[kept].tolist(), whole[kept].tolist(), strict=True):
        near[x][y] = near[y][x] = near[x].get(y, 0) + s
    return near


def _components(
    parent: list[int], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Name for each item the part of a graph that it is in, shape (n,).

    `parent` names an item of the same part for each one, itself at least; it is used up.
    """
    for x, y in zip(left.tolist(), right.tolist(), strict=True):
        parent[_root(parent, x)] = _root(parent, y)
    return np.array([_root(parent, item) for item in range(len(parent))], dtype=np.int64)


def _whole(threshold: float) -> int:
    """A threshold in whole numbers of 2**-40, less one for what rounding may have lost."""
    return round(threshold * _UNIT) - 1


def _forbidden(x: int, y: int, group: list[int], taken: list[set[int]]) -> bool:
    """Whether clusters `x` and `y` may never merge, now or as part of larger ones."""
    both_held = group[x] != _FREE and group[y] != _FREE
    return both_held or not taken[x].isdisjoint(taken[y])


def _drop_forbidden(near: _Neighbours, group: list[int], taken: list[set[int]]) -> None:
    """Remove, in place, the links between clusters that may never merge."""
    for x, neighbours in enumerate(near):
        for y in [y for y in neighbours if _forbidden(x, y, group, taken)]:
            del neighbours[y]


def _merge(
    near: _Neighbours,
    size: list[int],
    group: list[int],
    taken: list[set[int]],
    threshold: float,
    on_merge: Callable[[int, int], None],
) -> list[int]:
    """Merge the nearest two clusters until none reach the threshold; all arguments are used up.

    A cluster is named by its first item. Returns the cluster that each was merged into, or itself.
    An entry of the heap is stale once either of its clusters has changed since it was pushed.
    """
    parent = list(range(len(near)))
    changed = [0] * len(near)
    bar = _whole(threshold)

    def entry(x: int, y: int) -> _Entry:
        x, y = min(x, y), max(x, y)
        return -(near[x][y] / (size[x] * size[y])), x, y, changed[x], changed[y]

    pairs = ((x, y, s) for x, others in enumerate(near) for y, s in others.items() if x < y)
    heap = [entry(x, y) for x, y, s in pairs if s >= bar * size[x] * size[y]]
    heapq.heapify(heap)
    while heap:
        _, x, y, x_then, y_then = heapq.heappop(heap)
        if changed[x] != x_then or changed[y] != y_then:
            continue
        _absorb(near, x, y)
        on_merge(x, y)
        parent[y] = x
        size[x] += size[y]
        group[x] = max(group[x], group[y])
        taken[x] |= taken[y]
        changed[x] += 1
        changed[y] += 1
        for z in [z for z, s in near[x].items() if s >= bar * size[x] * size[z]]:
            if _forbidden(x, z, group, taken):
                del near[x][z], near[z][x]
            else:
                heapq.heappush(heap, entry(x, z))
    return parent


def _absorb(near: _Neighbours, x: int, y: int) -> None:
    """Move the links of cluster `y` to cluster `x`, in place."""
    del near[x][y]
    for z, s in near[y].items():
        if z == x:
            continue
        del near[z][y]
        near[x][z] = near[z][x] = near[x].get(z, 0) + s
    near[y] = {}


def _root(parent: list[int], cluster: int) -> int:
    """The cluster that `cluster` ended up in; shortens the way there for the next call."""
    root = cluster
    while parent[root] != root:
        root = parent[root]
    while parent[cluster] != root:
        parent[cluster], cluster = root, parent[cluster]
    return root


def _numbered(clusters: NDArray[np.int64]) -> NDArray[np.int32]:
    """Cluster names of shape (n,) as labels 0..k-1 in the order of each cluster's first item."""
    _, first, inverse = np.unique(clusters, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    labels: NDArray[np.int32] = rank[inverse]
    return labels

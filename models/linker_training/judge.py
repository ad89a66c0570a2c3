"""What probabilities are worth: clusters against the labels, and the threshold that suits them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.linker_training.events import Event, Mention, place, touches
from models.linking.neighbourhood import LEAST_PROBABILITY

THRESHOLDS = tuple(round(0.15 + 0.01 * step, 2) for step in range(46))
LEAST_APART = 0.87  # of hard negatives, the share that clusters must keep apart
LEAST_SINGLE = 0.82  # of facts of one article, the share that clusters must leave alone

_WITHIN = 0.3  # what a pair of one article counts for in a move, beside one of two
_ENTRY = 0.65  # what it costs to be in a cluster, beside what a certain pair brings
_NOTHING = 1e-9  # a gain that is only rounding


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one or more events; the ratios are the figures that are reported."""

    found: int = 0
    pairs: int = 0
    right: int = 0
    joined: int = 0
    apart: int = 0
    aparts: int = 0
    single: int = 0
    singles: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))

    @property
    def precision(self) -> float:
        """Of pairs of claims in one cluster, the share that touch one fact."""
        return self.right / max(1, self.joined)

    @property
    def recall(self) -> float:
        """Of pairs of mentions of one fact, the share that some cluster joins."""
        return self.found / max(1, self.pairs)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} "
            f"apart {self.apart / max(1, self.aparts):.2f} "
            f"single {self.single / max(1, self.singles):.2f}"
        )


class Clustering:
    """The clusters of an event at any threshold, as the workbench makes them.

    Average linkage, then single claims move to where they gain most; there a pair of one article
    counts for less, and to be in a cluster has its price. An absent pair has probability 0, and two
    claims of one sentence one far below.
    """

    def __init__(self, event: Event, probability: NDArray[np.float64]) -> None:
        from scipy.cluster.hierarchy import linkage
        from scipy.spatial.distance import squareform

        n = len(event.rows)
        near = np.zeros((n, n))
        kept = probability >= LEAST_PROBABILITY
        near[event.left[kept], event.right[kept]] = probability[kept].astype(np.float32)
        near += near.T
        sentence = event.claims.sentence
        self._veto = sentence[:, None] == sentence
        document = event.claims.document
        self._document = document
        self._counts = np.where(document[:, None] == document, _WITHIN, 1.0)
        near[self._veto] = -float(n * n)
        self._near = near.copy()
        np.fill_diagonal(near, 1)
        self._tree = linkage(squareform(1 - near, checks=False), "average")

    def at(self, threshold: float) -> NDArray[np.int32]:
        """The clusters, as labels of shape (n,), whose mean probability reaches a threshold."""
        from scipy.cluster.hierarchy import fcluster

        merged = fcluster(self._tree, 1 - threshold, "distance")
        gains = np.where(self._veto, self._near, (self._near - threshold) * self._counts)
        np.fill_diagonal(gains, 0)
        return settled(merged, gains, self._document, _ENTRY * (1 - threshold))


def settled(
    labels: NDArray[np.int32],
    gains: NDArray[np.float64],
    document: NDArray[np.int64],
    entry: float = 0.0,
) -> NDArray[np.int32]:
    """Labels of shape (n,) after each claim has moved to where it gains most, the best move first.

    `gains`, (n, n), is what two claims give each other in one cluster; a claim alone has 0. To be
    in a cluster costs `entry`, or less for a claim of an article that the cluster has.
    """
    n = len(labels)
    home = np.unique(labels, return_inverse=True)[1].reshape(-1)
    has = np.zeros((n, 2 * n))  # what each claim would have of each cluster; n are spare
    np.add.at(has.T, home, gains.T)
    count = np.zeros((2 * n, int(document.max(initial=0)) + 1))  # of each article in each cluster
    np.add.at(count, (home, document), 1)
    every = np.arange(n)

    def price(of: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each claim pays in some clusters, (n, k)."""
        here = home[:, None] == of
        within = count[of][:, document].T - here
        others = count[of].sum(axis=1) - here
        return np.where(others > 0, np.where(within > 0, _WITHIN, 1.0) * entry, 0.0)

    net = has - price(np.arange(2 * n))
    while True:
        better = net - net[every, home][:, None]
        i, target = np.unravel_index(int(better.argmax()), better.shape)
        if better[i, target] <= _NOTHING:
            return home.astype(np.int32)
        both = np.array([home[i], target])
        has[:, both] += gains[:, [i]] * (-1, 1)
        count[both, document[i]] += (-1, 1)
        home[i] = target
        net[:, both] = has[:, both] - price(both)


class Judge:
    """Scores clusters of one event against its labels."""

    def __init__(self, event: Event) -> None:
        places = [place(row) for row in event.rows]

        def on(mention: Mention) -> NDArray[np.int64]:
            found = [i for i, claim in enumerate(places) if touches(claim, mention)]
            return np.array(found, dtype=np.int64)

        self.event = event
        self.facts = [
            [(on(a), on(b)) for a, b in combinations(fact, 2) if a[0] != b[0]]
            for fact in event.gold.facts
        ]
        self.apart = [(on(a), on(b)) for a, b in event.gold.apart]
        self.single = [on(mention) for mention in event.gold.single]

    def __call__(self, labels: NDArray[np.int32]) -> Score:
        """The counts for labels of shape (n,)."""

        def held(a: NDArray[np.int64], b: NDArray[np.int64]) -> bool:
            return bool(np.isin(labels[a], labels[b]).any())

        document = self.event.claims.document
        together = np.triu(labels[:, None] == labels, 1)
        together &= document[:, None] != document
        mixed = (together | together.T).any(axis=1)  # claims joined with another article's
        wide = set(labels[mixed].tolist())
        return Score(
            found=sum(held(a, b) for pairs in self.facts for a, b in pairs),
            pairs=sum(len(pairs) for pairs in self.facts),
            right=int((together & self.event.same).sum()),
            joined=int(together.sum()),
            apart=sum(not held(a, b) for a, b in self.apart),
            aparts=len(self.apart),
            single=sum(wide.isdisjoint(labels[claims].tolist()) for claims in self.single),
            singles=len(self.single),
        )


def sweep(
    events: Sequence[Event], scores: Sequence[NDArray[np.float64]]
) -> dict[float, tuple[float, Score]]:
    """For each threshold the mean link F1 over events, and the counts of all events together."""
    judges = [Judge(event) for event in events]
    found = [Clustering(event, p) for event, p in zip(events, scores, strict=True)]
    result = {}
    for threshold in THRESHOLDS:
        each = [judge(its.at(threshold)) for judge, its in zip(judges, found, strict=True)]
        result[threshold] = (sum(s.f1 for s in each) / len(each), sum(each, Score()))
    return result


def choose(kinds: Sequence[Mapping[float, tuple[float, Score]]]) -> float:
    """The threshold of the best mean link F1 among those that keep enough facts apart.

    Each kind of claims must be kept apart by itself. `kinds` are what `sweep` measured of each.
    """

    def careful(score: Score) -> bool:
        return (
            score.apart >= LEAST_APART * score.aparts
            and score.single >= LEAST_SINGLE * score.singles
        )

    every = list(kinds[0])
    enough = [t for t in every if all(careful(measured[t][1]) for measured in kinds)]
    return max(enough or every, key=lambda t: sum(measured[t][0] for measured in kinds))


def average_precision(events: Sequence[Event], scores: Sequence[NDArray[np.float64]]) -> float:
    """Over candidate pairs of two articles, all events together."""
    from sklearn.metrics import average_precision_score

    truth = np.concatenate([event.positive[event.across] for event in events])
    score = np.concatenate([p[e.across] for e, p in zip(events, scores, strict=True)])
    return float(average_precision_score(truth, score))

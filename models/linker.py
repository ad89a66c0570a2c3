"""How probable it is that two claims state one fact.

The nearest neighbours of each claim, by meaning and by spelling, are scored twice, by logistic
regressions small enough to read. The first looks at a pair alone: cosine, words that are shared or
mean the same, names and numbers, places in the articles. The second looks at the pair among the
others: whether each claim is the other's best match in its article, and whether third claims agree.
Reporting repeats itself, so what is said elsewhere decides many a close call.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.candidates import candidates, way
from models.linking.claims import ordered
from models.linking.features import chunked, nearness, of_neighbours, of_pairs
from models.linking.neighbourhood import LEAST_PROBABILITY, features_together
from models.linking.reasons import GROUPS
from models.linking.scores import Scores
from models.linking.weights import Weights, read_weights

Stage: TypeAlias = Callable[[str, int, int], None]
"""Told (stage, done, total)."""

WEIGHTS = Path(__file__).with_name("weights") / "linker.json"


class Links(NamedTuple):
    """Scored pairs of claims, sorted by `left`, then `right`; each of shape (m,), left < right.

    `reasons`, (m, groups), is what each of the linker's `groups` adds to the log odds of a pair.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    probability: NDArray[np.float32]
    reasons: NDArray[np.float32]


class Linker:
    """Pairs of claims to the probability that they state one fact.

    `groups` names what can speak for a pair.
    """

    groups = tuple(GROUPS)

    def __init__(self, weights: Weights, version: str) -> None:
        self.weights = weights
        self.version = version
        self.threshold = weights.threshold

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The linker of a weights file (the one that ships, by default).

        `version` is a digest of the file. OSError if it cannot be read, ValueError if it is not
        a linker's weights.
        """
        text = (path or WEIGHTS).read_text("utf-8")
        return cls(read_weights(text), hashlib.sha256(text.encode()).hexdigest()[:16])

    def way(self, claims: int) -> str:
        """Say what is compared among so many claims: "all pairs", or those "in cells"."""
        return way(claims)

    def link(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int] | NDArray[np.integer],
        sentences: Sequence[int] | NDArray[np.integer],
        words: Sequence[NDArray[np.floating]],
        step: Stage = lambda stage, done, total: None,
    ) -> Links:
        """The pairs of claims worth linking, each with its probability.

        `vectors` has shape (n, d), rows of unit length; `documents` and `sentences` name the
        article and the sentence each claim comes from; of two sentences of one article the later
        one has the greater number. `words` has for each claim a matrix (k, w), unit rows, of its
        first k content words (`models.linking.content`); k may be 0. Two claims of one sentence are
        never linked. `step` is told how much of a stage is done, and may raise to stop. Reordering
        the claims renumbers the pairs and changes nothing else.
        ValueError if the lengths differ.
        """
        order, claims = ordered(texts, vectors, documents, sentences, words)
        left, right = candidates(claims, partial(step, f"comparing {way(len(texts))}"))
        if not len(left):
            none = np.zeros(0, np.float32)
            return Links(_ints(left), _ints(right), none, none.reshape(0, len(GROUPS)))
        scores = Scores(self.weights, len(left))
        near = np.empty(len(left))
        for part in chunked(len(left)):
            columns = of_pairs(claims, left[part], right[part])
            near[part] = nearness(columns)
            scores.add(columns, part)
            step("scoring pairs", part.stop, len(left))
        scores.add(of_neighbours(claims, left, right, near))
        scores.add(features_together(claims, left, right, scores.alone()))
        return _given_back(order, left, right, scores.together(), scores.reasons)


def _given_back(
    order: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    because: NDArray[np.float32],
) -> Links:
    """Pairs in the order of the caller's claims, without those too improbable to matter."""
    kept = probability >= LEAST_PROBABILITY
    a, b = order[left[kept]], order[right[kept]]
    low, high = np.minimum(a, b), np.maximum(a, b)
    by = np.lexsort((high, low))
    kept_probability = probability[kept][by].astype(np.float32)
    return Links(_ints(low[by]), _ints(high[by]), kept_probability, because[kept][by])


def _ints(values: NDArray[np.int64]) -> NDArray[np.int32]:
    return values.astype(np.int32)

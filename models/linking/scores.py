"""Log odds of many pairs, added up feature by feature, so that no feature need be kept."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.linking.reasons import GROUPS, add_reasons
from models.linking.shelf import MEMORY, Shelf
from models.linking.weights import Weights, probability

Part = slice | NDArray[np.int64]


class Scores:
    """What is known so far of the log odds of m pairs, by both regressions.

    `claims` is how many claims the collection has that the pairs are of.
    """

    def __init__(self, weights: Weights, pairs: int, claims: int, shelf: Shelf = MEMORY) -> None:
        self._weights = weights
        self._alone = np.full(pairs, weights.alone.intercept)
        self._together = np.full(pairs, weights.together.intercept - weights.crowd(claims))
        self.reasons = shelf.zeros((pairs, len(GROUPS)), np.float32)

    def add(self, columns: Mapping[str, NDArray[np.float64]], part: Part = slice(None)) -> None:
        """Add features of some pairs, as columns."""
        self._alone[part] += self._weights.alone.total(columns, columns)
        self._together[part] += self._weights.together.total(columns, columns)
        reasons = self.reasons[part]
        add_reasons(reasons, self._weights, columns)
        self.reasons[part] = reasons

    def alone(self) -> NDArray[np.float64]:
        """The probabilities that the first regression gives, shape (m,)."""
        return probability(self._alone)

    def together(self) -> NDArray[np.float64]:
        """The probabilities that the second one gives, shape (m,)."""
        return probability(self._together)

"""How near two claims are in meaning: as they are, and less what their articles are about."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.linking.blocks import blocks
from models.linking.columns import Columns
from models.linking.shelf import MEMORY, Shelf

TOPIC = 0.6  # of the mean vector of two articles is taken out to see what else a claim says


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The vectors of n claims and of their articles, with the products that every pair needs."""

    vectors: NDArray[np.float32]  # (n, d), unit rows
    article: NDArray[np.int64]  # (n,)
    centres: NDArray[np.float32]  # (articles, d): the mean vector of each article's claims
    square: NDArray[np.float32]  # (n,): the square of each row's length, 0 or about 1
    topical: NDArray[np.float32]  # (n,): the product of each row with its article's centre
    square_of_article: NDArray[np.float32]  # (articles,)

    @classmethod
    def of(
        cls,
        vectors: NDArray[np.float32],
        article: NDArray[np.int64],
        centres: NDArray[np.float32],
        shelf: Shelf = MEMORY,
    ) -> Self:
        """Work out what is needed of each claim, a block at a time."""
        square, topical = np.empty((2, len(vectors)), np.float32)
        for part in blocks(len(vectors)):
            rows = vectors[part]
            square[part] = _products(rows, rows)
            topical[part] = _products(rows, centres[article[part]])
            shelf.let_go()
        return cls(vectors, article, centres, square, topical, _products(centres, centres))

    def columns(self, left: NDArray[np.integer], right: NDArray[np.integer]) -> Columns:
        """Cosines of pairs, (m,): of the vectors, of the articles, of the vectors off topic."""
        a, b = self.vectors[left], self.vectors[right]
        home, other = self.article[left], self.article[right]
        x, y = self.centres[home], self.centres[other]
        both, articles = _products(a, b), _products(x, y)
        # Of a - tx - ty and b - tx - ty, which need not be made.
        t = TOPIC / 2
        of_a = self.topical[left] + _products(a, y)
        of_b = self.topical[right] + _products(b, x)
        of_home, of_other = self.square_of_article[home], self.square_of_article[other]
        topic = t * t * (of_home + 2 * articles + of_other)
        rest = both - t * (of_a + of_b) + topic
        rest_a = self.square[left] - 2 * t * of_a + topic
        rest_b = self.square[right] - 2 * t * of_b + topic
        return {
            "cosine": _cosine(both, self.square[left], self.square[right]),
            "cosine_of_articles": _cosine(articles, of_home, of_other),
            "cosine_off_topic": _cosine(rest, rest_a, rest_b),
        }


def _products(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Row by row, shape (m,)."""
    found: NDArray[np.float32] = np.einsum("ij,ij->i", a, b)
    return found


def _cosine(
    product: NDArray[np.float32], a: NDArray[np.float32], b: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Of rows with this product and these squares, shape (m,); 0 where a row is 0."""
    squares = a.astype(np.float64) * b
    norm = np.sqrt(np.where(squares > 0, squares, 1))
    return np.where(squares > 0, product / norm, 0)

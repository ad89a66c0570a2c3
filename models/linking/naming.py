"""Which names articles have: two that share none tell of two events, however alike their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.linking.collection import Collection
from models.linking.content import WORD
from models.linking.sparse import Sparse, incidence, rarity, row_sums, times
from models.linking.stems import stem
from models.linking.tokens import Words, numbered

ALIKE = 0.2  # of the names of one article, by rarity, the share that makes another one no stranger
FEW = 5.0  # rarity of about one name: what an article with hardly any names lacks to be a stranger


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """The names of some articles."""

    rows: Sparse  # (articles, names): the root of how rare a name is, where an article has it
    mass: NDArray[np.float64]  # (articles,): the rarity of all names of each

    @classmethod
    def of(
        cls, words: Words, article: NDArray[np.int64], articles: int, collection: Collection
    ) -> Self:
        """Keep the names in some texts, as a collection spells them; `article` is that of each."""
        spelling = collection.spelling
        said = [word for word in words.known if word in spelling]
        names, name = numbered([spelling[word] for word in said])
        of_word = np.full(len(words.known), -1, dtype=np.int64)
        of_word[[word in spelling for word in words.known]] = name
        there = np.flatnonzero(of_word[words.number] >= 0)
        has = article[words.owner[there]], of_word[words.number[there]]
        return cls._of(incidence(*has, (articles, len(names))), names, collection)

    @classmethod
    def of_names(cls, articles: Sequence[Sequence[str]], collection: Collection) -> Self:
        """Keep the names of each article, as `names_in` finds them."""
        names, name = numbered([one for some in articles for one in some])
        owner = np.repeat(np.arange(len(articles)), [len(some) for some in articles])
        return cls._of(incidence(owner, name, (len(articles), len(names))), names, collection)

    @classmethod
    def _of(cls, has: Sparse, names: Sequence[str], collection: Collection) -> Self:
        often = collection.stems([stem(one) for one in names])
        rows = times(has, np.sqrt(rarity(collection.claims, often)))
        return cls(rows, row_sums(rows.multiply(rows)))

    def strange(self, one: NDArray[np.integer], other: NDArray[np.integer]) -> NDArray[np.float64]:
        """How little pairs of articles share, shape (m,).

        0 from a share of ALIKE on of the one with fewer names, nearly 1 where nothing is shared of
        many names; less where there are few.
        """
        articles = max(1, len(self.mass))
        key = np.minimum(one, other).astype(np.int64) * articles + np.maximum(one, other)
        pairs, place = np.unique(key, return_inverse=True)
        a, b = np.divmod(pairs, articles)
        common = row_sums(self.rows[a].multiply(self.rows[b]))
        fewer = np.minimum(self.mass[a], self.mass[b])
        share = (common + ALIKE * FEW) / (fewer + FEW)
        found: NDArray[np.float64] = np.maximum(0.0, 1 - share / ALIKE)
        return found[place.reshape(-1)]


def names_in(texts: Sequence[str], collection: Collection) -> list[str]:
    """Return the distinct names in some texts, as a collection spells them, sorted."""
    words = {word.lower() for word in set(WORD.findall("\n".join(texts)))}
    return sorted({collection.spelling[word] for word in words if word in collection.spelling})

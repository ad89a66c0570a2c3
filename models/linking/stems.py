"""The stems of claims' content words, and which stems are neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.linking.content import COMMON
from models.linking.sparse import Sparse, incidence
from models.linking.tokens import Words, numbered

_ENDINGS = (("ing", 4), ("edly", 4), ("ed", 4), ("ies", 3), ("es", 4), ("s", 3), ("ly", 4))

_LAST = ("ing", "d", "s", "ly", "e")
"""How every word ends of which something is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """The stems of n claims, one claim's after another's, as numbers of the `known` stems."""

    known: list[str]  # the distinct stems, sorted
    number: NDArray[np.int32]  # (content words,)
    count: NDArray[np.int64]  # (n,): how many content words each claim has
    rows: Sparse  # (n, known): which claim has which stem
    pair: NDArray[np.int64]  # the distinct pairs of stems that follow each other, sorted
    pairs: Sparse  # (n, pair): which claim has which of them

    @classmethod
    def of(cls, words: Words, spelling: Mapping[str, str]) -> Self:
        """Find the stems of words, names spelled as `spelling` has them."""
        known, of_word = numbered([stem(spelling.get(word, word)) for word in words.known])
        content = np.array([word not in COMMON for word in words.known], dtype=np.bool_)
        kept = np.flatnonzero(content[words.number])
        number, owner = of_word[words.number[kept]], words.owner[kept]
        n, many = len(words.count), len(known)
        behind = np.flatnonzero(owner[1:] == owner[:-1])
        follow = number[behind].astype(np.int64) * many + number[behind + 1]
        pair, column = np.unique(follow, return_inverse=True)
        return cls(
            known,
            number,
            np.bincount(owner, minlength=n),
            incidence(owner, number, (n, many)),
            pair,
            incidence(owner[behind], column, (n, len(pair))),
        )

    def neighbours(self, some: slice | NDArray[np.int64] = slice(None)) -> list[tuple[str, str]]:
        """Return the stems of pairs, by their places in `pair`."""
        many = len(self.known)
        return [(self.known[at // many], self.known[at % many]) for at in self.pair[some].tolist()]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A lower-case word without its commonest endings; crude, but the same for both claims."""
    word = word.replace("’", "'").removesuffix("'s")
    if not word.endswith(_LAST):
        return word
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and word[-2:] != "ss":
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word

"""The words of many claims: each distinct word is looked at once, however often it is said."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.linking.content import WORD


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of n claims, one claim's after another's, as numbers of the `known` words."""

    known: list[str]  # the distinct words in lower case, sorted
    number: NDArray[np.int32]  # (words,)
    capital: NDArray[np.bool_]  # (words,): begins with a capital where it stands
    count: NDArray[np.int64]  # (n,): how many words each claim has

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Find the words of each text."""
        written: dict[str, int] = {}
        at, count = array("i"), array("q")
        for text in texts:
            found = WORD.findall(text)
            at.extend([written.setdefault(word, len(written)) for word in found])
            count.append(len(found))
        place = np.array(at, dtype=np.int32)
        known, number = numbered([word.lower() for word in written])
        capital = np.array([word[:1].isupper() for word in written], dtype=np.bool_)
        return cls(known, number[place], capital[place], np.array(count, dtype=np.int64))

    @property
    def owner(self) -> NDArray[np.int32]:
        """The claim of each word, (words,)."""
        return np.repeat(np.arange(len(self.count), dtype=np.int32), self.count)

    @property
    def first(self) -> NDArray[np.bool_]:
        """Whether each word is the first of its claim, (words,)."""
        found = np.zeros(len(self.number), dtype=np.bool_)
        found[runs(self.count)[0][self.count > 0]] = True
        return found


def numbered(values: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct values, sorted, and the number of each value among them."""
    distinct = sorted(set(values))
    place = {value: number for number, value in enumerate(distinct)}
    return distinct, np.array([place[value] for value in values], dtype=np.int32)


def runs(count: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where runs of such lengths begin that follow one another; the place of all in their run."""
    first = np.cumsum(count) - count
    return first, np.arange(int(count.sum())) - np.repeat(first, count)

"""The claims that are to be linked, as they are given: texts and places at once, rows in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Words = Sequence[NDArray[np.floating]]


class Given(Protocol):
    """n claims; see `models.linker.Linker.link` for what is said of each."""

    @property
    def texts(self) -> Sequence[str]:
        """What they say."""

    @property
    def documents(self) -> NDArray[np.int64]:
        """Which articles they come from, (n,)."""

    @property
    def sentences(self) -> NDArray[np.int64]:
        """Which sentences they come from, (n,)."""

    def read(self, some: NDArray[np.int64]) -> tuple[NDArray[np.float32], Words]:
        """The vectors of some of them, (k, d), by their places; and the words of each."""


@dataclass(frozen=True, slots=True, eq=False)
class InMemory:
    """Claims all of which is known already. ValueError if the lengths differ."""

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    documents: NDArray[np.int64]
    sentences: NDArray[np.int64]
    words: Words

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int] | NDArray[np.integer],
        sentences: Sequence[int] | NDArray[np.integer],
        words: Words,
    ) -> "InMemory":
        """Take arguments of `models.linker.Linker.link`."""
        n = len(texts)
        if vectors.shape[:1] != (n,) or {len(documents), len(sentences), len(words)} != {n}:
            raise ValueError("texts, vectors, documents, sentences and words must be equally long")
        homes, places = (np.asarray(ids, dtype=np.int64) for ids in (documents, sentences))
        return cls(texts, vectors, homes, places, words)

    def read(self, some: NDArray[np.int64]) -> tuple[NDArray[np.float32], Words]:
        """See `Given`."""
        return self.vectors[some], [self.words[place] for place in some]

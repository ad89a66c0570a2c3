"""Where parts of a search may be done: each is a function of arrays and of the rows that ask."""

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
Asked: TypeAlias = tuple[int, int]
"""The first of the rows that ask, and the one after the last."""

Answer: TypeAlias = tuple[NDArray[np.integer], NDArray[np.integer]]
"""Pairs of rows, each of shape (m,): who asked, and who is near."""


class Spread(Protocol):
    """Does parts of a search elsewhere; see `workbench.engines`."""

    @property
    def workers(self) -> int:
        """Return how many parts are worked on at a time."""

    def map(
        self, task: Callable[[Arrays, Asked], Answer], arrays: Arrays, items: Iterable[Asked]
    ) -> Generator[Answer]:
        """Yield the outcome of `task` on all arrays and each item, in the order of the items.

        All of it can be pickled. The arrays are sent once, not with each item.
        """

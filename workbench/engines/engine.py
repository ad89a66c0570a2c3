"""What an engine is: it does one task on many items, and gives the outcomes in the items' order.

Whoever asks stores the outcomes, so there is one writer, and the same input gives the same project
wherever the tasks were done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from numpy.typing import NDArray

    Arrays: TypeAlias = Mapping[str, NDArray[Any]]

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Does tasks. Close it when it is no longer needed."""

    def map(
        self, task: Callable[[T], R], items: Iterable[T], waiting: Callable[[], None]
    ) -> Generator[R]:
        """Yield the outcome of `task` on each item, in the order of the items, each once.

        Few items are taken ahead of what has been yielded. Task, items and outcomes can be
        pickled. `waiting` is called again and again while nothing is done, and may raise to stop.
        Closing the iterator gives up what is under way. Raises EngineError, and what the task
        raises.
        """

    def map_on(
        self,
        arrays: Arrays,
        task: Callable[[Arrays, T], R],
        items: Iterable[T],
        waiting: Callable[[], None],
    ) -> Generator[R]:
        """Do what `map` does with a task that also takes arrays, which are sent only once.

        Tasks do not write to the arrays, none of which is empty. Raises OSError where there is no
        room for them.
        """

    @property
    def workers(self) -> int:
        """Return how many tasks are worked on at a time, now."""

    def close(self) -> None:
        """Let go of processes and connections."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An engine as a search takes it, with whoever waits; see models.linking.spread."""

    engine: Engine
    waiting: Callable[[], None]

    @property
    def workers(self) -> int:
        """Return how many tasks are worked on at a time, now."""
        return self.engine.workers

    def map(
        self, task: Callable[[Arrays, T], R], arrays: Arrays, items: Iterable[T]
    ) -> Generator[R]:
        """Yield the outcome of `task` on the arrays and each item."""
        return self.engine.map_on(arrays, task, items, self.waiting)


class Here:
    """Does each task when its outcome is asked for, in this process and thread."""

    workers = 1

    def map(
        self, task: Callable[[T], R], items: Iterable[T], waiting: Callable[[], None]
    ) -> Generator[R]:
        """Yield the outcome of `task` on each item."""
        for item in items:
            yield task(item)

    def map_on(
        self,
        arrays: Arrays,
        task: Callable[[Arrays, T], R],
        items: Iterable[T],
        waiting: Callable[[], None],
    ) -> Generator[R]:
        """Yield the outcome of `task` on the arrays and each item."""
        for item in items:
            yield task(arrays, item)

    def close(self) -> None:
        """Nothing is held."""

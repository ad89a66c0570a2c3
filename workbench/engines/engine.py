"""What an engine is: it does one task on many items, and gives the outcomes in the items' order.

Whoever asks stores the outcomes, so there is one writer, and the same input gives the same project
wherever the tasks were done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

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

    def close(self) -> None:
        """Let go of processes and connections."""


class Here:
    """Does each task when its outcome is asked for, in this process and thread."""

    def map(
        self, task: Callable[[T], R], items: Iterable[T], waiting: Callable[[], None]
    ) -> Generator[R]:
        """Yield the outcome of `task` on each item."""
        for item in items:
            yield task(item)

    def close(self) -> None:
        """Nothing is held."""

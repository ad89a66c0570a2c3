"""Outcomes in the order of their items, while only few items are under way."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)

LOOK_SECONDS = 0.5
"""How long an outcome is waited for between two looks at whether to stop."""


class Pending(Protocol[R_co]):
    """A task under way."""

    def outcome(self, seconds: float) -> R_co:
        """Wait for the outcome. Raises TimeoutError after so many seconds, and what it raised."""

    def give_up(self) -> None:
        """Nobody wants the outcome any more."""


def in_order(
    submit: Callable[[T], Pending[R_co]],
    items: Iterable[T],
    width: Callable[[], int],
    waiting: Callable[[], None],
) -> Generator[R_co]:
    """Yield the outcomes in the order of the items, with at most `width()` under way."""
    under_way: deque[Pending[R_co]] = deque()
    try:
        for item in items:
            under_way.append(submit(item))
            while len(under_way) >= width():
                yield _first(under_way, waiting)
        while under_way:
            yield _first(under_way, waiting)
    finally:
        for pending in under_way:
            pending.give_up()


def _first(under_way: deque[Pending[R_co]], waiting: Callable[[], None]) -> R_co:
    while True:
        try:
            found = under_way[0].outcome(LOOK_SECONDS)
        except TimeoutError:
            waiting()
        else:
            under_way.popleft()
            return found

"""Tasks on a cluster of Dask, an optional extra: see `Past one machine` in docs/scale.md.

Dask itself gives the tasks of a worker that dies to another one.
"""

from __future__ import annotations

import logging
import math
import time
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from workbench.engines.window import in_order
from workbench.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from workbench.engines.engine import Arrays

T = TypeVar("T")
R = TypeVar("R")

ANSWER_SECONDS = 10.0
"""How long a scheduler may take to answer, and the first worker to be there."""

PATIENCE_SECONDS = 60.0
"""How long the work waits for a worker when the last one has gone."""

_COUNT_SECONDS = 2.0
_AHEAD = 3
"""Items under way for each thread of a worker."""

_PART_BYTES = 8_000_000
"""Of an array in one message."""


class Dask:
    """An engine on the workers of a scheduler."""

    def __init__(self, address: str) -> None:
        """Connect to the scheduler at `address`, HOST:PORT.

        Raises EngineError when the extra is missing, nobody answers, or there is no worker.
        """
        self._name = f"dask://{address}"
        self._client = self._connected(address)
        self._alone_since = 0.0
        self._counted, self._ahead = -math.inf, 0
        try:
            self._client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError:
            self.close()
            raise EngineError(
                f"no worker at {self._name}; start some with: dask worker {address}"
            ) from None

    def map(
        self, task: Callable[[T], R], items: Iterable[T], waiting: Callable[[], None]
    ) -> Generator[R]:
        """Yield the outcome of `task` on each item; see Engine."""

        def submit(item: T) -> _Task[R]:
            return _Task(self._client.submit(task, item, pure=False), self._name)

        return in_order(submit, items, self._width, self._looking(waiting))

    def map_on(
        self,
        arrays: Arrays,
        task: Callable[[Arrays, T], R],
        items: Iterable[T],
        waiting: Callable[[], None],
    ) -> Generator[R]:
        """Yield the outcome of `task` on the arrays and each item; see Engine.

        Workers get the arrays from one another. If all that have them die, the scheduler has them
        put together once more from the parts that it was sent.
        """
        whole = self._sent(arrays, waiting)

        def submit(item: T) -> _Task[R]:
            return _Task(self._client.submit(task, whole, item, pure=False), self._name)

        yield from in_order(submit, items, self._width, self._looking(waiting))

    @property
    def workers(self) -> int:
        """Return how many threads of workers there are."""
        return self._threads()

    def close(self) -> None:
        """Leave the scheduler; it goes on without us."""
        self._client.close(timeout=ANSWER_SECONDS)

    def _sent(self, arrays: Arrays, waiting: Callable[[], None]) -> Any:
        """Have the arrays put together at a worker, from parts sent a few at a time."""
        sent: list[tuple[str, Any]] = []

        def send(part: tuple[str, NDArray[Any]]) -> _Task[int]:
            name, rows = part
            sent.append((name, self._client.submit(np.asarray, rows, pure=False)))
            return _Task(self._client.submit(len, sent[-1][1], pure=False), self._name)

        for _ in in_order(send, _parts(arrays), lambda: _AHEAD, self._looking(waiting)):
            pass
        names = [name for name, _ in sent]
        return self._client.submit(_joined, names, [part for _, part in sent], pure=False)

    def _looking(self, waiting: Callable[[], None]) -> Callable[[], None]:
        def look() -> None:
            waiting()
            self._look()

        return look

    def _width(self) -> int:
        """Return how many items may be under way; workers come and go, but not every moment."""
        now = time.monotonic()
        if now - self._counted >= _COUNT_SECONDS:
            self._counted, self._ahead = now, _AHEAD * max(1, self._threads())
        return self._ahead

    def _threads(self) -> int:
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return sum(worker["nthreads"] for worker in workers.values())

    def _look(self) -> None:
        """See that somebody is still at work. Raises EngineError."""
        if self._client.status not in ("running", "connecting"):
            raise EngineError(f"{self._name} has gone; everything finished so far is stored")
        if self._threads():
            self._alone_since = 0.0
            return
        now = time.monotonic()
        self._alone_since = self._alone_since or now
        if now - self._alone_since >= PATIENCE_SECONDS:
            raise EngineError(
                f"no worker is left at {self._name}; everything finished so far is stored"
            )

    def _connected(self, address: str) -> Any:
        try:
            from distributed import Client
        except ImportError:
            raise EngineError(
                "--engine dask:// needs Dask: pip install 'claim-workbench[dask]'"
            ) from None
        # What is wrong is raised; stderr belongs to the bars.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        for name in ("client", "core", "comm", "batched", "utils"):
            logging.getLogger(f"distributed.{name}").setLevel(logging.CRITICAL)
        try:
            return Client(f"tcp://{address}", timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(
                f"nobody answers at {self._name}; start a scheduler with: dask scheduler"
            ) from error


class _Task(Generic[R]):
    """A task of the scheduler."""

    def __init__(self, future: Any, where: str) -> None:
        self._future, self._where = future, where

    def outcome(self, seconds: float) -> R:
        """Wait for the outcome; see Pending."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            found: R = self._future.result(timeout=seconds)
        except KilledWorker:
            raise EngineError(
                f"workers at {self._where} died again and again over one task, out of memory"
                " perhaps; everything finished so far is stored"
            ) from None
        except FutureCancelledError:
            raise EngineError(
                f"{self._where} has gone; everything finished so far is stored"
            ) from None
        except ImportError as error:
            raise EngineError(
                f"a worker at {self._where} lacks what this program needs ({error}); install the"
                " same claim-workbench there"
            ) from error
        return found

    def give_up(self) -> None:
        """Have the scheduler forget the task."""
        self._future.cancel()


def _parts(arrays: Arrays) -> Iterator[tuple[str, NDArray[Any]]]:
    for name, array in arrays.items():
        rows = max(1, _PART_BYTES * len(array) // array.nbytes)
        for start in range(0, len(array), rows):
            yield name, array[start : start + rows]


def _joined(names: Sequence[str], parts: Sequence[NDArray[Any]]) -> Arrays:
    together = groupby(zip(names, parts, strict=True), key=lambda part: part[0])
    return {name: np.concatenate([rows for _, rows in of_name]) for name, of_name in together}

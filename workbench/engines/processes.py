"""Tasks in processes of this machine, each with one thread of its own.

A process that is killed is replaced, and what it had begun is done again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Generic, TypeVar

from workbench.engines.window import in_order
from workbench.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from workbench.engines.engine import Arrays

T = TypeVar("T")
R = TypeVar("R")

_DEATHS = 3
"""How often in a row processes may die before the work is taken for what kills them."""

_AHEAD = 2
"""Items under way for each process: one that it works on, one that waits for it."""


class Processes:
    """An engine of some processes, started when the first task comes."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._life: Connection | None = None
        self._deaths = 0

    def map(
        self, task: Callable[[T], R], items: Iterable[T], waiting: Callable[[], None]
    ) -> Generator[R]:
        """Yield the outcome of `task` on each item; see Engine."""

        def submit(item: T) -> _Try[T, R]:
            return _Try(self, task, item)

        return in_order(submit, items, lambda: _AHEAD * self._count, waiting)

    def map_on(
        self,
        arrays: Arrays,
        task: Callable[[Arrays, T], R],
        items: Iterable[T],
        waiting: Callable[[], None],
    ) -> Generator[R]:
        """Yield the outcome of `task` on the arrays and each item; see Engine."""
        # Not before `_begin` has set the threads of a process may numpy be imported there.
        from workbench.engines.arrays import in_files, on_files

        with in_files(arrays) as folder:
            yield from self.map(partial(on_files, folder, task), items, waiting)

    @property
    def workers(self) -> int:
        """Return how many processes there are."""
        return self._count

    def close(self) -> None:
        """End the processes at once; what they have begun is given up."""
        if self._pool is not None and self._life is not None:
            self._life.close()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def begin(self, task: Callable[[T], R], item: T) -> tuple[ProcessPoolExecutor, Future[R]]:
        """Hand a task to whichever process is free; say which pool has it."""
        while True:
            pool = self._running()
            try:
                return pool, pool.submit(task, item)
            except BrokenProcessPool:
                self.broken(pool)

    def broken(self, pool: ProcessPoolExecutor) -> None:
        """Replace a pool in which a process has died. Raises EngineError when they always do."""
        if pool is not self._pool:
            return  # it has been replaced
        self._deaths += 1
        self.close()
        if self._deaths >= _DEATHS:
            raise EngineError(
                f"processes at work died {self._deaths} times in a row, out of memory perhaps;"
                " --engine local works in one"
            )

    def well(self) -> None:
        """Take note that a task was done."""
        self._deaths = 0

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            here = multiprocessing.get_context("spawn")
            end, self._life = here.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(self._count, here, initializer=_begin, initargs=(end,))
        return self._pool


class _Try(Generic[T, R]):
    """A task in the pool, begun again whenever the pool breaks."""

    def __init__(self, engine: Processes, task: Callable[[T], R], item: T) -> None:
        self._engine, self._task, self._item = engine, task, item
        self._pool, self._future = engine.begin(task, item)

    def outcome(self, seconds: float) -> R:
        """Wait for the outcome; see Pending."""
        try:
            found = self._future.result(seconds)
        except BrokenProcessPool:
            self._engine.broken(self._pool)
            self._pool, self._future = self._engine.begin(self._task, self._item)
            raise TimeoutError from None
        self._engine.well()
        return found

    def give_up(self) -> None:
        """Take the task back if no process has begun it."""
        self._future.cancel()


def _begin(end: Connection) -> None:
    """Make a new process work alone: one thread, no ear for Ctrl+C.

    It lives until its parent closes the other side of `end`, or is gone.
    """
    os.environ["OMP_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()


def _end_with(end: Connection) -> None:
    wait([end])
    os._exit(1)

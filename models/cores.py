"""How many threads a matrix product gains from, and work that is shared out among threads."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future

_CPUS = Path("/sys/devices/system/cpu")
_AT_ONCE = 4  # parts at most: each holds memory of its own

_Item = TypeVar("_Item")
_Outcome = TypeVar("_Outcome")


def cores() -> int:
    """Return the physical cores that this process may use, or OMP_NUM_THREADS if that is set.

    The two threads of one core share its arithmetic units, so a second one gains nothing. Where
    the system does not tell cores from threads, all are counted.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    return len({_core(cpu) for cpu in os.sched_getaffinity(0)})


@contextmanager
def one_torch_thread() -> Iterator[None]:
    """Have torch use one thread in a block.

    Its threads wait for one another by spinning. For products as small as those of one sentence
    that gains little on an idle machine, and on a busy one costs several times the work itself.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _core(cpu: int) -> str:
    """Name the core of a CPU by all the CPUs on it."""
    try:
        return (_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text()
    except OSError:
        return str(cpu)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Have numpy use one thread for each product in a block.

    Its threads, too, wait for one another by spinning: small products take twice the CPU with two
    and are hardly faster.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        yield


def side_by_side(
    work: Callable[[_Item], _Outcome], items: Iterable[_Item], at_once: int = 0
) -> Generator[_Outcome]:
    """Yield the outcomes of `work` in the order of the items, one item to a thread.

    So many are worked on `at_once`, by default as many as there are cores. One item more than that
    is begun before the first outcome is taken.
    """
    at_once = at_once or cores()
    begun: deque[Future[_Outcome]] = deque()
    with ThreadPoolExecutor(at_once) as threads:
        try:
            for item in items:
                begun.append(threads.submit(work, item))
                if len(begun) > at_once:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


def products_side_by_side(
    work: Callable[[_Item], _Outcome], items: Iterable[_Item]
) -> Generator[_Outcome]:
    """Do `side_by_side` what multiplies matrices: one thread for each product, also in numpy.

    See `one_blas_thread`. Only a few are worked on at a time: each may hold much memory.
    """
    with one_blas_thread():
        yield from side_by_side(work, items, min(cores(), _AT_ONCE))

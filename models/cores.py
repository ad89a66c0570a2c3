"""How many threads a matrix product gains from."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CPUS = Path("/sys/devices/system/cpu")


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

"""How many threads a matrix product gains from."""

from __future__ import annotations

import os
from pathlib import Path

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


def _core(cpu: int) -> str:
    """Name the core of a CPU by all the CPUs on it."""
    try:
        return (_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text()
    except OSError:
        return str(cpu)

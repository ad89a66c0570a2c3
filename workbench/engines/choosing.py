"""The engine that an option names."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from workbench.engines.engine import Here
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.engines.engine import Engine

LOCAL, PROCESSES, DASK = "local", "processes", "dask"

_ADDRESS = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}", re.ASCII)
_MOST_PROCESSES = 256


def engine(named: str) -> Engine:
    """Return the engine of "local", "processes", "processes:N", "dask://HOST:PORT"; '' is local.

    Raises InputError for anything else, EngineError when it cannot be reached.
    """
    if named in ("", LOCAL):
        return Here()
    scheme, mark, rest = named.partition("://")
    if mark and scheme == DASK:
        if not _ADDRESS.fullmatch(rest):
            raise InputError(f"--engine {named}: a scheduler is named as dask://HOST:PORT")
        from workbench.engines.dask import Dask

        return Dask(rest)
    kind, colon, count = named.partition(":")
    if kind == PROCESSES and not mark:
        from workbench.engines.processes import Processes

        if not colon:
            return Processes(_cpus())
        if count.isdecimal() and 0 < int(count) <= _MOST_PROCESSES:
            return Processes(int(count))
        raise InputError(f"--engine {named}: processes:N takes N from 1 to {_MOST_PROCESSES}")
    raise InputError(
        f"--engine {named}: no such engine; it is local, processes, processes:N or dask://HOST:PORT"
    )


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

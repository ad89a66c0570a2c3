"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = (
    "textual",
    "sqlite-utils",
    "numpy",
    "onnxruntime",
    "torch",
    "sentence-transformers",
    "transformers",
)


def lines() -> Iterator[str]:
    """Yield the processor, the system, the versions, and how busy the machine is."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{_processor()}, {cores} cores, {platform.system()} {platform.machine()}"
    names = [f"{name} {version(name)}" for name in PACKAGES]
    yield ", ".join([f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"])
    yield ", ".join(names)
    yield f"load average at the start: {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    try:
        found = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        found = []
    named = [line.partition(":")[2].strip() for line in found if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"

"""Run a program to its end and learn what it took: time, memory, and what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PYTHON = sys.executable
WORKBENCH = str(Path(sysconfig.get_path("scripts"), "workbench"))

UNITS_PER_MB = 1e6 if sys.platform == "darwin" else 1e3


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished program: seconds from start to end, its largest memory in MB, its output."""

    seconds: float
    peak: float
    output: str


class Failed(Exception):
    """A program ended with an error; the message has its last words."""


def environment() -> dict[str, str]:
    """Return this process's environment without what would change how the program works."""
    ours = ("WORKBENCH_", "TEXTUAL", "NO_COLOR", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "TERM": "xterm-256color"}


def run(command: Sequence[str]) -> Ran:
    """Run a command without a terminal. Raises Failed."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        program = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(),
        )
        peak = reap(program)
        seconds = time.perf_counter() - began
        output.seek(0)
        words = output.read().decode("utf-8", "replace")
    if program.returncode:
        raise Failed(f"{' '.join(command)}: exit {program.returncode}: {words[-2000:]}")
    return Ran(seconds, peak, words)


def reap(program: subprocess.Popen[bytes]) -> float:
    """Wait for the end of a program; return its largest resident memory in MB."""
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / UNITS_PER_MB

"""Run a program in a terminal of its own, type into it, and wait for what it shows.

The clock starts before the program does and stops when the awaited characters have arrived, as they
would for a person: nothing inside the program takes part in the measurement. Unix only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIZE = (120, 36)
PATIENCE = 60.0

_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])")
_UNITS_PER_MB = 1e6 if sys.platform == "darwin" else 1e3


class NotShown(Exception):
    """The program ended, or took too long, before it showed what was awaited."""


class Terminal:
    """A program in a terminal; use it in a `with` block, which kills what is left of it."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = SIZE
    ) -> None:
        self._ours, theirs = pty.openpty()
        columns, lines = size
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._shown = b""
        self.began = time.perf_counter()
        self._program = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**env, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._program.returncode is None:
            self._program.kill()
            self._program.wait()
        os.close(self._ours)

    def type(self, keys: str) -> float:
        """Press keys; return when, by time.perf_counter."""
        self._shown = b""
        pressed = time.perf_counter()
        os.write(self._ours, keys.encode())
        return pressed

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> float:
        """Return when all of `texts` have been shown since the last key, by time.perf_counter.

        Each must be drawn in one style and on one line. Raises NotShown.
        """
        wanted = [text.encode() for text in texts]
        deadline = time.perf_counter() + patience
        while not all(text in self._shown for text in wanted):
            if not self._receive(deadline):
                raise NotShown(f"{texts} not in: {self.plain()[-2000:]}")
        return time.perf_counter()

    def plain(self) -> str:
        """Return what was shown since the last key, without colours and movements."""
        return _CONTROL.sub(b" ", self._shown).decode("utf-8", "replace")

    def end(self, patience: float = PATIENCE) -> float:
        """Wait for the program's end; return the most memory it held, in MB. Raises NotShown."""
        deadline = time.perf_counter() + patience
        while self._receive(deadline):
            pass
        if time.perf_counter() >= deadline:
            raise NotShown(f"still running; last shown: {self.plain()[-2000:]}")
        _, status, used = os.wait4(self._program.pid, 0)
        self._program.returncode = os.waitstatus_to_exitcode(status)
        if self._program.returncode:
            raise NotShown(f"exit {self._program.returncode}: {self.plain()[-2000:]}")
        return used.ru_maxrss / _UNITS_PER_MB

    def _receive(self, deadline: float) -> bool:
        """Take in what was shown next; False at the end of the program or of patience."""
        patience = deadline - time.perf_counter()
        if patience <= 0 or not select.select([self._ours], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._ours, 1 << 16)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self._shown += data
        return bool(data)

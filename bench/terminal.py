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
import termios
import time
from typing import TYPE_CHECKING, Self

from bench.process import Failed, environment, reap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WIDTH, HEIGHT = 120, 36
PATIENCE = 60.0
QUIET = 0.1
"""Seconds without a new character after which a screen counts as finished."""

_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])")


class NotShown(Exception):
    """The program ended, or took too long, before it showed what was awaited."""


class Terminal:
    """A program in a terminal; use it in a `with` block, which kills what is left of it."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._shown = b""
        self._last = 0.0
        self._closed = False
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        self.began = time.perf_counter()
        self._program = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environment(), "WORKBENCH_TOUR": "off", **(env or {})},
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._program.returncode is None:
            self._program.kill()
            self._program.wait()
        if not self._closed:
            os.close(self._ours)

    def close(self) -> int:
        """Close the terminal under the program; wait for its end, return its exit status."""
        os.close(self._ours)
        self._closed = True
        return self._program.wait(PATIENCE)

    @property
    def shown(self) -> str:
        """Return what was shown since the last key; a control sequence reads as one space."""
        return _CONTROL.sub(" ", self._shown.decode("utf-8", "replace"))

    def type(self, keys: str) -> float:
        """Press keys; return when."""
        self._shown = b""
        pressed = time.perf_counter()
        os.write(self._ours, keys.encode())
        return pressed

    def wait_for(self, *texts: str) -> float:
        """Return when all of `texts` have been shown since the last key, each in one style.

        Raises NotShown.
        """
        wanted = [text.encode() for text in texts]
        return self.wait_until(lambda shown: all(text in shown for text in wanted))

    def wait_until(self, seen: Callable[[bytes], bool]) -> float:
        """Return when the characters shown since the last key are as awaited. Raises NotShown."""
        deadline = time.perf_counter() + PATIENCE
        while not seen(self._shown):
            if not self._receive(deadline):
                raise NotShown(f"last shown: {self.shown[-2000:]}")
        return self._last

    def settle(self) -> float:
        """Wait until nothing more is drawn; return when the last character came."""
        while self._receive(time.perf_counter() + QUIET):
            pass
        return self._last

    def rest(self, seconds: float) -> None:
        """Let the program be for some time; a cursor that blinks never settles."""
        until = time.perf_counter() + seconds
        while self._receive(until):
            pass

    def end(self) -> float:
        """Wait for the program's end; return its largest memory in MB. Raises NotShown, Failed."""
        deadline = time.perf_counter() + PATIENCE
        while self._receive(deadline):
            pass
        if time.perf_counter() >= deadline:
            raise NotShown(f"still running; last shown: {self.shown[-2000:]}")
        peak = reap(self._program)
        if self._program.returncode:
            raise Failed(f"exit {self._program.returncode}: {self.shown[-2000:]}")
        return peak

    def _receive(self, deadline: float) -> bool:
        """Take in what is shown next; False at the end of the program or of patience."""
        patience = deadline - time.perf_counter()
        if patience <= 0 or not select.select([self._ours], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._ours, 1 << 16)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self._last = time.perf_counter()
        self._shown += data
        return bool(data)

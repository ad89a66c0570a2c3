"""How fast a stage goes, and how long it will still take, by all that it has done so far."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.records import Progress

_SURE_AFTER = 3.0
"""Seconds from which on what was done tells what is to come."""


class Rates:
    """The rates of the stages that have begun."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: dict[str, tuple[float, int]] = {}
        self._last: dict[str, int] = {}
        self._said: dict[str, str] = {}

    def note(self, progress: Progress) -> None:
        """Take in how far a stage is, at the moment when it is told."""
        now = self._clock()
        if progress.done < self._last.get(progress.stage, progress.done + 1):
            self._first[progress.stage] = now, progress.done
        self._last[progress.stage] = progress.done
        began, before = self._first[progress.stage]
        passed, done = now - began, progress.done - before
        self._said[progress.stage] = ""
        if passed >= _SURE_AFTER and done > 0:
            left = progress.total - progress.done
            self._said[progress.stage] = _in_words(done / passed, left)

    def of(self, stage: str) -> str:
        """Say how fast a stage goes and how long it will still take, '' while that is unknown."""
        return self._said.get(stage, "")


def _in_words(rate: float, left: int) -> str:
    if rate >= 1:
        each = f"{rate:,.{rate < 10:d}f}/s"
    else:
        each = f"{60 * rate:.0f}/min" if 60 * rate >= 1 else f"{3600 * rate:.0f}/h"
    if not left:
        return each
    minutes, seconds = divmod(round(left / rate), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{each}, {clock} left"

"""Collect garbage between keys instead of at them.

Python looks for garbage after so many new objects, and the screen makes some thousands at each key:
every twentieth key or so would wait until all objects of the program have been looked through. What
there is once the screen stands stays to the end, so it need not be looked at again; the rest is
looked through while nothing goes on.
"""

from __future__ import annotations

import gc

LOOKS_EVERY = 0.5
"""Seconds between two looks whether there is something to collect, and time for it."""
_OFTEN = 50_000
"""While keys come without a pause, so many new objects are collected all the same."""
_WORTH = 2_000
"""So many new objects are worth a collection."""
_QUIET = 500
"""Where fewer new objects have come since the last look, nothing goes on."""
_ALL_EVERY = 20
"""One in so many collections looks at old objects too."""


class Sweeper:
    """Takes over from Python when to collect garbage, from `begin` to `end`."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None
        self._seen = 0
        self._sweeps = 0

    def begin(self) -> None:
        """Leave alone what there is by now, and collect seldom at keys."""
        self._before = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(_OFTEN, *self._before[1:])

    def look(self) -> bool:
        """Collect if there is something to collect and nothing else goes on; say whether."""
        new = gc.get_count()[0]
        quiet = new - self._seen < _QUIET
        self._seen = new
        if new < _WORTH or not quiet:
            return False
        self._sweeps += 1
        gc.collect(1 if self._sweeps % _ALL_EVERY else 2)
        self._seen = gc.get_count()[0]
        return True

    def end(self) -> None:
        """Let Python collect as it did before."""
        if self._before is not None:
            gc.set_threshold(*self._before)
            gc.unfreeze()
            self._before = None

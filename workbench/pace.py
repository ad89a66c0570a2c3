"""How fast the review goes today: to be seen, and not to press anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOKED_AT = 100
"""So many of the newest verdicts say how fast it goes now."""
_BREAK = 300.0
"""Whoever takes longer than so many seconds was away."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Verdicts of one reviewer today, and the median of the seconds between the last of them.

    `seconds` is None while there are not two without a break between them.
    """

    today: int
    seconds: float | None

    def in_words(self, left: int) -> str:
        """Say it in one short line, with the number of clusters that are left."""
        pace = "" if self.seconds is None else f", {self.seconds:.{self.seconds < 10:d}f} s each"
        return f"today {self.today:,}, left {left:,}{pace}"


def today(now: datetime | None = None) -> str:
    """Return when this day began where the reviewer is, as an ISO time in UTC."""
    here = (now or datetime.now(UTC)).astimezone()
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds")


def seconds_each(moments: Iterable[str]) -> float | None:
    """Return the median of the seconds between ISO times next to each other, breaks left out."""
    times = sorted(datetime.fromisoformat(moment) for moment in moments)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    worked = [gap for gap in gaps if gap <= _BREAK]
    return median(worked) if worked else None

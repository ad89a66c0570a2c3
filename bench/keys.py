"""Time keys in a review, from the press to the repainted screen, on a small and a large project.

Both reviews are open at once and the keys go to them in turn, so that both have the same machine.
"""

from __future__ import annotations

import sqlite3
import time
from itertools import cycle
from statistics import quantiles
from typing import TYPE_CHECKING

from bench.process import PYTHON
from bench.room import Room
from bench.table import Row
from bench.terminal import Terminal
from db.records import Filter, Kind, Label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bench.reviews import Made

    Times = Mapping[Made, Sequence[float]]

MOST_MS = 50
MOST_MS_OF_SEARCH = 150
MOST_MEMORY = 250
"""Megabytes that a review may take."""
FILTERS = {
    "kind place": Filter(kind=Kind.PLACE),
    "flagged": Filter(flagged=True),
    "noted": Filter(noted=True),
    "disputed": Filter(disputed=True),
    "decided": Filter(decided=True),
    "verdict conflicting": Filter(verdict=Label.CONFLICTING),
    "suggestion single-sourced": Filter(suggestion=Label.SINGLE_SOURCED),
    "alone": Filter(alone=True),
    'speaker "the mayor"': Filter(speaker="the mayor"),
    "since 2031-12-01": Filter(since="2031-12-01"),
    'undecided source "Dunlin News" kind date': Filter(
        decided=False, source="Dunlin News", kind=Kind.DATE
    ),
}
_ECHO = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Echo(App):\n"
    "    def compose(self):\n"
    "        yield Static('painted')\n"
    "    def on_key(self, event):\n"
    "        if event.key == 'q': self.exit()\n"
    "        else: self.query_one(Static).update(f'key {event.key}.')\n"
    "Echo().run()\n"
)


def rows(small: Made, large: Made, presses: int, folder: Path) -> Iterator[Row]:
    """Yield the times of moves, verdicts, undos, filters and searches, then the memory."""
    echo, commit = _echoes(presses), _commits(folder, presses)
    key, disk = (echo, "key in a bare Textual program"), (commit, "one SQLite commit")
    with Room(small) as one, Room(large) as other:
        rooms = {small: one, large: other}
        yield from _rows("next cluster", _each(rooms, presses, Room.move), key)
        yield from _rows("verdict", _each(rooms, presses, Room.mark), disk)
        yield from _rows("undo", _each(rooms, presses, Room.undo), disk)
        found = {made: list(_filters(room, presses // 2)) for made, room in rooms.items()}
        yield from _rows("filter to first page", found, key)
        found = {made: list(_searches(room, presses // 2)) for made, room in rooms.items()}
        yield from _rows("search to first hits", found, key, MOST_MS_OF_SEARCH)
        peaks = {made: room.leave() for made, room in rooms.items()}
    yield Row(
        f"peak memory of all this, {large.name}",
        peaks[large],
        "MB",
        peaks[small],
        small.name,
        f"<= {MOST_MEMORY} MB",
        peaks[large] <= MOST_MEMORY,
    )


def _rows(
    what: str, found: Times, yardstick: tuple[Sequence[float], str], most: int = MOST_MS
) -> Iterator[Row]:
    """Yield the median and the 95th percentile: the small one beside `yardstick`, then in turn."""
    beside, of = yardstick
    for made, seconds in found.items():
        for part in (50, 95):
            figure, other = _ms(seconds, part), _ms(beside, part)
            asked, met = (f"<= {most} ms", figure <= most) if part == 95 else ("", None)
            name = f"{what}, p{part}, {made.name}"
            yield Row(name, figure, "ms", other, of, asked, met)
        beside, of = seconds, made.name


def _ms(seconds: Sequence[float], part: int) -> float:
    if len(seconds) < 2:
        return seconds[0] * 1000
    return quantiles(seconds, n=100, method="inclusive")[part - 1] * 1000


def _each(rooms: Mapping[Made, Room], times: int, key: Callable[[Room], float]) -> Times:
    """Press a key so many times, in each room in turn."""
    found: dict[Made, list[float]] = {made: [] for made in rooms}
    for _ in range(times):
        for made, room in rooms.items():
            found[made].append(key(room))
    return found


def _filters(room: Room, times: int) -> Iterator[float]:
    left = times
    for (line, filter_), _ in zip(cycle(FILTERS.items()), range(times * 3), strict=False):
        seconds = room.filter(line, filter_) if left else None
        if seconds is not None:
            left -= 1
            yield seconds


def _searches(room: Room, times: int) -> Iterator[float]:
    left, done = times, set[str]()
    for word in room.words():
        seconds = room.search(word) if left and word not in done else None
        done.add(word)
        if seconds is not None:
            left -= 1
            yield seconds


def _echoes(times: int) -> list[float]:
    """Return how long a program that shows each key takes to show it."""
    seconds = []
    with Terminal([PYTHON, "-c", _ECHO]) as terminal:
        terminal.wait_for("painted")
        terminal.settle()
        for key, _ in zip(cycle("abcdefgh"), range(times), strict=False):
            pressed = terminal.type(key)
            terminal.wait_for(f"key {key}.")
            seconds.append(terminal.settle() - pressed)
        terminal.type("q")
        terminal.end()
    return seconds


def _commits(folder: Path, times: int) -> list[float]:
    """Return the seconds of commits of one row each, as durable as a verdict's."""
    db = sqlite3.connect(folder / "commits.db")
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x)")
    seconds = []
    for number in range(times):
        began = time.perf_counter()
        with db:
            db.execute("INSERT INTO t VALUES (?)", [number])
        seconds.append(time.perf_counter() - began)
    db.close()
    return seconds

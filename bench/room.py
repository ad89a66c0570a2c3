"""A review in a terminal, and what its queue must show after each key.

What is awaited after a key is the head of the cluster that must be open then, so the room knows the
queue, where in it the cursor stands, and where the cursor goes when the queue is narrowed.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from bench.made_project import REVIEWER
from bench.process import WORKBENCH
from bench.reviews import AS_REVIEWER, head
from bench.terminal import Terminal
from db import acts, bookmarks, pages
from db.connection import open_reader
from db.records import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.reviews import Made

FIRST_PAGE = 64
"""So many clusters are shown before the rest of a narrowed queue is read."""
_LONG = 1.0
"""Seconds of rest after which the rest of a queue has been read as well."""
_SHORT = 0.3
"""Seconds in which what has just been opened takes the keys."""


class Room:
    """An open review; use it in a `with` block. All times are seconds from the key press."""

    def __init__(self, made: Made) -> None:
        self._made = made
        self._db = open_reader(made.path)
        self._queue = pages.ids(self._db, Filter())
        self._at = self._queue.index(bookmarks.get(self._db, REVIEWER)[0] or 0)
        self._open = ExitStack()
        self._open.callback(self._db.close)

    def __enter__(self) -> Self:
        command = [WORKBENCH, "review", "--project", str(self._made.path)]
        self._terminal = self._open.enter_context(Terminal(command, AS_REVIEWER))
        self._terminal.wait_for(head(self._queue[self._at]))
        self._terminal.rest(_LONG)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def leave(self) -> float:
        """Leave the review; return its largest memory in MB."""
        self._terminal.type("q")
        return self._terminal.end()

    def move(self) -> float:
        """Go to the next cluster."""
        self._at += 1
        return self._press("n", head(self._queue[self._at]))

    def mark(self) -> float:
        """Mark the open cluster; by the time the screen shows it, it must be in the log."""
        marked, self._at = self._queue[self._at], self._at + 1
        seconds = self._press("c", f"cluster {marked} marked", head(self._queue[self._at]))
        if not acts.of_cluster(self._db, marked):
            raise AssertionError(f"cluster {marked} was repainted before it was stored")
        return seconds

    def undo(self) -> float:
        """Undo the last verdict."""
        self._at -= 1
        return self._press("u", "undone", head(self._queue[self._at]))

    def filter(self, line: str, filter_: Filter) -> float | None:
        """Let the queue show what a line of the filter dialog says; see `_narrowed`."""
        at = self._narrowed(self._queue[self._at], self._at, filter_)
        if at is None:
            return None
        terminal = self._terminal
        terminal.type("f")
        terminal.wait_for("enter chooses")
        terminal.type("\t")
        terminal.rest(_SHORT)
        terminal.type(line)
        terminal.wait_for(line)
        terminal.rest(_SHORT)
        pressed = terminal.type("\r")
        seconds = terminal.wait_for(head(at[0])) - pressed
        self._widen(at[0])
        return seconds

    def search(self, word: str) -> float | None:
        """Type the last letter of a word that is sought; see `_narrowed`."""
        before = self._narrowed(self._queue[self._at], self._at, Filter(text=word[:-1]))
        after = before and self._narrowed(*before, Filter(text=word))
        if before is None or after is None:
            return None
        terminal = self._terminal
        terminal.type("/")
        terminal.wait_for("search everywhere")
        terminal.rest(_SHORT)
        terminal.type(f"\x1b[200~{word[:-1]}\x1b[201~")
        terminal.wait_for(head(before[0]))
        terminal.rest(_LONG)
        pressed = terminal.type(word[-1])
        seconds = terminal.wait_for(head(after[0])) - pressed
        self._widen(after[0])
        return seconds

    def words(self) -> Iterator[str]:
        """Yield beginnings of the words of clusters from all over the queue, of several lengths."""
        for row in pages.rows(self._db, self._queue[:: max(1, len(self._queue) // 50)]):
            for word in row.cluster.headline.split():
                for letters in (3, 2, 4, 5):
                    if word[:letters].isalpha() and len(word) >= letters:
                        yield word[:letters].lower()

    def _narrowed(self, cluster: int, at: int, filter_: Filter) -> tuple[int, int] | None:
        """Return the cluster that is open when a filter is in force, and its place.

        None where the filter lets nothing through, or the open cluster itself: then the head of no
        other one comes up, for which one could wait.
        """
        found = pages.ids(self._db, filter_)
        if not found or cluster in found:
            return None
        first = pages.ids(self._db, filter_, FIRST_PAGE)
        at = min(at, len(first) - 1)
        return first[at], at

    def _widen(self, cluster: int) -> None:
        """Show all clusters again; the open one stays open."""
        self._terminal.rest(_LONG)
        self._terminal.type("\x1b")
        self._terminal.rest(_LONG)
        self._at = self._queue.index(cluster)

    def _press(self, key: str, *texts: str) -> float:
        """Return how long a key takes until the last character of the new screen has come."""
        pressed = self._terminal.type(key)
        self._terminal.wait_for(*texts)
        return self._terminal.settle() - pressed

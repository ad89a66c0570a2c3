"""Notice what comes to a project while its review is open, here or in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from db.errors import ProjectError
from db.standing import Standing
from workbench.reports.changing import news_in_words
from workbench.ui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from array import array

LOOKS_EVERY = 1.0
"""Seconds between two looks whether the clusters were made anew."""


class WatchingScreen(ReadingScreen):
    """Shows new clusters where the reviewer is, without jumping, and says what has come."""

    _standing = Standing()
    _building = False

    def watch_project(self) -> None:
        """Remember how far the project is, and look again and again whether it is further."""
        self._standing = self._desk.standing()
        self.set_interval(LOOKS_EVERY, self.look_around)

    def look_around(self) -> None:
        """Take in what another process has added. The work of our own says itself when it ends."""
        try:
            further = self._desk.stamp() != self._standing.stamp
        except ProjectError:
            return  # said when the reviewer next does something
        if further and not self._building:
            self.take_in()

    @work(thread=True, exclusive=True, group="news", exit_on_error=False)
    def take_in(self, more: str = "") -> None:
        """Read the queue anew and say what has come; `more` is said behind it."""
        try:
            loads = self._loads
            with self._desk.snapshot():
                after = self._desk.standing()
                news = self._desk.news(self._standing, after)
                ids = self._desk.ids(self._filter)
        except ProjectError as error:
            self.app.call_from_thread(self._say, str(error), failed=True)
            return
        finally:
            self._desk.close()
        words = news_in_words(news) if news.claims or news.evidence or news.removed else ""
        if not words and not more:
            words = "the clusters were made anew"
        self.app.call_from_thread(self._taken_in, after, ids, loads, f"{words}{more}".lstrip(", "))

    def _taken_in(self, after: Standing, ids: array[int], loads: int, words: str) -> None:
        self._standing = after
        selecting = self.queue.selecting
        if loads == self._loads:
            self._show(ids, self._still_here(ids))
        else:  # another queue has been asked for meanwhile
            self._load(self.queue.current)
        let_go = selecting and not self.queue.selecting
        self._say(f"{words}; nothing is selected any more" if let_go else words)

    def _still_here(self, ids: array[int]) -> int | None:
        """Return the open cluster, or where its first claim went if it was joined with another."""
        current, member = self.queue.current, self.view.member
        if current is None or current in ids or member is None:
            return current
        try:
            return self._desk.home(member.claim.key)
        except ProjectError:
            return current

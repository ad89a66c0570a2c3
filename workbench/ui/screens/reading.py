"""Read the queue outside the screen's thread; what comes late undoes nothing done meanwhile."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from db.errors import Interrupted, ProjectError
from workbench.ui.screens.acting import ActingScreen

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from textual.worker import Worker

    from workbench.desk import Desk
    from workbench.ui.action import Action

FIRST_PAGE = 64
_PAINTED = 0.1
"""Seconds in which a first page is painted; reading a long list meanwhile would hold that up."""
_HELD = 0.05
"""Seconds for which the screen waits with painting for a first page."""


class ReadingScreen(ActingScreen):
    """A screen whose queue is read by a worker."""

    _loads = 0
    """How often the queue was asked for; what somebody read before the last time is old."""

    def __init__(self, desk: Desk, table: Sequence[Action]) -> None:
        super().__init__(desk, table)
        self._held = ExitStack()

    def _load(self, current: int | None, *, top_first: bool = False) -> None:
        """Read the queue; `top_first` shows a page, best that of `current`, before the rest."""
        self._loads += 1
        if top_first:
            self._hold()
        self._read_queue(current, self.queue.current, top_first)

    def _hold(self) -> None:
        """Wait with painting until what was asked for is there, unless that takes long.

        Textual paints a second time only a frame or two after the first, however soon it is ready.
        """
        self._held.close()
        self._held.enter_context(self.app.batch_update())
        self.set_timer(_HELD, self._paint)

    def _paint(self) -> None:
        self._held.close()
        self.check_idle()

    @work(thread=True, exclusive=True, group="load", exit_on_error=False)
    def _read_queue(self, current: int | None, left: int | None, top_first: bool) -> None:
        worker = get_current_worker()

        def stop() -> bool:
            return worker.is_cancelled

        try:
            if top_first:
                ids = self._desk.page(self._filter, FIRST_PAGE, current, stop)
                left = self.app.call_from_thread(self._arrive, worker, ids, current, left)
            if not top_first or len(ids) == FIRST_PAGE or self._filter.text:
                if top_first:
                    time.sleep(_PAINTED)
                ids = self._desk.ids(self._filter, stop=stop)
        except Interrupted:
            return
        except ProjectError as error:
            self.app.call_from_thread(self._not_read, worker, str(error))
            return
        finally:
            self._desk.close()
        self.app.call_from_thread(self._arrive, worker, ids, current, left)

    def _arrive(
        self, worker: Worker[None], ids: array[int], current: int | None, left: int | None
    ) -> int | None:
        """Show what was read and return where the cursor is.

        It goes to `current`, unless the reviewer has moved on from where they `left` it.
        """
        if not worker.is_cancelled:
            moved = self.queue.current != left
            self._show(ids, self.queue.current if moved else current)
            self._paint()
        return self.queue.current

    def _not_read(self, worker: Worker[None], reason: str) -> None:
        """Say why the queue could not be read."""
        if not worker.is_cancelled:
            self._say(reason, failed=True)

    def _show(self, ids: array[int], current: int | None) -> None:
        """Show other clusters, with the cursor on `current` if it is there."""
        self.queue.show(ids, current)
        self._describe()

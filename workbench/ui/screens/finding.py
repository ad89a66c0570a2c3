"""Say what the queue shows: filters from a dialog, as chips above it, saved by a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from db.records import Order
from workbench.ui import filters
from workbench.ui.screens.acting import plainly
from workbench.ui.screens.filter import Choice, FilterScreen
from workbench.ui.screens.overview import OverviewScreen
from workbench.ui.screens.watching import WatchingScreen
from workbench.ui.widgets.chips import ChipBar

if TYPE_CHECKING:
    from array import array

    from textual.worker import Worker

    from db.records import Filter

_PATIENCE = 0.1
"""Seconds after which it is said that something goes on."""


class FindingScreen(WatchingScreen):
    """A screen whose queue can be narrowed."""

    _finding: Filter | None = None
    """The filter that the queue still shows while another is being looked for."""
    _slow = False

    @plainly
    def action_filter(self) -> None:
        """Choose what the queue shows."""

        async def use(choice: Choice | None) -> None:
            if choice is not None:
                await self._choose(choice)

        blind = self._desk.blind
        saved = self._desk.saved_filters()
        screen = FilterScreen(self._filter, self._desk.sources(), saved, blind=blind)
        self.app.push_screen(screen, use)

    @plainly
    async def _choose(self, choice: Choice) -> None:
        if choice.filter != self._filter:
            self._use(choice.filter)
        if choice.save:
            await self._do(self._desk.save_filter, choice.save, choice.filter)
            self._say(f"this filter is saved as {choice.save!r}")
        if choice.forget:
            await self._do(self._desk.forget_filter, choice.forget)
            self._say(f"the filter {choice.forget!r} is forgotten")

    def action_order(self) -> None:
        """Show the queue in another order."""
        if self._desk.blind:
            self._say("a blind review keeps one order, which betrays nothing")
            return
        self._use(filters.with_next_order(self._filter))
        self._say(f"order: {filters.ORDERS[self._filter.order]}")

    def action_disputes(self) -> None:
        """Show only the clusters on which reviewers disagree, or all again."""
        if self._desk.blind:
            self._say("a blind review does not show what others hold")
            return
        self._use(replace(self._filter, disputed=not self._filter.disputed))

    def _use(self, chosen: Filter) -> None:
        if self._finding is None:
            self._finding = self._filter
        self._filter = chosen
        self._say_found()
        self._follow()
        self.set_timer(_PATIENCE, self._say_finding)
        self._load(self.queue.current, top_first=True)

    def _show(self, ids: array[int], current: int | None) -> None:
        if self._slow:
            self._say_found()
        self._finding, self._slow = None, False
        super()._show(ids, current)

    def _not_read(self, worker: Worker[None], reason: str) -> None:
        if not worker.is_cancelled:
            self._look_no_further()
        super()._not_read(worker, reason)

    def _look_no_further(self) -> None:
        """Go back to the filter that the queue still shows."""
        if self._finding is not None:
            self._filter, self._finding, self._slow = self._finding, None, False
            self.query_one(ChipBar).show(self._filter)
            self._follow()

    def _follow(self) -> None:
        """Let the search line go when something else than what it says is looked for."""
        line = self.query_one("#search", Input)
        if not line.has_focus and line.value.strip() != self._filter.text:
            line.display = False

    def _say_found(self) -> None:
        shown = filters.in_words(replace(self._filter, order=Order.URGENT))
        self._say(f"showing {shown or filters.EVERYTHING}")

    def _say_finding(self) -> None:
        if self._finding is not None:
            self._slow = True
            self.query_one(ChipBar).show(self._filter)
            self._say(f"finding ...; {self._key['stop']} stops")

    def action_less(self) -> None:
        """Take back the last thing that the queue is filtered by."""
        self._use(filters.less(self._filter))

    def on_chip_bar_removed(self, event: ChipBar.Removed) -> None:
        """Take back what a chip stands for."""
        self._use(filters.without(self._filter, filters.BY_NAME[event.facet]))

    def action_overview(self) -> None:
        """Show the project at a glance; show in the queue what is opened there."""

        def use(chosen: Filter | None) -> None:
            if chosen is not None:
                self._use(replace(chosen, order=self._filter.order))
                self.queue.focus()

        self.app.push_screen(OverviewScreen(self._desk), use)

    def action_search(self) -> None:
        """Open the line to search with."""
        line = self.query_one("#search", Input)
        line.display = True
        line.value = self._filter.text
        line.focus()

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        if event.input.display and event.value.strip() != self._filter.text:
            self._use(filters.with_text(self._filter, event.value.strip()))

    @on(Input.Submitted, "#search")
    def _end_search(self) -> None:
        self.query_one("#search").display = bool(self._filter.text)
        self.queue.focus()

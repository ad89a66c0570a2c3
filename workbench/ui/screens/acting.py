"""What a reviewer's keys do to the open cluster: each act is stored before the screen shows it."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import wraps
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from db.errors import ProjectError
from db.records import Filter, Label, Order, Row
from workbench.reports.report import SAYINGS, act_in_words
from workbench.text import count, storable
from workbench.ui.actions import ACTIONS, shown_keys
from workbench.ui.screens.adjudicate import AdjudicateScreen
from workbench.ui.screens.history import HistoryScreen
from workbench.ui.screens.note import NoteScreen
from workbench.ui.widgets.cluster_view import ClusterView
from workbench.ui.widgets.foot import Foot
from workbench.ui.widgets.page_list import PageList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.records import Act
    from workbench.desk import Desk
    from workbench.ui.action import Action

T = TypeVar("T")


def plainly(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Let what the project file cannot do be said in the status line, and the review go on."""

    @wraps(handler)
    async def handle(self: ActingScreen, *args: Any, **options: Any) -> None:
        try:
            done = handler(self, *args, **options)
            if isawaitable(done):
                await done
        except ProjectError as error:
            self._say(str(error), failed=True)
        except ValueError as error:
            self._say(str(error), failed=True)
        except KeyError:
            self._say("this cluster has just been replaced by another", failed=True)
            self._load(self.queue.current)  # who did it may have been the same reviewer elsewhere

    return handle


class ActingScreen(Screen[None]):
    """A screen with a queue of clusters and an open one, to be marked, noted, merged, parted."""

    def __init__(self, desk: Desk, table: Sequence[Action] = ACTIONS) -> None:
        super().__init__()
        self._desk = desk
        self._table = table
        self._key = shown_keys(table)
        self._filter = Filter()
        # One thread for all writes: they stay in order, and the screen stays free meanwhile.
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hand")

    @property
    def queue(self) -> PageList[Row]:
        """Return the list of clusters."""
        return self.query_one("#queue", PageList)

    @property
    def view(self) -> ClusterView:
        """Return the open cluster."""
        return self.query_one(ClusterView)

    @abstractmethod
    def _describe(self) -> None:
        """Bring everything but the lists in line with what is stored."""

    @abstractmethod
    async def _reopen(self) -> None:
        """Show the cluster under the cursor as it is stored now."""

    @abstractmethod
    def _load(self, current: int | None) -> object:
        """Read the queue anew, and stand on a cluster if it is still there."""

    async def _do(self, act: Callable[..., T], *args: Any, rows: Sequence[int] | None = None) -> T:
        """Have the hand do something and wait until it is stored. Raises ProjectError, KeyError.

        `rows` are the clusters whose lines in the queue may change by it, None for any.
        """
        done = await self._in_hand(act, *args)
        self.queue.forget(rows)
        self._describe()
        return done

    async def _in_hand(self, act: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._hand, act, *args)

    @plainly
    async def action_mark(self, label: str, stay: bool = False) -> None:
        """Give the open cluster a verdict and, unless told to `stay`, go on to the next.

        With clusters selected all of them get it, as one act.
        """
        cluster = self._here()
        if cluster is None:
            return
        if self.queue.selecting:
            await self._mark_all(list(self.queue.selected), Label(label))
            return
        try:
            await self._do(
                self._desk.mark, cluster, Label(label), self.view.shows(cluster), rows=[cluster]
            )
        except ValueError as error:
            self._say(str(error), failed=True)
            self._load(cluster)
            return
        self._say(f"cluster {cluster} marked {label}; {self._key['undo']} undoes it")
        if not stay and not self._go_undecided(cluster):
            self._say(f"cluster {cluster} marked {label}; nothing undecided is left here")
        await self._reopen()

    @plainly
    async def action_confirm(self) -> None:
        """Give the open cluster its verdict once more and go to the next that has changed."""
        cluster = self._here()
        if cluster is None:
            return
        try:
            act = await self._do(
                self._desk.confirm, cluster, self.view.shows(cluster), rows=[cluster]
            )
        except ValueError as error:
            self._say(str(error), failed=True)
            self._load(cluster)
            return
        self._say(f"{act_in_words(act)}; {self._key['undo']} undoes it")
        following = self._desk.next_changed(self._filter, cluster)
        if following is None or not self.queue.go_to(following, tell=False):
            self._say(f"{act_in_words(act)}; no other evidence has changed here")
        await self._reopen()

    async def _mark_all(self, clusters: list[int], label: Label) -> None:
        await self._do(self._desk.mark_all, clusters, label, rows=clusters)
        self.queue.select(False)
        at_once = f"{count(len(clusters), 'cluster')} marked {label}"
        self._say(f"{at_once} at once; {self._key['undo']} undoes all of it")
        await self._reopen()

    def _go_undecided(self, after: int) -> bool:
        """Put the cursor on the next undecided cluster, for the caller to open."""
        following = None
        if replace(self._filter, order=Order.URGENT) != Filter():
            # What a filter has found once need not be found again at each verdict.
            following = self._desk.first_undecided(self._filter, self.queue.others)
        if following is None:
            following = self._desk.next_undecided(self._filter, after)
        return following is not None and self.queue.go_to(following, tell=False)

    @plainly
    async def action_next_undecided(self) -> None:
        """Go to the next cluster without a verdict."""
        if self._go_undecided(self.queue.current or 0):
            await self._reopen()
        else:
            self._say("nothing undecided is left here")

    @plainly
    async def action_undo(self) -> None:
        """Undo the last act that stands, and go where it was."""
        await self._back_or_forth("undone", await self._in_hand(self._desk.undo))

    @plainly
    async def action_redo(self) -> None:
        """Do again what was undone last, and go where it was."""
        await self._back_or_forth("done again", await self._in_hand(self._desk.redo))

    async def _back_or_forth(self, done: str, act: Act | None) -> None:
        if act is None:
            self._say("nothing to undo" if done == "undone" else "nothing to do again")
            return
        together = self._desk.together(act)
        alone = act.kind in SAYINGS and together == 1
        self.queue.forget([act.cluster_id] if alone else None)
        self._describe()
        words = f"{done}: {act_in_words(act, together)}"
        self._say(words)
        if act.kind in SAYINGS:
            if not self.queue.go_to(act.cluster_id, tell=False):
                self._say(f"{words}, which the filter hides")
            await self._reopen()
        else:
            self._load(act.cluster_id)

    @plainly
    def action_adjudicate(self) -> None:
        """Show what reviewers hold of the open cluster, and settle it."""
        cluster = self._here()
        if cluster is None:
            return
        if self._desk.blind:
            self._say("a blind review does not show what others hold")
            return

        async def settle(outcome: tuple[Label, str] | None) -> None:
            if outcome is not None:
                await self._settle(cluster, *outcome)

        self._desk.must_write()
        rows = self._desk.rows([cluster])
        if rows:
            screen = AdjudicateScreen(rows[0], self._desk.verdicts(cluster))
            self.app.push_screen(screen, settle)

    @plainly
    async def _settle(self, cluster: int, label: Label, reason: str) -> None:
        await self._do(self._desk.adjudicate, cluster, label, storable(reason), rows=[cluster])
        self._say(f"cluster {cluster} settled as {label}; {self._key['undo']} undoes it")
        await self._reopen()

    @plainly
    async def action_flag(self) -> None:
        """Raise the cluster's flag, or lower it; with clusters selected those of all of them."""
        cluster = self._here()
        if cluster is None:
            return
        if self.queue.selecting:
            await self._flag_all(list(self.queue.selected))
            return
        raised = not self._desk.verdict(cluster).flagged
        await self._do(self._desk.flag, cluster, raised, rows=[cluster])
        self._say(f"cluster {cluster} {'flagged' if raised else 'no longer flagged'}")
        await self._reopen()

    async def _flag_all(self, clusters: list[int]) -> None:
        raised = not all(self._desk.verdict(cluster).flagged for cluster in clusters)
        await self._do(self._desk.flag_all, clusters, raised, rows=clusters)
        self.queue.select(False)
        done = "flagged" if raised else "no longer flagged"
        undo = self._key["undo"]
        self._say(f"{count(len(clusters), 'cluster')} {done} at once; {undo} undoes all of it")
        await self._reopen()

    @plainly
    def action_note(self) -> None:
        """Open the note of the cluster, or what was being written of it."""
        cluster = self._here()
        if cluster is None:
            return

        self._desk.must_write()

        def keep_draft(text: str | None) -> None:
            self._hand.submit(self._desk.keep_draft, cluster, text)

        async def keep(text: str | None) -> None:
            if text is None:
                await self._tell_of_draft(cluster)
            else:
                await self._keep_note(cluster, text, written=True)

        note, draft = self._desk.verdict(cluster).note, self._desk.draft(cluster)
        self.app.push_screen(NoteScreen(cluster, note, draft, keep_draft), keep)

    @plainly
    async def _tell_of_draft(self, cluster: int) -> None:
        if await self._in_hand(self._desk.draft, cluster) is not None:
            self._say(f"what you wrote is kept, not stored; {self._key['note']} goes on with it")

    @plainly
    async def action_repeat_note(self) -> None:
        """Write the reviewer's last note on the open cluster, in place of the one that it has."""
        cluster, text = self._here(), self._desk.last_note()
        if cluster is None:
            return
        if not text:
            self._say(f"no note of yours to repeat; {self._key['note']} writes one")
        elif text == self._desk.verdict(cluster).note:
            self._say(f"cluster {cluster} has this note already")
        else:
            await self._keep_note(cluster, text)

    @plainly
    async def _keep_note(self, cluster: int, text: str, *, written: bool = False) -> None:
        if text != self._desk.verdict(cluster).note:
            await self._do(self._desk.note, cluster, text, rows=[cluster])
            self._say(f"note on cluster {cluster} stored")
            await self._reopen()
        if written:  # the draft goes only when the note is safe
            await self._in_hand(self._desk.keep_draft, cluster, None)

    @plainly
    def action_history(self) -> None:
        """Show who did what to the open cluster."""
        cluster = self._here()
        if cluster is not None:
            acts = self._desk.history(cluster)
            self.app.push_screen(HistoryScreen(cluster, acts))

    def _operated(self, act: Act, cluster: int) -> None:
        self._say(f"{act_in_words(act)}; {self._key['undo']} undoes it")
        self._load(cluster)

    def tell(self, words: str) -> None:
        """Say something in the status line."""
        self._say(words)

    def _here(self) -> int | None:
        """Return the open cluster; say so where none is open."""
        if self.queue.current is None:
            self._say("no cluster is open")
        return self.queue.current

    def _say(self, words: str, *, failed: bool = False) -> None:
        self.query_one(Foot).say(words, failed=failed)

"""The review: the queue of clusters, the open one, and the article of its claim."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from db.errors import ProjectError
from db.records import Filter, Order, Row
from workbench.errors import WorkbenchError
from workbench.text import count
from workbench.ui import actions, filters
from workbench.ui.messages import BuildAdvanced, BuildEnded
from workbench.ui.screens.acting import plainly
from workbench.ui.screens.article import ArticleScreen
from workbench.ui.screens.beside import BesideScreen
from workbench.ui.screens.finding import FindingScreen
from workbench.ui.screens.library import LibraryScreen
from workbench.ui.screens.reading import FIRST_PAGE
from workbench.ui.widgets import signs
from workbench.ui.widgets.article_pane import ArticlePane
from workbench.ui.widgets.chips import ChipBar
from workbench.ui.widgets.cluster_view import ClusterView
from workbench.ui.widgets.foot import Foot
from workbench.ui.widgets.key_bar import LOW, KeyBar
from workbench.ui.widgets.page_list import PageList
from workbench.ui.widgets.room import Room
from workbench.ui.widgets.top_bar import BuildBar, TopBar
from workbench.verbs.adding import builder
from workbench.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.events import Resize

    from db.records import Progress
    from workbench.desk import Desk
    from workbench.pipeline import Report
    from workbench.ui.action import Action

    Build = Callable[[Callable[[Progress], None], Callable[[], bool]], Report]

T = TypeVar("T")

NARROWEST, LOWEST = 60, 20
LOOK_SECONDS = 1.0
"""How often an open review looks for what others did: well within the two seconds promised."""
ARTICLE = 2
"""The pane of the article, from the left."""


class ReviewScreen(BesideScreen, FindingScreen):
    """Marks clusters; every verdict is stored before the screen shows it."""

    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar = actions.bindings()

    def __init__(
        self,
        desk: Desk,
        build: Build | None = None,
        table: Sequence[Action] = actions.ACTIONS,
        *,
        pace: bool = True,
    ) -> None:
        super().__init__(desk, table)
        self._shows_pace = pace
        self._build = build
        self._place: int | None = None
        self._building = build is not None
        self._opened: object = None
        # A thread of its own: a file tells what changed since the same connection asked before.
        self._eye = ThreadPoolExecutor(max_workers=1, thread_name_prefix="eye")
        self._watch = Watch(desk)
        self._looking = asyncio.Lock()
        self._opening = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay out the room."""
        reviewer = "READ-ONLY" if self._desk.read_only else self._desk.reviewer
        yield TopBar(self._desk.path.name, reviewer, id="top")
        yield BuildBar(self._key["stop"], id="build")
        with Room(id="room"):
            with Vertical(id="queue-pane"):
                yield Input(id="search", placeholder="search everywhere", compact=True)
                yield ChipBar(id="chips")
                queue: PageList[Row] = PageList(
                    self._rows,
                    lambda row: row.cluster.id,
                    lambda row: signs.queue_lines(row, self._filter.text),
                    id="queue",
                )
                yield queue
                yield Static(id="empty", markup=False)
            yield ClusterView(self._key, id="cluster")
            with Vertical(id="article-beside"):
                yield Static(id="article-facts", markup=False)
                yield ArticlePane(id="article-text")
        yield Foot(id="foot")
        yield KeyBar(actions.in_place(self._table), id="keys")
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        """Open where the reviewer left; the first page first, the rest behind it."""
        self.query_one("#search").display = False
        self.query_one(BuildBar).display = False
        self._eye.submit(self._watch.look).result()
        cluster, self._filter = self._desk.bookmark()
        first = self._desk.page(self._filter, FIRST_PAGE, cluster)
        self.queue.show(first, cluster)
        self.queue.focus()
        self._describe()
        self.watch_project()
        if len(first) == FIRST_PAGE:
            self._load(cluster)
        if self._build is not None:
            self._run_build(self._build)
        if self._desk.read_only:
            self._say("open for reading only: nothing you do here can be stored", failed=True)
        if not self._desk.blind:
            self.set_interval(LOOK_SECONDS, self.look)

    def on_resize(self, event: Resize) -> None:
        """Say so politely when there is no room to work in."""
        small = event.size.width < NARROWEST or event.size.height < LOWEST
        self.set_class(small, "too-small")
        self.view.fold(event.size.height < LOW)
        self.query_one("#too-small", Static).update(
            f"This window is {event.size.width}x{event.size.height}.\n"
            f"The review needs {NARROWEST}x{LOWEST}: please make it larger.\n"
            f"Nothing is lost; {self._key['quit']} keeps your place and leaves."
        )

    async def _in_hand(self, act: Callable[..., T], *args: object) -> T:
        return await super()._in_hand(self._watch.doing, act, *args)

    # Reading

    def _rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows that come into sight; none when the file cannot be read just now."""
        try:
            return self._desk.rows(ids)
        except ProjectError:
            return []

    def _describe(self) -> None:
        """Bring everything but the lists in line with what is stored."""
        decided, total = self._desk.progress()
        self._tell_pace(total - decided)
        top = self.query_one(TopBar)
        top.decided = (decided, total)
        top.shown = "" if self._filter.order is Order.URGENT else "as told"
        self.query_one(ChipBar).show(self._filter)
        top.changed = self._desk.changed()
        self._tell_empty(total)

    def _tell_empty(self, total: int) -> None:
        """Say in the place of the queue why it is empty, or show the queue."""
        empty = self.query_one("#empty", Static)
        empty.display = not len(self.queue)
        self.queue.display = bool(len(self.queue))
        if len(self.queue):
            return  # what nobody sees need not be laid out
        words = f"Nothing fits this filter.\n\n{self._key['stop']} shows all clusters again."
        if total == 0:
            keys = f"{self._key['library']} then {self._key['library.add']}"
            words = f"No claims yet.\n\nAdd articles:  {keys}, or workbench review PATHS"
            words = "Reading the articles ..." if self._building else words
        empty.update(words)
        self.call_next(self._show_nothing)

    async def _show_nothing(self) -> None:
        self._opened = None
        await self.view.show(None, [], [])
        self._read_article()

    def _tell_pace(self, left: int) -> None:
        """Say how far the reviewer has come today, unless that is switched off."""
        going = self._desk.pace() if self._shows_pace else None
        words = "" if going is None or not going.today else f" {going.in_words(left)} "
        self.query_one(Foot).tell_pace(words)

    @on(PageList.Moved)
    @plainly
    async def _open(self, event: PageList.Moved) -> None:
        if event.row_id == self.queue.current:
            await self._reopen()
            # One turn of the loop: the claims say that they are others before the screen repaints.
            await asyncio.sleep(0)

    @plainly
    async def look(self) -> None:
        """Show what others have done meanwhile; nothing jumps."""
        loop = asyncio.get_running_loop()
        async with self._looking:
            if not await loop.run_in_executor(self._eye, self._watch.look):
                return
            loads, selecting = self._loads, self.queue.selecting
            ids = await loop.run_in_executor(self._eye, self._desk.ids, self._filter)
            if loads == self._loads:  # else what is being read, or has been, is newer
                self.queue.renew(ids)
            self._describe()
            if selecting and not self.queue.selecting:
                self._say("nothing is selected any more: others have changed what was")
            await self._reopen(stay=True)

    async def _reopen(self, *, stay: bool = False) -> None:
        """Show the cluster under the cursor as it is stored now; with `stay` only what changed."""
        async with self._opening:  # of two at once the one that is shown last is read last
            await self._open_again(stay=stay)

    async def _open_again(self, *, stay: bool) -> None:
        cluster = self._place = self.queue.current
        if cluster is None:
            await self._show_nothing()
            return
        with self._desk.snapshot():
            row = next(iter(self._desk.rows([cluster])), None)
            members, differences = self._desk.members(cluster), self._desk.differences(cluster)
            several = row is not None and row.cluster.documents > 1
            origins = self._desk.origins(cluster) if several else []
            since = self._desk.since(cluster) if row and row.verdict.changed else None
            sides = self._desk.verdicts(cluster)
            near = self._desk.near(cluster) if row else []
        opened = (row, members, differences, sides, near)
        if stay and opened == self._opened:
            return
        self._opened = opened
        found = self._filter.text
        await self.view.show(row, members, differences, found, origins, since, sides, near)
        self._read_article()

    # Moving

    def action_next(self) -> None:
        """Go to the next cluster."""
        self.queue.action_move(1)

    def action_previous(self) -> None:
        """Go to the previous cluster."""
        self.queue.action_move(-1)

    @on(PageList.Chosen)
    def _to_claims(self) -> None:
        self.query_one(Room).reach(1)

    def action_pane(self) -> None:
        """Move between the panes that are in sight."""
        self.query_one(Room).walk()

    def action_article_pane(self) -> None:
        """Go to the article beside the claims, and back."""
        room = self.query_one(Room)
        room.reach(1 if room.used == ARTICLE else ARTICLE)

    @on(ClusterView.Chosen)
    @plainly
    def action_article(self) -> None:
        """Open the article of the claim under the cursor."""

        def back(claim_id: int | None) -> None:
            if claim_id is not None:
                self.go_to_claim(claim_id)

        member = self.view.member
        if member is not None:
            self.app.push_screen(ArticleScreen(self._desk, member.document, member.claim), back)

    # Finding

    def action_library(self) -> None:
        """Show sources and articles; add what was chosen there."""

        def back(path: Path | None) -> None:
            self.queue.forget()
            self._load(self.queue.current)
            if path is None:
                return
            if self._building:
                self._say("articles are being added: try again when that is done", failed=True)
                return
            self._building = True
            self._say(f"adding {path}")
            self._run_build(builder(self._desk.path, (path,), {}))

        self._say("")  # what could be undone before may not be the last act when one comes back
        self.app.push_screen(LibraryScreen(self._desk), back)

    def action_stop(self) -> None:
        """Leave the search line, else stop what goes on, else show all clusters again."""
        line = self.query_one("#search", Input)
        if self._finding is not None and self._slow:
            self.workers.cancel_group(self, "load")
            self._look_no_further()
            self._say("stopped; the queue shows what it showed before")
        elif self.let_selection_go():
            pass
        elif self._picked is not None:
            self.let_go()
        elif self._building and not line.has_focus:
            self.workers.cancel_group(self, "build")
            self._say("stopping after this batch ...")
        elif line.display or self._filter.text:
            line.display = False
            self.queue.focus()
            self._use(filters.with_text(self._filter, ""))
        elif self._filter:
            self._use(Filter(order=self._filter.order))

    # Adding articles

    @work(thread=True, group="build", exit_on_error=False)
    def _run_build(self, build: Build) -> None:
        worker = get_current_worker()

        def advance(progress: Progress) -> None:
            self.post_message(BuildAdvanced(progress))

        try:
            report = build(advance, lambda: worker.is_cancelled)
        except (ProjectError, WorkbenchError) as error:
            self.post_message(BuildEnded(None, str(error)))
        except Exception as error:  # a worker must not take the review down with it
            self.post_message(BuildEnded(None, f"internal error: {type(error).__name__}: {error}"))
        else:
            self.post_message(BuildEnded(report))

    def on_build_advanced(self, message: BuildAdvanced) -> None:
        """Move the bar of a stage."""
        self.query_one(BuildBar).advance(message.progress)

    def on_build_ended(self, message: BuildEnded) -> None:
        """Show the new clusters where the reviewer is, without jumping."""
        self._building = False
        self.query_one(BuildBar).finish()
        if message.report is None:
            self._load(self.queue.current)
            self._say(message.reason, failed=True)
            return
        report = message.report
        more = f", {len(report.unchanged)} already there"
        if not report.news.claims:
            more = f"{count(len(report.added) + len(report.new_versions), 'new article')}{more}"
        if report.skipped:
            first = report.skipped[0]
            more += f"; {len(report.skipped)} skipped ({first.path}: {first.reason})"
        self.take_in(more)

    # Leaving

    def action_quit(self) -> None:
        """Leave; what is being added goes on with the next start."""
        self.workers.cancel_group(self, "build")
        self.app.exit()

    def on_unmount(self) -> None:
        """Keep the place, however the review ends, and let the hand finish what it began."""
        self._hand.submit(self._desk.remember, self._place, self._filter)
        self._hand.submit(self._desk.close)
        self._hand.shutdown()
        self._eye.submit(self._desk.close)
        self._eye.shutdown(wait=False)

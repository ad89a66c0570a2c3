"""The project at a glance; each bar, cell and column opens the clusters behind it in the queue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from db.errors import Interrupted, ProjectError
from db.records import Filter, Label
from workbench.reports.glance import BLIND, bar, copy_words
from workbench.text import count, one_line
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.widgets import signs
from workbench.ui.widgets.key_bar import page_keys
from workbench.ui.widgets.matrix import Matrix
from workbench.ui.widgets.opening import Entry, Opened, Section
from workbench.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.widget import Widget

    from db.overview import Overview
    from workbench.desk import Desk

_BAR, _WIDE = 20, 65


class OverviewScreen(Screen["Filter | None"]):
    """Returns the filter of what was opened, None when it was only looked at."""

    CSS_PATH = "overview.tcss"
    BINDINGS: ClassVar = bindings("overview")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Lay out the page, which is filled as soon as all is counted."""
        yield Static(" counting ...", id="overview-head", markup=False)
        yield VerticalScroll(id="overview-page", can_focus=False)
        yield page_keys(self.app, "overview", id="overview-keys")

    def on_mount(self) -> None:
        """Count outside the screen's thread."""
        self._count()

    @work(thread=True, exit_on_error=False)
    def _count(self) -> None:
        """Count everything; who leaves the page meanwhile ends it."""
        worker = get_current_worker()
        try:
            decided, total = self._desk.progress()
            key = shown_keys(table_of(self.app))["back"]
            so_far = f"decided {decided:,} of {count(total, 'cluster')} · counting ...; {key} stops"
            self.app.call_from_thread(self._head, so_far)
            found = self._desk.overview(lambda: worker.is_cancelled)
        except Interrupted:
            return
        except ProjectError as error:
            self.app.call_from_thread(self._head, f"! {one_line(str(error))}")
            return
        finally:
            self._desk.close()
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _show(self, found: Overview) -> None:
        blind = f" · {BLIND}" if self._desk.blind else ""
        self._head(f"decided {found.decided:,} of {count(found.clusters, 'cluster')}{blind}")
        page = self.query_one("#overview-page")
        page.mount_all(self._sections(found))
        page.children[0].focus()

    def _head(self, words: str) -> None:
        self.query_one("#overview-head", Static).update(f" {words}")

    def _sections(self, found: Overview) -> Iterator[Widget]:
        yield Section("Progress", list(_progress(found)), id="progress")
        keys = shown_keys(table_of(self.app))
        yield Matrix(found.sources, found.shared, keys, blind=self._desk.blind, id="matrix")
        if found.kinds:
            yield Section(
                "Differences by kind: clusters, ≠ marked, · undecided",
                list(_kinds(found)),
                id="kinds",
            )
        yield Timeline(found.days, found.undated, id="timeline")
        if found.sources:
            yield Section("How often each source stands alone", list(_alone(found)), id="alone")
        shown = len(found.copies)
        more = f", the {shown} closest" if shown < found.near_copies else ""
        title = f"Near-copies: {found.near_copies:,}{more}"
        yield Section(title, list(_copies(found)) or [_nothing("none found")], id="copies")

    @on(Opened)
    def _open(self, event: Opened) -> None:
        self.dismiss(event.filter)

    def action_cell(self, label: str) -> None:
        """Open the clusters of the matrix's cell that stand so."""
        for matrix in self.query(Matrix):
            if matrix.has_focus:
                matrix.action_open(label)

    def action_leave(self) -> None:
        """Go back to the queue as it was; what is still being counted ends."""
        self.workers.cancel_node(self)
        self.dismiss(None)


def _line(words: str, part: float, whole: float, tail: str, colour: str = "$accent") -> Entry:
    """Make a line of words, a bar and what follows it; a narrow one has a shorter bar."""

    def draw(width: int) -> Content:
        wide = _BAR if width >= _WIDE else _BAR // 3
        room = max(12, min(40, width - wide - max(22, len(tail) + 2)))
        name = Content(words).truncate(room, ellipsis=True, pad=True)
        return Content.assemble(name, (f" {bar(part, whole, wide)} ", colour), tail)

    return Entry(draw)


def _opening(entry: Entry, filter_: Filter) -> Entry:
    return Entry(entry.draw, filter_)


def _nothing(words: str) -> Entry:
    return Entry(partial(_as_it_is, Content.assemble((words, "$foreground 60%"))))


def _as_it_is(content: Content, _width: int) -> Content:
    return content


def _progress(found: Overview) -> Iterator[Entry]:
    whole = found.clusters

    def told(words: str, number: int, colour: str, filter_: Filter) -> Entry:
        share = f"{number / whole:>4.0%}" if whole else ""
        return _opening(_line(words, number, whole, f"{number:>7,} {share}", colour), filter_)

    for label in Label:
        number = found.verdicts.get(label, 0)
        words = f"{signs.SIGNS[label]} marked {label}"
        yield told(words, number, signs.COLOURS[label], Filter(verdict=label))
    left = whole - found.decided
    yield told(f"{signs.SIGNS[None]} undecided", left, "$foreground 60%", Filter(decided=False))
    for name, number in found.suggestions.items():
        label = Label(name)
        words = f"    {signs.SIGNS[label]}? suggested {label}"
        filter_ = Filter(decided=False, suggestion=label)
        yield told(words, number, signs.COLOURS[label], filter_)


def _kinds(found: Overview) -> Iterator[Entry]:
    most = found.kinds[0].clusters
    for kind in found.kinds:
        tail = f"{kind.clusters:>6,} {kind.conflicting:>5,} ≠ {kind.undecided:>6,} ·"
        yield _opening(_line(kind.kind, kind.clusters, most, tail), Filter(kind=kind.kind))


def _alone(found: Overview) -> Iterator[Entry]:
    for share in found.sources:
        part = share.alone / share.clusters
        tail = f"{part:>4.0%}  {share.alone:,} of {share.clusters:,}"
        entry = _line(one_line(share.source), part, 1, tail, "$secondary")
        yield _opening(entry, Filter(source=share.source, alone=True))


def _copies(found: Overview) -> Iterator[Entry]:
    for copy in found.copies:
        words = Content(f"{bar(copy.share, 1, 8)} {copy_words(copy)}")
        other = "" if copy.left_source == copy.right_source else copy.right_source
        filter_ = Filter(source=copy.left_source, other=other)
        yield Entry(partial(_as_it_is, words), filter_)

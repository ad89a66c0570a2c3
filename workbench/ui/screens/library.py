"""Sources and articles: how each stands, and what a reviewer says of them."""

from __future__ import annotations

import asyncio
from array import array
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from db.errors import Interrupted, ProjectError
from db.shelf import Holding, SkippedFile, SourceHolding, State
from workbench.library import on_disk
from workbench.reports.library_report import history_lines
from workbench.reports.report import act_in_words
from workbench.text import count, one_line
from workbench.ui.actions import bindings, shown_keys, table_of
from workbench.ui.screens.asking import AskScreen, ConfirmScreen, PathSuggester
from workbench.ui.screens.history import LinesScreen
from workbench.ui.widgets import shelf_lines
from workbench.ui.widgets.key_bar import page_keys
from workbench.ui.widgets.page_list import PageList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Resize

    from db.records import Act
    from workbench.desk import Desk

NARROW = 90
_BATCH = 32

Line = Holding | SkippedFile


class LibraryScreen(Screen["Path | None"]):
    """Returns a path to add, None for none."""

    CSS_PATH = "library.tcss"
    BINDINGS: ClassVar = bindings("library")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sources: list[SourceHolding] = []
        self._owners: dict[str, str] = {}
        self._count = 0
        self._skipped: list[SkippedFile] = []
        self._disk: dict[int, str] = {}
        self._only = ""

    @property
    def sources(self) -> PageList[SourceHolding]:
        """Return the list of sources."""
        return self.query_one("#library-sources", PageList)

    @property
    def articles(self) -> PageList[Line]:
        """Return the list of articles, with the skipped files behind them."""
        return self.query_one("#library-articles", PageList)

    def compose(self) -> ComposeResult:
        """Lay out the two lists."""
        yield Static(" Library", id="library-head", markup=False)
        with Horizontal(id="library-room"):
            sources: PageList[SourceHolding] = PageList(
                lambda ids: [self._sources[n] for n in ids],
                lambda source: self._sources.index(source),
                lambda source: shelf_lines.source_lines(source, self._owners.get(source.name, "")),
                id="library-sources",
            )
            yield sources
            articles: PageList[Line] = PageList(
                self._pull,
                self._number,
                self._draw,
                id="library-articles",
            )
            yield articles
        yield Static(id="library-status", markup=False)
        yield page_keys(self.app, "library", id="library-keys")

    def on_mount(self) -> None:
        """Read what there is, then look at the files."""
        self.articles.focus()
        self._read()

    def on_resize(self, event: Resize) -> None:
        """Show one list at a time where there is no room for two."""
        self.set_class(event.size.width < NARROW, "narrow")

    # Reading

    @work(thread=True, exclusive=True, group="library", exit_on_error=False)
    def _read(self) -> None:
        """Read the articles, then what takes longer; who leaves the page meanwhile ends it."""
        worker = get_current_worker()

        def stop() -> bool:
            return worker.is_cancelled

        try:
            articles, skipped = self._desk.article_numbers(), self._desk.skipped()
            self.app.call_from_thread(self._show_articles, articles, skipped)
            with self._desk.snapshot():
                sources, owners = self._desk.source_holdings(stop), self._desk.owners()
            self.app.call_from_thread(self._show_sources, sources, owners)
            for at in range(0, len(articles), _BATCH):
                found = list(on_disk(self._desk.some_articles(articles[at : at + _BATCH])))
                if stop():
                    return
                self.app.call_from_thread(self._learn, {one.article: one.state for one in found})
        except Interrupted:
            return
        except ProjectError as error:
            self.app.call_from_thread(self._say, str(error), failed=True)
        finally:
            self._desk.close()

    def _show_articles(self, articles: array[int], skipped: list[SkippedFile]) -> None:
        self._count, self._skipped = len(articles), skipped
        self._list()

    def _show_sources(self, sources: list[SourceHolding], owners: dict[str, str]) -> None:
        before, at = [source.name for source in self._sources], self.sources.current
        names = [source.name for source in sources]
        here = _now("" if at is None else before[at], before, names)
        only = _now(self._only, before, names)
        self._sources, self._owners = sources, owners
        self.sources.show(array("q", range(len(names))), names.index(here) if here else None)
        if only != self._only:
            self._only = only
            self._list()
        else:
            self._tell()

    def _list(self) -> None:
        """Show the articles of the chosen source, or all with the skipped files behind them."""
        try:
            shown = self._desk.article_numbers(self._only)
        except ProjectError as error:
            self._say(str(error), failed=True)
            return
        if not self._only:
            shown.extend(-number for number in range(1, len(self._skipped) + 1))
        self.articles.show(shown, self.articles.current)
        self._tell()

    def _tell(self) -> None:
        only = f" · only {one_line(self._only)}" if self._only else ""
        of = f" of {count(len(self._sources), 'source')}" if self._sources else ""
        words = f" Library: {count(self._count, 'article')}{of}{only}"
        self.query_one("#library-head", Static).update(words)

    def _learn(self, states: dict[int, str]) -> None:
        """Take in how files stand, and draw again the articles whose files stand otherwise now."""
        news = {n: state for n, state in states.items() if state != self._disk.get(n, "")}
        self._disk |= news
        if news:
            self.articles.forget(list(news))

    def _pull(self, numbers: Sequence[int]) -> list[Line]:
        """Return the lines that come into sight; none when the file cannot be read just now."""
        try:
            found = self._desk.some_articles([number for number in numbers if number > 0])
        except ProjectError:
            found = []
        return [*found, *(self._skipped[-number - 1] for number in numbers if number < 0)]

    def _number(self, line: Line) -> int:
        return line.id if isinstance(line, Holding) else -self._skipped.index(line) - 1

    def _draw(self, line: Line) -> Sequence[Any]:
        if isinstance(line, Holding):
            return shelf_lines.article_lines(line, self._disk.get(line.id, ""))
        return shelf_lines.skipped_lines(line)

    # Moving

    def action_pane(self) -> None:
        """Move between sources and articles."""
        to_sources = not self.sources.has_focus
        self.set_class(to_sources, "of-sources")
        (self.sources if to_sources else self.articles).focus()

    @on(PageList.Chosen)
    def _only_these(self) -> None:
        name = self._source_here()
        if name:
            self._only = "" if self._only == name else name
            self._list()
            if self.sources.has_focus:
                self.action_pane()

    # Acts

    def action_add(self) -> None:
        """Ask for a file or a folder to add."""
        if self._desk.read_only:
            self._say("the project is open for reading only", failed=True)
            return

        def add(path: str | None) -> None:
            if path:
                self.dismiss(Path(path).expanduser())

        hint = "a .txt or .md file, or a folder"
        screen = AskScreen(
            "Add articles",
            hint=hint,
            suggester=PathSuggester(),
            does=("adds", "leaves"),
        )
        self.app.push_screen(screen, add)

    def action_rename(self) -> None:
        """Ask for another name of the source under the cursor."""
        source = self._source_here()
        if source:
            self._ask(
                f"Rename {source}", source, lambda name: self._desk.rename_source(source, name)
            )

    def action_family(self) -> None:
        """Ask for the publisher of the source under the cursor."""
        source = self._source_here()
        if source:
            owner = self._owners.get(source, "")
            hint = "empty: none but itself"
            self._ask(
                f"Publisher of {source}",
                owner,
                lambda who: self._desk.set_family(source, who),
                hint,
            )

    def action_date(self) -> None:
        """Ask for the date of the article under the cursor."""
        holding = self._article_here()
        if holding is None:
            return
        number = holding.id

        def set_(text: str) -> Act:
            try:
                day = date.fromisoformat(text).isoformat() if text else ""
            except ValueError:
                raise ValueError(f"{text!r} is not a date like 2031-03-12") from None
            return self._desk.set_date(number, day)

        hint = "as 2031-03-12; empty: unknown"
        self._ask(f"Date of {holding.name}", holding.published, set_, hint)

    def action_remove(self) -> None:
        """Remove the article under the cursor once asked, or restore it."""
        holding = self._article_here()
        if holding is None:
            return
        if holding.state is State.REMOVED:
            self._do(lambda: self._desk.restore(holding.id))
            return

        def answer(yes: bool | None) -> None:
            if yes:
                self._do(lambda: self._desk.remove(holding.id))

        said = (
            "Its claims leave their clusters; verdicts stay and say that their evidence has"
            " changed. Nothing is deleted: undo, or this key again, brings it back."
        )
        self.app.push_screen(ConfirmScreen(f"Remove {holding.name}?", said), answer)

    def action_back_or_forth(self, way: str) -> None:
        """Undo the reviewer's last act, or do again what was undone."""
        self._do(
            self._desk.undo if way == "undo" else self._desk.redo,
            "undone: " if way == "undo" else "done again: ",
        )

    def action_history(self) -> None:
        """Show who did what to sources and articles."""
        lines = list(history_lines(self._desk.library_history()))
        self.app.push_screen(LinesScreen("History of sources and articles", lines))

    def action_leave(self) -> None:
        """Show all articles again, else go back to the review."""
        if self._only:
            self._only = ""
            self._list()
        else:
            self.workers.cancel_node(self)
            self.dismiss(None)

    def _ask(self, title: str, value: str, do: Callable[[str], Act], hint: str = "") -> None:
        if self._desk.read_only:
            self._say("the project is open for reading only", failed=True)
            return

        def use(written: str | None) -> None:
            if written is not None:
                self._do(lambda: do(written))

        self.app.push_screen(AskScreen(title, value, hint), use)

    @work(group="act", exit_on_error=False)
    async def _do(self, act: Callable[[], Act | None], done: str = "") -> None:
        """Do something outside the screen's thread, then show what there is now."""
        self._say("working ...")
        try:
            found = await asyncio.to_thread(self._then_close, act)
        except (ProjectError, ValueError) as error:
            self._say(str(error), failed=True)
        except KeyError:
            self._say("this has just been changed by somebody else", failed=True)
        else:
            self._say("nothing to do" if found is None else f"{done}{act_in_words(found)}")
            self._read()

    def _then_close(self, act: Callable[[], Act | None]) -> Act | None:
        try:
            return act()
        finally:
            self._desk.close()

    def _source_here(self) -> str:
        """Return the source under the cursor; say so and return '' when there is none."""
        at = self.sources.current
        if not self.sources.has_focus:
            name = _source(self._line_here())
        else:
            name = "" if at is None else self._sources[at].name
        if not name:
            self._say("there is no source under the cursor")
        return name

    def _line_here(self) -> Line | None:
        at = self.articles.current
        return next(iter(self._pull([at])), None) if at is not None else None

    def _article_here(self) -> Holding | None:
        here = self._line_here()
        if not isinstance(here, Holding) or self.sources.has_focus:
            key = shown_keys(table_of(self.app))["library.list"]
            self._say(f"choose an article first: {key} goes to the articles")
            return None
        return here

    def _say(self, words: str, *, failed: bool = False) -> None:
        line = self.query_one("#library-status", Static)
        line.update(f" {'! ' if failed else ''}{one_line(words)}")
        line.set_class(failed, "failed")


def _now(name: str, before: Sequence[str], names: Sequence[str]) -> str:
    """Return how a source is called now, '' if it is gone: one renamed is the only new one."""
    if name in names or not name:
        return name
    new = set(names) - set(before)
    return new.pop() if len(new) == 1 else ""


def _source(line: Line | None) -> str:
    return line.source if isinstance(line, Holding) else ""

"""Draw the README's pictures: the review of the sample articles in dark and light, and an article.

    python -m bench.screenshots FOLDER

The program draws them itself, in a session like a reviewer's: a few clusters marked, a conflict
under the cursor. Nothing in them depends on the machine or the hour.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from db.records import Filter, Label
from workbench.build import build
from workbench.desk import Desk
from workbench.files import write_text
from workbench.ui.app import WorkbenchApp
from workbench.ui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from db.records import Row

SAMPLES = Path(__file__).parent.parent / "seeds"
SIZE = (120, 36)
REVIEWER = "reviewer"
PROJECT = "sample.db"
THEMES = ("dark", "light")


def draw(folder: Path) -> None:
    """Build the samples in a project that is thrown away, and draw it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch, PROJECT)
        build(project, [SAMPLES])
        desk = Desk(project, REVIEWER)
        place = prepare(desk)
        asyncio.run(_session(desk, place, folder))
        desk.close()


def prepare(desk: Desk) -> int:
    """Mark one cluster of each kind and go to the conflict that says most; return it."""
    rows = desk.rows(desk.ids(Filter()))
    place = max(_with(rows, Label.CONFLICTING), key=_interest).cluster.id
    for label in Label:
        likely = [row.cluster.id for row in _with(rows, label) if row.cluster.id != place]
        for cluster in likely[:1]:
            desk.mark(cluster, label)
    desk.remember(place, Filter())
    return place


def _with(rows: list[Row], label: Label) -> list[Row]:
    return [row for row in rows if row.cluster.suggestion is label]


def _interest(row: Row) -> tuple[int, int, int]:
    """Prefer many kinds of difference, then many sources, then what comes first in the queue."""
    return len(row.kinds), row.cluster.sources, -row.cluster.id


async def _session(desk: Desk, place: int, folder: Path) -> None:
    app = WorkbenchApp(desk, pace=False)
    async with app.run_test(size=SIZE) as pilot:
        for theme in THEMES:
            app.theme = theme
            await _settled(pilot, lambda: str(place) in _head(app))
            write_text(str(folder / f"review-{theme}.svg"), [app.export_screenshot()])
        app.theme = THEMES[0]
        await pilot.press("o")
        await _settled(pilot, lambda: _shows_article(app))
        write_text(str(folder / "article.svg"), [app.export_screenshot()])
        await pilot.press("escape")
        await pilot.press("q")


def _shows_article(app: WorkbenchApp) -> bool:
    panes = app.screen.query("#page-text").results(ArticlePane)
    return any(pane.virtual_size.height for pane in panes)


def _head(app: WorkbenchApp) -> str:
    return str(app.screen.query_one("#cluster-head").render())


async def _settled(pilot: Pilot[None], ready: Callable[[], bool]) -> None:
    """Wait until the screen shows what it should and has nothing left to draw."""
    while not ready():
        await pilot.pause(0.01)
    for _ in range(3):
        await pilot.pause()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))

"""A picture of every screen, dark and light: what changes the look of one shows in a review.

    python -m pytest tests/workbench/ui/test_pictures.py --snapshot-update   # after you have looked

Nothing in them depends on the hour, the user, the folder or the machine.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from db.connection import open_writer
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter
from workbench.ui.app import WorkbenchApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot

SIZE = (100, 30)
THEMES = ("dark", "light")
SCREENS = {
    "review": (), "article": "o", "overview": "a", "library": "l", "filter": "f",
    "help": ("question_mark",), "history": "h", "origins": "i", "why": "y", "note": "e",
    "adjudicate": "j", "tour": "T",
}  # fmt: skip
"""The keys that lead to each, from the disputed cluster."""

ARTICLES = {
    "harbour.txt": (
        "Harbour Post", "2031-03-12",
        "Ferry strikes pier\n\nOn Tuesday 14 people were hurt when the ferry hit the pier.\n\n"
        "The mayor visited the pier, a spokesman said.\n",
    ),
    "island.txt": (
        "Island Herald", "2031-03-12",
        "Crossing ends\n\nOn Tuesday 17 people were hurt when the ferry hit the pier.\n\n"
        "The mayor visited the pier.\n\nSchools will stay open.\n",
    ),
    "coast.txt": (
        "Coast Radio", "2031-03-14",
        "The town counts the cost\n\nThe mayor visited the pier, a spokesman said.\n\n"
        "Repairs cost $2 million.\n",
    ),
}  # fmt: skip


class NoonOfOneDay(datetime):
    """The clock of a project that stands still."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return datetime(2031, 3, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three articles on which two reviewers disagree once."""
    folder = tmp_path_factory.mktemp("pictures")
    lines = ["file,source,title,published,url"]
    for name, (source, day, text) in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
        lines.append(f"{name},{source},,{day},")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    project = folder / "storm.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.acts.datetime", NoonOfOneDay)
        patch.setattr("db.documents.datetime", NoonOfOneDay)
        db = open_writer(project)
        tools = Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
        Pipeline(db, tools).run(document.find([folder]), document.Options())
        db.close()
        ada, bob = Desk(project, "ada"), Desk(project, "bob")
        (disputed,) = ada.ids(Filter(text="ferry hit"))
        ada.mark(disputed, Label.CONFLICTING)
        ada.note(disputed, "14 is not 17")
        bob.mark(disputed, Label.CONSISTENT)
        (agreed,) = ada.ids(Filter(text="mayor visited"))
        ada.mark(agreed, Label.CONSISTENT)
        ada.close()
        bob.close()
    return project


@pytest.fixture
def app(
    reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], App[None]]]:
    """Open the review on a copy of the project, at the disputed cluster."""
    for name in ("WORKBENCH_THEME", "NO_COLOR", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("workbench.ui.screens.watching.LOOKS_EVERY", 3600.0)
    project = tmp_path / reviewed.name
    shutil.copy(reviewed, project)
    desk = Desk(project, "cleo")
    desk.prepare()
    desk.remember(desk.ids(Filter(text="ferry hit"))[0], Filter())

    def app(theme: str) -> App[None]:
        made = WorkbenchApp(desk, pace=False)
        made.theme = theme
        made.animation_level = "none"
        return made

    yield app
    desk.close()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no worker is at work and the screen looks the same twice."""
    seen: list[str] = []
    for _ in range(50):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        for widget in pilot.app.screen.query("Input, TextArea"):
            assert isinstance(widget, (Input, TextArea))
            widget.cursor_blink = False
        strips = pilot.app.screen._compositor.render_strips()
        seen.append("\n".join("".join(part.text for part in strip) for strip in strips))
        if seen[-3:] == [seen[-1]] * 3:
            return
    raise AssertionError("the screen never comes to rest")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("screen", SCREENS)
def test_it_looks_as_it_did(
    snap_compare: Callable[..., bool], app: Callable[[str], App[None]], screen: str, theme: str
) -> None:
    async def go_there(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*SCREENS[screen])
        await settled(pilot)

    assert snap_compare(app(theme), terminal_size=SIZE, run_before=go_there)

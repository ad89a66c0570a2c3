"""What goes wrong is said in words, and what takes long leaves the keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.errors import ProjectBusy
from db.records import Filter, Label, Progress
from workbench.desk import Desk
from workbench.errors import InputError
from workbench.pipeline import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


async def test_a_locked_project_is_said_and_nothing_is_lost(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise ProjectBusy("project.db is locked by another program; try again")

    async with enter() as room:
        first = room.cluster
        with monkeypatch.context() as patch:
            patch.setattr(room.desk, "mark", busy)
            await room.press("c")
            assert "locked by another program" in room.status
            assert room.cluster == first
        await room.press("c")
        assert room.desk.verdict(first).label is Label.CONSISTENT


async def test_an_undo_that_fails_does_not_say_that_there_was_nothing(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise ProjectBusy("project.db is locked by another program; try again")

    async with enter() as room:
        await room.press("c")
        monkeypatch.setattr(room.desk, "undo", busy)
        await room.press("u")
        assert "locked by another program" in room.status


@pytest.mark.parametrize("key", ["n", "g", "e", "f", "U", "c"])
async def test_a_file_that_cannot_be_read_is_said_and_the_review_goes_on(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise ProjectBusy("project.db is damaged")

    async with enter() as room:
        for name in ("rows", "members", "verdict", "article", "sources", "next_undecided"):
            monkeypatch.setattr(room.desk, name, damaged)
        await room.press(key)
        assert room.status == "! project.db is damaged"
        assert room.app.is_running


@pytest.mark.parametrize(
    ("error", "words"),
    [(ProjectBusy("project.db is damaged"), "! project.db is damaged"), (KeyError(1), "gone")],
)
async def test_an_article_that_cannot_be_read_is_said_on_its_page(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def failing(*_: object) -> None:
        raise error

    async with enter() as room:
        monkeypatch.setattr(room.desk, "article", failing)
        await room.press("o")
        assert words in room.text()
        await room.press("n", "escape")
        assert room.app.screen is room.screen


async def test_a_cluster_that_has_gone_is_said(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise KeyError(1)

    async with enter() as room:
        monkeypatch.setattr(room.desk, "mark", gone)
        await room.press("c")
        assert "replaced by another" in room.status


async def test_keys_answer_and_bars_show_while_articles_are_added(enter: Enter) -> None:
    import threading

    go_on = threading.Event()

    def build(advance: Callable[[Progress], None], _: Callable[[], bool]) -> Any:
        from workbench.pipeline import Report

        advance(Progress("embedding", 40, 100))
        assert go_on.wait(10)
        return Report(added=["d.txt"])

    async with enter(build) as room:
        await room.pilot.pause(0.2)
        assert "embedding" in room.text()
        assert "40 of 100" in room.text()
        cluster = room.cluster
        await room.pilot.press("c")
        await room.pilot.pause(0.2)
        assert room.desk.verdict(cluster).label is Label.CONSISTENT
        go_on.set()
        await room.settle()
        assert "1 new article," in room.status
        assert "40 of 100" not in room.text()


async def test_escape_stops_the_adding(enter: Enter) -> None:
    import time

    def build(_: object, cancelled: Callable[[], bool]) -> Any:
        for _ in range(1000):
            if cancelled():
                raise Cancelled("stopped; everything finished so far is stored")
            time.sleep(0.01)
        raise AssertionError("never cancelled")

    async with enter(build) as room:
        await room.pilot.press("escape")
        await room.settle()
        assert "stopped" in room.status


@pytest.mark.parametrize(
    "error", [InputError("no article could be read"), RuntimeError("something else")]
)
async def test_an_adding_that_fails_is_said_and_the_review_goes_on(
    enter: Enter, error: Exception
) -> None:
    def build(*_: object) -> Any:
        raise error

    async with enter(build) as room:
        await room.settle()
        assert str(error) in room.status
        await room.press("c")
        assert room.desk.progress()[0] == 1


@pytest.mark.parametrize(
    ("key", "words"), [("v", "nothing is selected any more"), ("m", "stays where it is")]
)
async def test_escape_lets_go_before_it_stops_the_adding(
    enter: Enter, key: str, words: str
) -> None:
    import threading

    go_on = threading.Event()
    stops: list[bool] = []

    def build(_: object, cancelled: Callable[[], bool]) -> Any:
        from workbench.pipeline import Report

        assert go_on.wait(60)
        stops.append(cancelled())
        return Report(added=["d.txt"])

    async with enter(build) as room:
        await room.pilot.press(key, "escape")
        await room.pilot.pause()
        assert words in room.status
        go_on.set()
        await room.settle()
        assert stops == [False]


async def test_a_cluster_that_has_gone_leaves_the_queue_when_that_is_said(
    enter: Enter, project: Path
) -> None:
    async with enter() as room:
        first, *others = room.desk.ids(Filter())
        Desk(project, "tester").merge(first, others[0])
        room.screen.queue.go_to(others[0])
        await room.settle()
        await room.press("c")
        assert f"cluster {others[0]} holds no claim any more" in room.status
        assert list(room.screen.queue._ids) == [first, *others[1:]]


async def test_what_is_picked_up_and_gone_is_let_go(enter: Enter, project: Path) -> None:
    async with enter() as room:
        first, second, third = room.desk.ids(Filter())[:3]
        await room.press("m")
        Desk(project, "tester").merge(second, first)
        room.screen.queue.go_to(third)
        await room.settle()
        await room.press("m")
        assert "holds no claim any more" in room.status
        assert room.screen._picked is None


async def test_keys_that_need_a_cluster_say_that_none_is_open(enter: Enter) -> None:
    async with enter() as room:
        await room.press("/", *"zebra", "enter")
        for key in ("c", "X", "g", "e", ";", "m", "H", "i", "y", "h"):
            await room.press("l", "escape")  # what was said before goes
            await room.press(key)
            assert "no cluster is open" in room.status, key
        for key in ("w", "k", "d"):
            await room.press("l", "escape", key)
            assert "no claim is under the cursor" in room.status, key

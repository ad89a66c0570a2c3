"""What comes late, from a worker or another reviewer, moves nothing that was done meanwhile."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from workbench.desk import Desk

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    (articles / "d.txt").write_text(
        "Late news\n\nThe old bridge was closed on Monday after 17 people were hurt.\n", "utf-8"
    )
    add(articles)


@pytest.fixture
def bob(project: Path) -> Desk:
    return Desk(project, "bob")


class Held:
    """Lets a reading of the desk wait until it is let go."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self._read = desk.ids
        self._begun, self._go = threading.Event(), threading.Event()
        monkeypatch.setattr(desk, "ids", self._ids)

    def _ids(self, *asked: Any, **options: Any) -> array[int]:
        found = self._read(*asked, **options)
        if not self._begun.is_set():
            self._begun.set()
            assert self._go.wait(60)
        return found

    async def begun(self) -> None:
        """Wait until something is read, for the first time only."""
        await asyncio.to_thread(self._begun.wait, 60)

    def let_go(self) -> None:
        """Let what has been read come back."""
        self._go.set()


async def test_a_queue_that_comes_late_leaves_the_reviewer_where_they_went(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with enter() as room:
        held = Held(room.desk, monkeypatch)
        room.screen._load(room.cluster)
        await held.begun()
        await room.pilot.press("n", "n")
        there = room.cluster
        held.let_go()
        await room.settle()
        assert room.cluster == there


async def test_news_that_come_late_show_the_filter_that_was_chosen_meanwhile(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with enter() as room:
        held = Held(room.desk, monkeypatch)
        room.screen.take_in("news")
        await held.begun()
        room.screen._use(Filter(source="Gamma"))
        await room.pilot.pause()
        held.let_go()
        await room.settle()
        assert list(room.screen.queue._ids) == list(room.desk.ids(Filter(source="Gamma")))


async def test_a_look_that_ends_late_shows_the_filter_that_was_chosen_meanwhile(
    enter: Enter, bob: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with enter() as room:
        await room.screen.look()
        bob.mark(room.cluster, Label.CONFLICTING)
        held = Held(room.desk, monkeypatch)
        look = asyncio.create_task(room.screen.look())
        await held.begun()
        room.screen._use(Filter(source="Gamma"))
        await room.settle()
        held.let_go()
        await look
        await room.settle()
        assert list(room.screen.queue._ids) == list(room.desk.ids(Filter(source="Gamma")))


async def test_two_that_open_a_cluster_at_once_leave_the_one_under_the_cursor(
    enter: Enter,
) -> None:
    async with enter() as room:
        screen, claims = room.screen, room.desk.members
        big = max(room.desk.ids(Filter()), key=lambda c: len(claims(c)))
        small = next(c for c in room.desk.ids(Filter()) if len(claims(c)) == 1)
        await screen.view.query("ClaimCard").remove()
        screen.view._cards.clear()
        screen.view._shown = 0
        screen.queue.go_to(big, tell=False)
        first = asyncio.create_task(screen._reopen())
        await asyncio.sleep(0)
        screen.queue.go_to(small, tell=False)
        await asyncio.gather(first, screen._reopen())
        assert screen.view.member is not None
        assert screen.view.shows(small) == (screen.view.member.claim.key,)
        assert [m.claim.key for m in claims(small)] == [screen.view.member.claim.key]


async def test_what_others_do_adds_nothing_to_what_is_selected(enter: Enter, bob: Desk) -> None:
    async with enter() as room:
        room.screen._use(Filter(decided=False))
        await room.settle()
        await room.screen.look()
        clusters = list(room.desk.ids(Filter(decided=False)))
        await room.press("down", "down", "v", "down")
        chosen = clusters[2:4]
        assert list(room.screen.queue.selected) == chosen
        bob.mark(clusters[0], Label.CONSISTENT)
        await room.screen.look()
        await room.settle()
        assert list(room.screen.queue.selected) == chosen
        bob.mark(chosen[0], Label.CONSISTENT)
        await room.screen.look()
        await room.settle()
        assert list(room.screen.queue.selected) == []
        assert "nothing is selected any more" in room.status


async def test_claims_stay_selected_while_others_decide_on_them(enter: Enter, bob: Desk) -> None:
    async with enter() as room:
        await room.screen.look()
        await room.press("right", "v", "down")
        chosen = room.screen.view.selected
        assert len(chosen) == 2
        bob.mark(room.cluster, Label.CONSISTENT)
        await room.screen.look()
        await room.settle()
        assert room.screen.view.selected == chosen

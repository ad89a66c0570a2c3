"""Several reviewers on one file: each sees the others, and disagreements are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from workbench.desk import Desk
from workbench.ui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


@pytest.fixture
def bob(project: Path) -> Desk:
    return Desk(project, "bob")


async def look(room: Any) -> None:
    """Let the review look for what others did, as it does every second."""
    await room.screen.look()
    await room.settle()


async def test_what_another_does_is_seen_and_nothing_jumps(enter: Enter, bob: Desk) -> None:
    async with enter() as room:
        await look(room)
        queue = room.screen.queue
        await room.press("down")
        here, cursor, offset = room.cluster, queue.cursor, queue.scroll_offset
        bob.mark(here, Label.CONFLICTING)
        bob.note(here, "14 or 17")
        await look(room)
        assert "by bob" in room.text()
        assert "note: 14 or 17" in room.text()
        assert (room.cluster, queue.cursor, queue.scroll_offset) == (here, cursor, offset)
        decided = room.desk.progress()[0]
        assert f"decided {decided} of" in room.text()


def noticed(room: Any) -> bool:
    """Say whether the review notices something, in the thread in which it looks."""
    found: bool = room.screen._eye.submit(room.screen._watch.look).result()
    return found


@pytest.mark.parametrize("blind", [False, True])
async def test_an_open_review_looks_for_others_by_itself_unless_it_is_blind(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, blind: bool
) -> None:
    looks: dict[str, float] = {}

    begin = ReviewScreen.set_interval

    def set_interval(screen: ReviewScreen, every: float, then: Any, **details: Any) -> object:
        looks[then.__name__] = every
        return begin(screen, every, then, **details)

    monkeypatch.setattr(ReviewScreen, "set_interval", set_interval)
    async with enter(blind=blind):
        assert ("look" in looks) is not blind
        assert looks.get("look", 0) <= 1  # so that two seconds suffice to see it and to show it


async def test_a_cluster_that_another_decides_stays_under_the_cursor(
    enter: Enter, bob: Desk
) -> None:
    async with enter() as room:
        room.screen._use(Filter(decided=False))
        await room.settle()
        await look(room)
        await room.press("down")
        here, others = room.cluster, [c for c in bob.ids(Filter()) if c != room.cluster]
        bob.mark(here, Label.CONSISTENT)
        bob.mark(others[0], Label.CONSISTENT)
        await look(room)
        assert room.cluster == here
        assert len(room.screen.queue) == len(others)


async def test_ones_own_acts_are_no_news(
    enter: Enter, bob: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.screens.review.LOOK_SECONDS", 3600.0)
    async with enter() as room:
        await look(room)
        await room.press("C")
        assert not noticed(room)
        bob.mark(room.cluster, Label.CONFLICTING)
        assert noticed(room)
        assert not noticed(room)


async def test_what_the_same_reviewer_does_in_another_review_is_seen(
    enter: Enter, project: Path
) -> None:
    async with enter() as room:
        await look(room)
        await room.press("C")
        elsewhere = Desk(project, "tester")
        elsewhere.mark(room.cluster, Label.CONFLICTING)
        await look(room)
        assert "conflicting   by tester" in room.text()
        assert not noticed(room)
        await room.press("u")
        assert not noticed(room)
        first, second = list(room.desk.ids(Filter()))[:2]
        elsewhere.merge(first, second)
        await look(room)
        assert second not in room.screen.queue._ids


async def test_a_blind_review_shows_nothing_of_others(enter: Enter, bob: Desk) -> None:
    cluster = bob.ids(Filter())[0]
    bob.mark(cluster, Label.CONFLICTING)
    bob.note(cluster, "14 or 17")
    async with enter(blind=True) as room:
        room.screen.queue.go_to(cluster)
        await room.settle()
        for words in ("bob", "14 or 17", "conflicting"):
            assert words not in room.text().replace("x conflicting", "")
        await room.press("j")
        assert "blind" in room.status
        await room.press("J")
        assert "blind" in room.status


async def test_a_disagreement_is_found_and_settled_by_keys(enter: Enter, bob: Desk) -> None:
    async with enter() as room:
        cluster = room.cluster
        await room.press("X")
        bob.mark(cluster, Label.CONSISTENT)
        bob.note(cluster, "about the same")
        await look(room)
        assert "reviewers disagree" in room.text()
        await room.press("J")
        assert len(room.screen.queue) == 1
        await room.press("j")
        text = room.text()
        assert "tester:" in text
        assert "bob:" in text
        assert "about the same" in text
        await room.press("enter", "enter")
        assert "needs a reason" in room.text()
        await room.press(*"so", "enter")
        verdict = room.desk.verdict(cluster)
        assert (verdict.reason, verdict.reviewer, verdict.disputed) == ("so", "tester", False)
        assert "settled: so" in room.text()
        await room.press("u")
        assert room.desk.verdict(cluster).disputed


async def test_a_final_verdict_can_be_left_undone(enter: Enter) -> None:
    async with enter() as room:
        await room.press("j", "escape")
        assert room.desk.verdict(room.cluster).label is None
        assert room.desk.history(room.cluster) == []

"""In a low terminal the lines are for the claims; what else there is stays within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.content import Content

from workbench.ui.actions import ACTIONS, in_place
from workbench.ui.widgets.claim_card import ClaimCard
from workbench.ui.widgets.cluster_head import Head
from workbench.ui.widgets.key_bar import LOW, KeyBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any
MORE = ("changed", "note", "differs", "one origin")


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


def head(*more: str) -> Head:
    return Head(
        *map(Content, ("undecided", "conflicting", "≠?", "2 sources")), list(map(Content, more))
    )


def lines_of_claims(room: Any) -> int:
    view = room.screen.view
    cards = [card for card in view.query(ClaimCard) if card.display]
    return sum(view.content_region.intersection(card.region).height for card in cards)


@pytest.mark.parametrize("said", range(len(MORE) + 1))
def test_a_folded_head_has_two_lines_and_the_rest_what_they_leave_out(said: int) -> None:
    whole = head(*MORE[:said])
    assert len(whole.full().plain.splitlines()) == 3 + said
    begin = whole.folded().plain.splitlines()
    assert len(begin) == min(2, 1 + said)
    both = f"{whole.folded()}\n{whole.rest(80)}"
    assert all(both.count(line) == 1 for line in MORE[:said])
    assert ("1 of" in begin[-1]) == (said > 1)


def test_what_is_cut_in_a_folded_head_stands_whole_below_the_claims() -> None:
    whole = head("a note of two\nlines")
    assert whole.folded().plain.splitlines()[1:] == ["a note of two"]
    assert str(whole.rest(80)) == "a note of two\nlines"
    whole = head("a note")
    assert str(whole.rest(10)) == "suggested: conflicting\n2 sources"
    assert str(whole.rest(5)).splitlines() == ["suggested: conflicting", "2 sources", "a note"]


@pytest.mark.parametrize(("size", "least"), [((80, 24), 8), ((60, 20), 6)])
async def test_there_is_room_for_claims(enter: Enter, size: tuple[int, int], least: int) -> None:
    async with enter(size=size) as room:
        await room.press("right")
        view = room.screen.view
        room.desk.note(room.cluster, "a long note " * 30)
        await room.screen._reopen()
        await room.settle()
        all_lines = sum(len(card.lines(card.size.width)) for card in view.query(ClaimCard))
        assert lines_of_claims(room) >= min(least, all_lines)
        room_for_claims = view.size.height - view.query_one("#cluster-head").size.height
        assert room_for_claims > least


async def test_a_head_folds_with_the_window_and_ends_below_the_claims(enter: Enter) -> None:
    async with enter(size=(120, 36)) as room:
        for _ in range(6):
            if "≠ number" not in room.text():
                await room.press("n")
        room.desk.note(room.cluster, "look again")
        await room.screen._reopen()
        await room.settle()
        above = room.screen.query_one("#cluster-head")
        assert "suggested: " in str(above.render())
        await room.pilot.resize_terminal(80, 24)
        await room.settle()
        assert "suggested: " not in str(above.render())
        assert above.size.height == 2
        await room.press("right", "end")
        await room.settle()
        below = room.screen.query_one("#cluster-rest")
        assert "≠ number" in str(below.render())
        assert room.screen.view.content_region.contains_region(below.region)
        await room.pilot.resize_terminal(120, 36)
        await room.settle()
        assert not below.display
        assert "suggested: " in str(above.render())


@pytest.mark.parametrize("width", [60, 72, 80, 100, 160])
def test_a_low_terminal_names_the_most_used_keys_and_the_one_for_all(width: int) -> None:
    bar = KeyBar(in_place(ACTIONS))
    low = [line.plain for line in bar._lines(width, LOW - 1)]
    assert len(low) <= 2
    assert all(Content(line.rstrip()).cell_length <= width for line in low)
    for words in (
        "c consistent",
        "x conflicting",
        "s single-sourced",
        "u undo",
        "? help",
        "q quit",
    ):
        assert any(words in line for line in low)
    high = " ".join(line.plain for line in bar._lines(width, LOW))
    assert all(f"{a.shown} {a.title}" in high for a in in_place(ACTIONS) if a.in_bar)


async def test_the_pace_gives_way_to_what_is_said(enter: Any) -> None:
    async with enter(size=(60, 20)) as room:
        await room.press("C")
        assert "today 1" in room.text()
        for words in ("cannot be written: " + "x" * 40, "short"):
            room.screen.tell(words)
            await room.pilot.pause()
            assert words in room.text()
            assert ("today 1" in room.text()) is (words == "short")

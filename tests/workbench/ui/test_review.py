"""What every key of the review promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Filter, Label
from workbench.ui.screens.review import ReviewScreen
from workbench.ui.widgets.room import THREE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk

Enter = Any


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


@pytest.mark.parametrize(
    ("key", "label"),
    [("c", Label.CONSISTENT), ("x", Label.CONFLICTING), ("s", Label.SINGLE_SOURCED)],
)
async def test_a_key_gives_a_verdict_and_goes_to_the_next_undecided(
    enter: Enter, key: str, label: Label
) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press(key)
        assert room.desk.verdict(first).label is label
        assert room.desk.verdict(first).reviewer == "tester"
        assert room.cluster != first
        assert room.desk.verdict(room.cluster).label is None
        assert "decided 1 of 6" in room.text()


async def test_when_all_is_decided_it_says_so_and_stays(enter: Enter) -> None:
    async with enter() as room:
        for _ in range(6):
            await room.press("c")
        assert room.desk.progress() == (6, 6)
        assert "nothing undecided is left" in room.status
        await room.press("U")
        assert "nothing undecided is left" in room.status


async def test_undo_takes_back_every_act_in_turn_and_goes_there(enter: Enter) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press("x", "g")
        second = room.cluster
        assert room.desk.verdict(second).flagged
        await room.press("u")
        assert not room.desk.verdict(second).flagged
        await room.press("u")
        assert room.desk.verdict(first).label is None
        assert room.cluster == first
        await room.press("u")
        assert room.status == "nothing to undo"


async def test_undo_reaches_over_a_restart(enter: Enter) -> None:
    async with enter() as room:
        first = room.cluster
        await room.press("c", "q")
    async with enter() as room:
        await room.press("u")
        assert room.desk.verdict(first).label is None
        assert room.cluster == first


async def test_it_opens_where_the_reviewer_left(enter: Enter) -> None:
    async with enter() as room:
        await room.press("n", "n")
        left = room.cluster
        await room.press("q")
    async with enter() as room:
        assert room.cluster == left
    async with enter(reviewer="another") as room:
        assert room.cluster != left


async def test_the_filter_is_kept_over_a_restart(enter: Enter) -> None:
    async with enter() as room:
        await room.press("f", *["down"] * 6, "enter", "q")
    async with enter() as room:
        assert "suggested" in room.text()
        assert len(room.screen.queue) < 6


async def test_next_previous_and_arrows_walk_the_queue(enter: Enter) -> None:
    async with enter() as room:
        start = room.cluster
        await room.press("n")
        second = room.cluster
        await room.press("p")
        assert room.cluster == start
        await room.press("down")
        assert room.cluster == second
        await room.press("end", "down", "down")
        last = room.cluster
        await room.press("home", "up")
        assert room.cluster == start
        assert last != start


async def test_tab_moves_between_the_panes_in_sight(enter: Enter, size: tuple[int, int]) -> None:
    async with enter() as room:
        assert room.screen.queue.has_focus
        await room.press("tab")
        assert room.screen.view.has_focus
        first = room.screen.view.member
        await room.press("down")
        assert room.screen.view.member is not first
        await room.press("tab")
        assert room.screen.article.has_focus is (size[0] >= THREE)
        if size[0] >= THREE:
            await room.press("tab")
        assert room.screen.queue.has_focus


async def test_the_open_cluster_shows_claims_sources_and_what_differs(enter: Enter) -> None:
    async with enter() as room:
        shown = room.text()
        assert "Alpha" in shown
        assert "Beta" in shown
        assert "⟦14⟧" in shown
        assert "⟦17⟧" in shown
        assert "number: 14 (Alpha)" in " ".join(shown.split())


async def test_a_note_is_stored_shown_and_found_by_search(enter: Enter) -> None:
    async with enter() as room:
        cluster = room.cluster
        await room.press("e", *"ask", "space", *"twice", "ctrl+s")
        assert room.desk.verdict(cluster).note == "ask twice"
        assert "note: ask twice" in room.text()
        await room.press("slash", *"twice", "enter")
        assert len(room.screen.queue) == 1
        assert room.cluster == cluster


async def test_the_last_note_is_repeated_also_after_a_restart(enter: Enter) -> None:
    async with enter() as room:
        await room.press("semicolon")
        assert room.status == "no note of yours to repeat; e writes one"
        await room.press("e", *"ask", "ctrl+s", "q")
    async with enter(reviewer="another") as room:
        await room.press("n", "semicolon")
        assert room.desk.verdict(room.cluster).note == ""
    async with enter() as room:
        first = room.cluster
        await room.press("semicolon")
        assert room.status == f"cluster {first} has this note already"
        await room.press("n", "semicolon")
        assert room.desk.verdict(room.cluster).note == "ask"
        assert "note: ask" in room.text()
        await room.press("u")
        assert room.desk.verdict(room.cluster).note == ""
        assert room.desk.verdict(first).note == "ask"


async def test_escape_leaves_a_note_as_it_was(enter: Enter) -> None:
    async with enter() as room:
        cluster = room.cluster
        await room.press("e", *"no", "escape")
        assert room.desk.verdict(cluster).note == ""
        assert room.desk.history(cluster) == []


async def test_a_flag_is_raised_and_lowered(enter: Enter) -> None:
    async with enter() as room:
        cluster = room.cluster
        await room.press("g")
        assert room.desk.verdict(cluster).flagged
        assert "flagged" in room.text()
        await room.press("g")
        assert not room.desk.verdict(cluster).flagged


async def test_the_filter_tells_its_keys_and_reaches_every_source(enter: Enter) -> None:
    async with enter() as room:
        await room.press("f")
        assert "enter chooses" in room.text()
        await room.press("end")
        assert "source Gamma" in room.text()
        await room.press("space", "up", "enter")
        assert "source Beta" in room.text()


async def test_search_narrows_while_typing_and_escape_shows_all_again(enter: Enter) -> None:
    async with enter() as room:
        await room.press("slash", *"repair")
        assert len(room.screen.queue) == 1
        assert '"repair"' in room.text()
        await room.press("enter")
        assert room.screen.queue.has_focus
        await room.press("escape")
        assert len(room.screen.queue) == 6


async def test_a_search_puts_the_cursor_on_the_claim_that_it_found(enter: Enter) -> None:
    async with enter() as room:
        await room.press("slash", *"17", "enter")
        member = room.screen.view.member
        assert member is not None
        assert member.document.source == "Beta"
        await room.press("escape")
        member = room.screen.view.member
        assert member is not None
        assert member.document.source == "Alpha"


async def test_a_search_for_nothing_says_how_to_go_back(enter: Enter) -> None:
    async with enter() as room:
        await room.press("slash", *"zzz", "enter")
        assert "Nothing fits" in room.text()
        await room.press("c", "x", "e", "o", "g", "n")
        assert room.desk.progress() == (0, 6)


async def test_help_names_every_key_and_closes(enter: Enter) -> None:
    async with enter() as room:
        await room.press("question_mark")
        assert "Keys" in room.text()
        await room.press("escape")
        assert isinstance(room.app.screen, ReviewScreen)


async def test_every_key_of_the_bar_can_be_seen_and_clicked(
    enter: Enter, size: tuple[int, int]
) -> None:
    async with enter() as room:
        lines = room.text().splitlines()
        y = next(n for n, line in enumerate(lines) if "c consistent" in line)
        cluster = room.cluster
        await room.pilot.click(offset=(lines[y].index("c consistent") + 3, y))
        await room.settle()
        assert room.desk.verdict(cluster).label is Label.CONSISTENT
        assert "q quit" in lines[size[1] - 1]


async def test_below_sixty_by_twenty_it_says_so_and_comes_back(enter: Enter) -> None:
    async with enter(size=(59, 20)) as room:
        assert "60x20" in room.text()
        assert "consistent" not in room.text()
        await room.pilot.resize_terminal(120, 36)
        await room.settle()
        assert "decided 0 of 6" in room.text()


async def test_the_theme_changes_between_dark_light_and_high_contrast(enter: Enter) -> None:
    async with enter() as room:
        seen = []
        for _ in range(5):
            seen.append(room.app.theme)
            await room.press("t")
        assert seen == ["dark", "light", "high-contrast", "ansi", "dark"]


async def test_the_palette_offers_our_acts_and_no_other_theme(enter: Enter) -> None:
    async with enter() as room:
        titles = {c.title for c in room.app.get_system_commands(room.screen)}
        assert {"consistent", "undo", "theme", "quit"} <= titles
        assert set(room.app.available_themes) == {"dark", "light", "high-contrast", "ansi"}


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_however_it_is_left_the_place_is_kept(enter: Enter, key: str) -> None:
    async with enter() as room:
        await room.press("n", "n")
        left = room.cluster
        await room.press(key)
    async with enter() as room:
        assert room.cluster == left


async def test_closing_an_empty_search_keeps_the_filter(enter: Enter) -> None:
    async with enter() as room:
        await room.press("f", "down", "enter", "slash", "escape")
        assert "[undecided ×]" in room.text()


async def test_two_reviewers_on_one_file_do_not_lose_each_others_acts(
    enter: Enter, desk: Desk
) -> None:
    async with enter() as room:
        desk.mark(desk.ids(Filter())[-1], Label.SINGLE_SOURCED)
        await room.press("c")
        assert desk.progress()[0] == 2
        assert "decided 2 of 6" in room.text()


async def test_the_queue_can_be_read_in_the_order_of_its_finding(enter: Enter) -> None:
    async with enter() as room:
        urgent = list(room.desk.ids(Filter()))
        await room.press("r")
        assert list(room.screen.queue._ids) == sorted(urgent)
        assert "as they were found" in room.status
        await room.press("r")
        assert list(room.screen.queue._ids) == urgent


async def test_a_blind_review_shows_what_was_suggested_only_once_decided(enter: Enter) -> None:
    async with enter(blind=True) as room:
        conflict = room.desk.ids(Filter(text="14 people"))[0]
        room.screen.queue.go_to(conflict)
        await room.settle()
        assert "shown once decided" in room.text()
        assert "⟦14⟧" not in room.text()
        assert "≠?" not in room.text()
        await room.press("r")
        assert "betrays nothing" in room.status
        await room.press("X")
        assert "⟦14⟧" in room.text()
        assert "shown once decided" not in room.text()

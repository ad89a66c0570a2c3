"""The article at the exact characters of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.desk import Desk
from workbench.ui.screens.article import ArticleScreen
from workbench.ui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


def claim(room: Any) -> str:
    """Return the words of the page that stand out as the claim."""
    pane = room.app.screen.query_one(ArticlePane)
    lines = [pane.render_line(y) for y in range(pane.size.height)]
    return " ".join(s.text.strip() for line in lines for s in line if s.style and s.style.reverse)


async def test_the_claim_is_marked_in_its_article_and_others_can_be_reached(enter: Any) -> None:
    async with enter() as room:
        await room.press("o")
        assert isinstance(room.app.screen, ArticleScreen)
        assert claim(room) == "·The old bridge was closed on Monday after 14 people were hurt."
        assert "claim 2 of 3" in room.text()
        await room.press("n")
        assert claim(room) == "·The mayor visited the bridge."
        await room.press("n", "n", "p", "p", "p", "p")
        assert claim(room) == "·Bridge closes after storm"
        await room.press("escape")
        assert room.app.screen is room.screen


async def test_enter_opens_the_cluster_of_another_claim(enter: Any) -> None:
    async with enter() as room:
        before = room.cluster
        await room.press("o", "n", "enter")
        assert room.app.screen is room.screen
        assert room.cluster != before
        assert room.screen.view.member.claim.text == "The mayor visited the bridge."


async def test_a_claim_that_the_filter_hides_is_named(enter: Any) -> None:
    async with enter() as room:
        await room.press("slash", *"hurt", "enter", "o", "n", "enter")
        assert "which the filter hides" in room.status


async def test_a_claim_that_is_clicked_becomes_the_one(enter: Any) -> None:
    async with enter() as room:
        await room.press("o")
        pane = room.app.screen.query_one(ArticlePane)
        line = next(y for y in range(pane.size.height) if "mayor" in pane.render_line(y).text)
        await room.pilot.click(ArticlePane, offset=(6, line))
        await room.settle()
        assert claim(room) == "·The mayor visited the bridge."


async def test_a_claim_far_down_is_in_sight(
    enter: Any, add: Callable[..., object], tmp_path: Path
) -> None:
    lines = [f"A{n} b{n} c{n} d{n} e{n} f{n}." for n in range(300)]
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(lines), "utf-8")
    add(path)
    async with enter() as room:
        await room.press("slash", *"d297", "enter", "o")
        assert "d297" in claim(room)


async def test_carriage_returns_and_escapes_are_shown_as_what_they_are(
    enter: Any, add: Callable[..., object], tmp_path: Path
) -> None:
    path = tmp_path / "cr.txt"
    path.write_bytes(b"The pier was hit.\r\n\r\nThe \x1b[31mship sank.\r\n")
    add(path)
    async with enter() as room:
        await room.press("slash", *"pier", "enter", "o")
        assert "The pier was hit." in claim(room)
        assert "␛[31mship" in room.text()


async def test_a_page_of_another_width_breaks_its_lines_anew(enter: Any) -> None:
    async with enter() as room:
        await room.press("o")
        await room.pilot.resize_terminal(60, 20)
        await room.settle()
        assert claim(room) == ("·The old bridge was closed on Monday after 14 people were hurt.")


async def test_an_article_that_others_remove_meanwhile_has_no_next_claim(
    enter: Any, project: Path
) -> None:
    async with enter() as room:
        document = room.screen.view.member.document.id
        await room.press("o")
        Desk(project, "bob").remove(document)
        await room.pilot.resize_terminal(70, 30)
        await room.settle()
        await room.press("n", "p", "enter")
        assert room.app.screen is room.screen
        assert room.app.is_running

"""The article at the exact characters of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench.ui.screens.article import ArticleScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


async def test_the_claim_is_marked_in_its_article_and_others_can_be_reached(enter: Any) -> None:
    async with enter() as room:
        await room.press("o")
        assert isinstance(room.app.screen, ArticleScreen)
        assert "⟦The old bridge was closed on Monday after 14 people were hurt.⟧" in " ".join(
            room.text().split()
        )
        await room.press("n")
        assert "⟦The mayor visited the bridge.⟧" in " ".join(room.text().split())
        await room.press("n", "n", "p", "p", "p", "p")
        assert "⟦Bridge closes after storm⟧" in room.text()
        await room.press("escape")
        assert room.app.screen is room.screen


async def test_a_claim_far_down_is_in_sight(
    enter: Any, add: Callable[..., object], tmp_path: Path
) -> None:
    lines = [f"A{n} b{n} c{n} d{n} e{n} f{n}." for n in range(300)]
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(lines), "utf-8")
    add(path)
    async with enter() as room:
        await room.press("slash", *"d297", "enter", "o")
        await room.pilot.pause(0.1)
        assert "d297" in room.text()


async def test_carriage_returns_and_escapes_are_shown_as_what_they_are(
    enter: Any, add: Callable[..., object], tmp_path: Path
) -> None:
    path = tmp_path / "cr.txt"
    path.write_bytes(b"The pier was hit.\r\n\r\nThe \x1b[31mship sank.\r\n")
    add(path)
    async with enter() as room:
        await room.press("slash", *"pier", "enter", "o")
        assert "⟦The pier was hit.⟧" in room.text()
        assert "␛[31mship" in room.text()

"""Letters of any width stand in their columns, and every theme can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from tests.workbench.ui.conftest import in_three_sizes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any
SOURCES = {
    "日本新聞": "The old bridge was closed on Monday after 14 people were hurt.",
    "Новости дня": "The old bridge was closed on Monday after 17 people were hurt.",
    "Cafe\u0301 📰 News": "The old bridge was closed on Monday after 19 people were hurt.",
}


@pytest.fixture
def abroad(add: Callable[..., object], tmp_path: Path) -> None:
    for number, (source, text) in enumerate(SOURCES.items()):
        article = tmp_path / f"{number}.txt"
        article.write_text(f"{source}\n\n{text}\n", "utf-8")
        add(article, source=source, published="2031-01-02")


@in_three_sizes
@pytest.mark.usefixtures("abroad")
async def test_facts_and_differences_stand_in_columns_whatever_the_letters(
    enter: Enter, size: tuple[int, int]
) -> None:
    async with enter() as room:
        await room.press("right")
        lines = room.text().splitlines()
        assert {cell_len(line) for line in lines} == {size[0]}
        facts = [line for line in lines if "2031-01-02  origin" in line]
        assert len(facts) >= 2
        assert len({cell_len(line[: line.index("2031-01-02")]) for line in facts}) == 1
        marked = [line for line in lines if any(f"⟦{n}⟧ people" in line for n in (14, 17, 19))]
        assert len(marked) >= 2
        assert len({cell_len(line[: line.index("⟦")]) for line in marked}) == 1


@pytest.mark.usefixtures("abroad")
async def test_under_no_color_no_theme_is_of_the_terminals_colours(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("WORKBENCH_THEME", "ansi")
    async with enter() as room:
        seen = set()
        for _ in range(4):
            seen.add(room.app.theme)
            await room.press("t")
        assert seen == {"dark", "light", "high-contrast"}
        assert "≠? number" in room.text()


@pytest.mark.usefixtures("abroad")
async def test_the_ansi_theme_asks_for_no_other_colours(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_THEME", "ansi")
    async with enter(size=(120, 36)) as room:
        await room.press("X", "v", "down")
        strips = room.app.screen._compositor.render_strips()
        styles = [s.style for strip in strips for s in strip if s.style and s.text.strip()]
        colours = {c for style in styles for c in (style.color, style.bgcolor) if c is not None}
        assert colours
        assert [
            c for c in colours if not c.is_default and (c.number is None or c.number > 15)
        ] == []

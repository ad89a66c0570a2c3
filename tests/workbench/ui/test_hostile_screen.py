"""Text that means harm is shown, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.hostile.evil import EVIL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


async def test_evil_articles_can_be_reviewed_like_any_other(
    enter: Any, add: Callable[..., object], tmp_path: Path
) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    for number, text in enumerate(EVIL.values()):
        (folder / f"{number:02}.txt").write_text(text, "utf-8", errors="surrogatepass")
    add(folder)
    async with enter() as room:
        for _ in range(min(15, len(room.screen.queue))):
            shown = room.text()
            assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown.replace("\n", ""))
            assert not set("\u202e\u202c\u2066\u2069\u200b") & set(shown)
            await room.press("n")
        await room.press("home", "o", "n", "n", "escape", "f", "escape", "slash", *"[@cl", "enter")
        assert room.app.is_running


async def test_a_click_on_markup_in_an_article_does_nothing(
    enter: Any, add: Callable[..., object], tmp_path: Path
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The mayor [@click=app.quit]CLICKME[/] closed the bridge.\n", "utf-8")
    add(article)
    async with enter() as room:
        lines = room.text().splitlines()
        y = max(n for n, line in enumerate(lines) if "CLICKME" in line)
        await room.pilot.click(offset=(lines[y].rindex("CLICKME") + 2, y))
        await room.settle()
        assert room.app.is_running
        assert "[@click=app.quit]" in room.text()

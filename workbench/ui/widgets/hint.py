"""The line under a dialog that tells its keys; what they do can be clicked as well."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.widgets import Static


def hint(*parts: str | tuple[str, str]) -> Static:
    """Return the line: each part is words, or words and the action of the screen behind them."""
    return Static(hint_words(*parts), classes="dialog-hint", markup=False)


def hint_words(*parts: str | tuple[str, str]) -> Content:
    """Return the same as content, for a line that is there already."""
    return Content(" · ").join(
        Content(part) if isinstance(part, str) else _clickable(*part) for part in parts
    )


def _clickable(words: str, action: str) -> Content:
    return Content(words).stylize(Style.from_meta({"@click": f"screen.{action}"}))

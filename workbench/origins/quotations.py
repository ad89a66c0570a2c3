"""Where a text quotes somebody: what two outlets may share without copying each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import Span

_MARK = re.compile(
    "[\"“”„«»]|‘(?=\\w)|(?<=[\\w.,!?…])’(?!\\w)|(?<!\\w)'(?=[^\\W\\d])|(?<=[\\w.,!?…])'(?!\\w)"
)
_CLOSES = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_SINGLE = "‘'"
_FEWEST_WORDS_IN_SINGLE_MARKS = 3
"""A shorter run between single marks may be two apostrophes ("the '90s and the workers' hall")."""


def quotations(paragraph: str) -> list[Span]:
    """Return where `paragraph` stands between quotation marks, the marks included, in order.

    A quotation that is not closed goes on to the end of its paragraph: by custom the next
    paragraph opens it again. Marks inside of a quotation belong to it.
    """
    found: list[Span] = []
    never_closed: set[str] = set()
    at = 0
    while (opening := _opening(paragraph, at)) is not None:
        mark = paragraph[opening]
        closing = None if mark in never_closed else _closing(paragraph, opening)
        if closing is None:
            never_closed.add(mark)
        if mark in _SINGLE and not _is_quotation(paragraph, opening, closing):
            at = opening + 1
            continue
        at = len(paragraph) if closing is None else closing
        found.append((opening, at))
    return found


def _opening(text: str, at: int) -> int | None:
    for mark in _MARK.finditer(text, at):
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        # A straight mark behind a letter or a figure is an inch or a closing mark.
        opens = mark[0] != '"' or not (before.isalnum() or after.isspace())
        if mark[0] in _CLOSES and opens and not (mark[0] == "'" and before.isalnum()):
            return mark.start()
    return None


def _closing(text: str, opening: int) -> int | None:
    closing = _CLOSES[text[opening]]
    for mark in _MARK.finditer(text, opening + 1):
        if mark[0] in closing:
            return mark.end()
    return None


def _is_quotation(text: str, opening: int, closing: int | None) -> bool:
    return (
        closing is not None and len(text[opening:closing].split()) >= _FEWEST_WORDS_IN_SINGLE_MARKS
    )

"""Lines that set one part of several texts under each other, wherever it stands in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE = 0.6
"""At most this part of a line stands before what is aligned."""


def column(befores: Iterable[Content], width: int) -> int:
    """Return the cell at which the aligned parts begin, for what stands before each of them."""
    return max((_parted(before, width)[1].cell_length for before in befores), default=0)


def aligned(text: Content, at: int, column: int, width: int) -> list[Content]:
    """Break a text into lines so that its character `at` stands in `column` of one of them.

    What does not fit before it goes into lines above.
    """
    above, before = _parted(text[:at], width)
    indent = max(0, column - before.cell_length)
    line = before + text[at:]
    first, *others = wrapped(line, width - indent)
    if not others:
        return [*above, first.pad_left(indent)]
    # Only the first line is indented: the others may have the whole width.
    rest = line[len(first.plain) :]
    blank = len(rest.plain) - len(rest.plain.lstrip(" "))
    return [*above, first.pad_left(indent), *wrapped(rest[blank:], width)]


def wrapped(text: Content, width: int) -> list[Content]:
    """Break a text into lines of at most `width` cells."""
    return [line.rstrip() for line in text.wrap(max(1, width))]


def _parted(before: Content, width: int) -> tuple[list[Content], Content]:
    """Break a text into whole lines and the words that stand before what is aligned."""
    most = int(width * _BEFORE)
    lines = before.wrap(max(1, width)) if before.cell_length > most else [before]
    above, last = [line.rstrip() for line in lines[:-1]], lines[-1]
    if above:
        # The blank at the end belongs to what stands before the aligned part, not to the wrapping.
        words = len(before.plain.rstrip(" "))
        last = before[words - len(last.plain.rstrip(" ")) :]
    if last.cell_length > most:
        cut = _last_words(last.plain, most)
        above, last = [*above, last[:cut].rstrip()], last[cut:]
    return above, last


def _last_words(text: str, cells: int) -> int:
    """Return where the last words begin that fit into so many cells."""
    at = len(text)
    while True:
        blank = text.rfind(" ", 0, max(0, at - 1))
        if blank < 0 or Content(text[blank + 1 :]).cell_length > cells:
            return at
        at = blank + 1

"""Lines that set one part of several texts under each other, wherever it stands in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content


def column(texts: Iterable[tuple[Content, int]], width: int) -> int:
    """Return the cell at which the parts that begin at (text, character) stand.

    That is behind what stands before them where each text then fits in one line, else the first
    cell: prose that is moved to the right reads badly.
    """
    befores = [(text[:at].cell_length, text.cell_length) for text, at in texts]
    most = max((before for before, _ in befores), default=0)
    return most if all(most - before + whole <= width for before, whole in befores) else 0


def aligned(text: Content, at: int, column: int, width: int) -> list[Content]:
    """Break a text into lines so that its character `at` stands in `column` of one of them.

    In the first column it begins a line, and what stands before it has lines of its own.
    """
    before = text[:at]
    if column:
        return [text.pad_left(max(0, column - before.cell_length))]
    above = wrapped(before, width) if before.plain.strip() else []
    return [*above, *wrapped(text[at:] if above else text, width)]


def wrapped(text: Content, width: int) -> list[Content]:
    """Break a text into lines of at most `width` cells."""
    return [line.rstrip() for line in text.wrap(max(1, width))]

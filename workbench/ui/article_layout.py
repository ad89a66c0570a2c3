"""An article as lines of a pane: where each breaks, and where each claim stands in them.

Before each claim there is one cell for the sign of its verdict, so that a verdict changes a sign
and never where a line breaks. Knows no widget, so that any thread can do it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

from db.records import SentenceKind
from workbench.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Claim, Sentence, Span

_NARROW = re.compile(r"[\x20-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u201f\u2026\u20ac]*")
"""What takes one cell a character for certain: Latin and Cyrillic letters, dashes, quotes."""
SLOT = "\N{MIDDLE DOT}"
"""What stands in the cell of a sign until the sign is drawn."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters start:end of a line that belong to a claim, or to furniture (claim 0).

    `opens` says that the first of them is the cell of the claim's sign.
    """

    start: int
    end: int
    claim_id: int
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of an article, the runs of each line, and the lines in which claims begin."""

    width: int
    lines: list[str]
    runs: dict[int, list[Run]] = field(default_factory=dict)
    first_line: dict[int, int] = field(default_factory=dict)


def lay_out(
    text: str, sentences: Sequence[Sentence], claims: Sequence[Claim], width: int
) -> Layout:
    """Break an article into lines of at most `width` cells, its claims with a cell for a sign."""
    slots = sorted((min(claim.spans)[0], claim.id) for claim in claims)
    places = [place for place, _ in slots]
    shown = _with_slots(printable(text.replace("\r", " ")), places)

    def moved(offset: int, side: int = 0) -> int:
        return offset + bisect_right(places, offset - side)

    breaks = list(_breaks(shown, max(1, width)))
    starts = [start for start, _ in breaks]
    layout = Layout(width, [shown[start:end] for start, end in breaks])
    runs: dict[int, list[Run]] = defaultdict(list)

    def put(span: Span, claim_id: int, *, opens: bool = False) -> int:
        start, end = span
        first = line = max(0, bisect_right(starts, start) - 1)
        while line < len(breaks) and breaks[line][0] < end:
            at, stop = breaks[line]
            a, b = max(start, at) - at, min(end, stop) - at
            if a < b:
                runs[line].append(Run(a, b, claim_id, opens=opens and at <= start))
            line += 1
        return first

    for sentence in sentences:
        if sentence.kind is SentenceKind.FURNITURE:
            put((moved(sentence.start), moved(sentence.end, 1)), 0)
    for claim in claims:
        for start, end in sorted(claim.spans):
            put((moved(start), moved(end, 1)), claim.id)
    for order, (place, claim_id) in enumerate(slots):
        sign = place + order
        layout.first_line[claim_id] = put((sign, sign + 1), claim_id, opens=True)
    layout.runs.update(runs)
    return layout


def _with_slots(text: str, places: Sequence[int]) -> str:
    parts, done = [], 0
    for place in places:
        parts += [text[done:place], SLOT]
        done = place
    return "".join([*parts, text[done:]])


def _breaks(text: str, width: int) -> Iterator[Span]:
    """Yield where each line begins and ends; a blank at a break belongs to neither line."""
    at = 0
    for paragraph in text.split("\n"):
        end = at + len(paragraph)
        yield from _of_paragraph(text, at, end, width)
        at = end + 1


def _of_paragraph(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    narrow = _NARROW.fullmatch(text, start, end) is not None
    at = start
    while True:
        full = min(end, at + width) if narrow else _fitting(text, at, end, width)
        if full >= end:
            yield at, end
            return
        blank = full if text[full] == " " else text.rfind(" ", at + 1, full)
        stop = blank if blank > at else full
        yield at, stop
        at = stop
        while at < end and text[at] == " ":
            at += 1
        if at >= end:
            return


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """Return where the cells of a line are used up; marks that take none stay with their letter."""
    used, at = 0, start
    while at < end:
        used += get_character_cell_size(text[at])
        if used > width:
            break
        at += 1
    while at > start + 1 and cell_len(text[start:at]) > width:
        at -= 1  # a sign that asks to be drawn as a picture makes its letter wider
    return max(at, start + 1)

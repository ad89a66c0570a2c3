"""How verdicts, suggestions and differences look: a sign first, a colour on top of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from textual.content import Content

from db.records import Label
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.records import Row

_WORD = re.compile(r"\w+")
MUTED = "$foreground 60%"
SIGNS = {Label.CONSISTENT: "=", Label.CONFLICTING: "≠", Label.SINGLE_SOURCED: "1", None: "·"}
COLOURS = {
    Label.CONSISTENT: "$success",
    Label.CONFLICTING: "$error",
    Label.SINGLE_SOURCED: "$secondary",
    None: MUTED,
}


def label(value: Label | None) -> Content:
    """Return a label as its sign and its word."""
    return Content.assemble((f"{SIGNS[value]} {value or 'undecided'}", f"bold {COLOURS[value]}"))


def queue_lines(row: Row, search: str = "") -> Sequence[Content]:
    """Return the two lines of a cluster in the queue; the words of a search are underlined."""
    cluster, verdict = row.cluster, row.verdict
    kinds = f" {', '.join(row.kinds)}" if row.kinds else ""
    width = count(cluster.sources, "source")
    if cluster.origins < cluster.sources:
        width += f", {count(cluster.origins, 'origin')}"
    marks = ("  ! flagged" if verdict.flagged else "") + ("  ~ changed" if verdict.changed else "")
    noted = "  + note" if verdict.note else ""
    if verdict.label is None:
        state = Content.assemble(
            (f"{SIGNS[None]} ", COLOURS[None]),
            (f"{_guess(cluster.suggestion)}{kinds}", COLOURS[cluster.suggestion]),
        )
    else:
        state = label(verdict.label)
    first = Content.assemble(state, (marks, "bold $warning"), (f"  {width}{noted}", MUTED))
    second_style = MUTED if verdict.label else ""
    second = Content.assemble((f"  {one_line(cluster.headline)}", second_style))
    return first, with_found(second, search)


def with_found(content: Content, search: str) -> Content:
    """Underline where words begin as those of a search do; case and accents do not count."""
    words = sorted(set(_WORD.findall(_folded(search))), key=len, reverse=True)
    if not words:
        return content
    # A single letter stands for itself, as it does in the search.
    either = "|".join(word if len(word) > 1 else rf"{word}(?!\w)" for word in words)
    for place in re.finditer(rf"(?<!\w)(?:{either})", _folded(content.plain)):
        content = content.stylize("bold underline", *place.span())
    return content


def _folded(text: str) -> str:
    """Return a text as it is searched, character by character."""
    return "".join(normalize("NFD", character)[0].lower()[0] for character in text)


def _guess(suggestion: Label | None) -> str:
    return f"{SIGNS[suggestion]}?" if suggestion else ""

"""How verdicts, suggestions and differences look: a sign first, a colour on top of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from db.records import Label
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.records import Row

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


def queue_lines(row: Row) -> Sequence[Content]:
    """Return the two lines of a cluster in the queue."""
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
    return first, Content.assemble((f"  {one_line(cluster.headline)}", second_style))


def _guess(suggestion: Label | None) -> str:
    return f"{SIGNS[suggestion]}?" if suggestion else ""

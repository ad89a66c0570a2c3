"""Where the reviewers of a cluster stand, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from workbench.text import printable
from workbench.ui.widgets import signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Verdict


def side_by_side(verdict: Verdict, sides: Sequence[Verdict]) -> Iterator[Content]:
    """Yield what was settled, or that it was not, and a line for each reviewer."""
    muted = "$foreground 60%"
    if verdict.reason:
        yield Content.assemble(
            ("settled: ", "bold $secondary"), f"{printable(verdict.reason)}",
            (f"  by {printable(verdict.reviewer)}", muted),
        )  # fmt: skip
    elif verdict.disputed:
        yield Content.styled("? reviewers disagree", "bold $warning")
    for side in sides:
        yield Content.assemble(
            (f"  {printable(side.reviewer)}: ", muted),
            signs.label(side.label),
            (" on other claims" if side.changed else "", "italic $warning"),
            f"  {printable(side.note)}" if side.note else "",
        )

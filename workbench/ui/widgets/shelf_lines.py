"""How sources, articles and skipped files look in the library: two lines each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from db.shelf import State
from workbench.reports.library_report import state_words
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.shelf import Holding, SkippedFile, SourceHolding

_MUTED = "$foreground 60%"


def article_lines(holding: Holding, on_disk: str) -> Sequence[Content]:
    """Return the two lines of an article: how it stands, then what it is."""
    words = state_words(holding, on_disk)
    colour = _MUTED
    if holding.state is State.REMOVED:
        colour = "bold $error"
    elif on_disk or holding.state is State.NEW:
        colour = "bold $warning"
    date = one_line(holding.published) or "no date"
    set_ = " (set)" if holding.redated else ""
    first = Content.assemble(
        (f"[{words}]", colour), f" {one_line(holding.source)}", (f"  {date}{set_}", _MUTED)
    )
    title = f"  {one_line(holding.title)}" if holding.title else ""
    second = Content.assemble(
        f"  {one_line(holding.name)}", (f"  {count(holding.claims, 'claim')}{title}", _MUTED)
    )
    return first, second


def skipped_lines(file: SkippedFile) -> Sequence[Content]:
    """Return the two lines of a file that was not taken in: the reason first."""
    return (
        Content.assemble(("[skipped]", "bold $error"), f" {one_line(file.reason)}"),
        Content.assemble((f"  {one_line(file.path)}", _MUTED)),
    )


def source_lines(source: SourceHolding, owner: str) -> Sequence[Content]:
    """Return the two lines of a source: its name and publisher, then what there is of it."""
    family = f"  {one_line(owner)}" if owner else ""
    dates = " to ".join(dict.fromkeys(one_line(d) for d in (source.first, source.last) if d))
    held = f"  {count(source.articles, 'article')}, {count(source.claims, 'claim')}"
    return (
        Content.assemble(one_line(source.name), (family, "$secondary")),
        Content.assemble((f"{held}{f'  {dates}' if dates else ''}", _MUTED)),
    )

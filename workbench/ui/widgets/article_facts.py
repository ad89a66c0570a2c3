"""Whose an article is, and what of it has been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from db.records import Label
from workbench.text import count, one_line
from workbench.ui.widgets import signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.records import Document


def title(document: Document) -> Content:
    """Return source, date and title of an article in one line."""
    return Content.assemble(
        (one_line(document.source), "bold $primary"),
        (f"  {one_line(document.published)}" if document.published else "", signs.MUTED),
        f"  {one_line(document.title or document.name)}",
    )


def checked(labels: Mapping[int, Label | None]) -> Content:
    """Return how many of the claims with these verdicts are decided, and how."""
    found = list(labels.values())
    decided = sum(label is not None for label in found)
    counts = [
        (f"  {signs.SIGNS[label]} {number}", f"bold {signs.COLOURS[label]}")
        for label in (*Label, None)
        if (number := found.count(label))
    ]
    return Content.assemble(
        (f"decided {decided} of {count(len(found), 'claim')}", signs.MUTED), *counts
    )

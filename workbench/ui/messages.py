"""What workers and widgets tell the screen; each carries frozen data or ids, never widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from db.records import Progress
    from workbench.pipeline import Report


@dataclass
class BuildAdvanced(Message):
    """A stage of the pipeline has come further."""

    progress: Progress


@dataclass
class BuildEnded(Message):
    """The pipeline has ended: with a report, or with the reason why not."""

    report: Report | None
    reason: str = ""

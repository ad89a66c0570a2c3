"""One line that never leaves: the project, how much is decided, and how far the adding is."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from db.records import Progress
from workbench.rate import Rates
from workbench.text import one_line

_WIDTH = 16
_ROOMY = 80
_MOST_STAGES = 4


def bar(done: int, total: int, width: int = _WIDTH) -> str:
    """Draw done of total with signs that every terminal font has."""
    filled = round(width * done / total) if total else 0
    return "█" * filled + "░" * (width - filled)


class TopBar(Static):
    """Shows the project, the progress of the review, changed evidence, and the filter in force."""

    decided: reactive[tuple[int, int]] = reactive((0, 0))
    shown: reactive[str] = reactive("")
    changed: reactive[int] = reactive(0)

    def __init__(self, name: str, reviewer: str, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._name = one_line(name)
        self._reviewer = one_line(reviewer)

    def render(self) -> Content:
        """Draw the line."""
        done, total = self.decided
        share = f" {done / total:.0%}" if total else ""
        parts = Content.assemble(
            (f" {self._name} ", "bold $primary"),
            (f" decided {done} of {total} ", "bold"),
            (bar(done, total), "$success"),
            share,
            (f"  ~ {self.changed:,} changed" if self.changed else "", "bold $warning"),
        )
        tail = Content.assemble(
            (f"  {one_line(self.shown)}" if self.shown else "", "bold $warning"),
            (f"  {self._reviewer}", "$foreground 60%"),
        )
        return (parts + tail).truncate(max(1, self.size.width), ellipsis=True)


class BuildBar(Static):
    """Bars of the stages that were begun last; hidden when nothing is being added."""

    stages: reactive[dict[str, Progress]] = reactive(dict, layout=True)

    def __init__(self, stop_key: str, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._stop_key = stop_key
        self._rates = Rates()

    def advance(self, progress: Progress) -> None:
        """Take in how far a stage is."""
        self._rates.note(progress)
        self.stages = {**self.stages, progress.stage: progress}
        self.display = True

    def finish(self) -> None:
        """Hide the bars."""
        self.stages = {}
        self._rates = Rates()
        self.display = False

    def render(self) -> Content:
        """Draw one line for each stage."""
        width = 24 if self.size.width >= _ROOMY else 8
        shown = list(self.stages.values())[-_MOST_STAGES:]
        widest = max((len(p.stage) for p in shown), default=0)
        lines = [
            Content.assemble(
                f" {p.stage:<{widest}} ",
                (bar(p.done, p.total, width), "$accent"),
                f" {p.done:,} of {p.total:,}",
                (f"  {said}" if (said := self._rates.of(p.stage)) else "", "$foreground 60%"),
            )
            for p in shown
        ]
        hint = Content.assemble((f" {self._stop_key} stops; what is done stays", "$foreground 60%"))
        return Content("\n").join([*lines, hint])

"""Add articles from a terminal: bars on stderr while it works, then what became of the files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.records import Progress
    from workbench.pipeline import Report

T = TypeVar("T")


def builder(
    project: Path, paths: tuple[Path, ...], details: dict[str, str]
) -> Callable[[Callable[[Progress], None], Callable[[], bool]], Report]:
    """Return the work of adding `paths`, to be run when and where the caller likes."""

    def work(on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Report:
        from workbench.build import build
        from workbench.stages.document import Options

        given = dict(details)
        names = ("model", "claims", "backend", "entailer", "engine")
        model, claims, backend, entailer, engine = (given.pop(name, "") for name in names)
        return build(
            project,
            paths,
            options=Options(**given),
            model=model,
            claims=claims or "",
            backend=backend or "",
            entailer=entailer or "",
            engine=engine,
            on_progress=on_progress,
            cancelled=cancelled,
        )

    return work


def build_here(
    project: Path, paths: tuple[Path, ...], details: dict[str, str], *, quiet: bool
) -> Report:
    """Run the pipeline with bars on stderr; say on stderr which files were skipped and why."""
    from workbench.text import one_line

    work = builder(project, paths, details)
    if quiet or not sys.stderr.isatty():
        report = work(lambda _: None, lambda: False)
    else:
        report = with_bars(work)
    for skipped in report.skipped:
        click.echo(f"skipped {one_line(skipped.path)}: {one_line(skipped.reason)}", err=True)
    return report


def with_bars(
    work: Callable[[Callable[[Progress], None], Callable[[], bool]], T],
) -> T:
    """Run the work with a bar on stderr for each of its stages."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        ProgressColumn,
        Task,
        TaskID,
        TaskProgressColumn,
        TextColumn,
    )
    from rich.progress import Progress as Bars
    from rich.text import Text

    from workbench.rate import Rates

    rates = Rates()

    class Rate(ProgressColumn):
        """How fast a stage goes, and how long it will still take."""

        def render(self, task: Task) -> Text:
            """Return that as text."""
            return Text(rates.of(task.description))

    bars: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Rate())
    with Bars(*columns, console=Console(stderr=True)) as shown:

        def advance(progress: Progress) -> None:
            rates.note(progress)
            if progress.stage not in bars:
                bars[progress.stage] = shown.add_task(progress.stage)
            shown.update(bars[progress.stage], completed=progress.done, total=progress.total)

        return work(advance, lambda: False)


def print_report(report: Report) -> None:
    """Print what became of the files that were added."""
    from workbench.reports.report import report_lines

    for line in report_lines(report):
        click.echo(line)

"""The verbs of the command line that keep a project safe, or bring work back into one."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.errors import ModelError
from workbench.verbs.adding import build_here, with_bars
from workbench.verbs.options import (
    claims_option,
    json_option,
    model_options,
    open_desk,
    print_json,
    project_option,
    reviewer_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.backups import Backup
    from db.records import Progress


def _bar(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Take a threshold as it is written, or refuse it."""
    try:
        if value in ("", "default") or 0 < float(value) <= 1:
            return value
    except ValueError:
        pass
    raise click.BadParameter("is no number above 0 and at most 1")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--list", "listing", is_flag=True, help="Name the copies beside the project instead.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@json_option
@project_option
def backup(file: Path | None, listing: bool, force: bool, project: Path, as_json: bool) -> None:
    """Copy the project while it may be in use: to FILE, or beside it under a name with the time.

    The copy is checked before it takes its name. Before a newer version changes how a project is
    stored, and before a rebuild, such a copy is made by itself (.auto); the last three of these
    stay.

    Example:  workbench backup storm-monday.db
    """
    from db import backups
    from db.connection import check

    if listing and file is not None:
        raise click.UsageError("--list takes no FILE")
    check(project)
    if listing:
        _print_backups(backups.of(project), as_json)
        return
    written = backups.write(project, file or backups.beside(project), force=force)
    size = written.stat().st_size
    if as_json:
        print_json({"file": str(written), "size": size})
    else:
        from workbench.text import one_line

        click.echo(f"{one_line(str(written))} ({size:,} bytes, checked)")


@click.command("import")
@click.argument("csv", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be taken over.")
@json_option
@reviewer_option
@project_option
def import_(csv: Path, dry_run: bool, project: Path, reviewer: str, as_json: bool) -> None:
    """Take over verdicts and notes from a CSV that `workbench export --level claim` wrote.

    Claims are known again by their ids, or by their words and place in an article of that name. A
    verdict goes to the cluster that holds most of its claims, as the act of the reviewer whom the
    CSV names (you, where it names none) at the time that it gives. What does not match is named on
    stderr.

    Example:  workbench import verdicts.csv --dry-run
    """
    from workbench.reports.report import brought_data, brought_lines
    from workbench.text import one_line
    from workbench.transfer import tables

    desk = open_desk(project, reviewer)
    desk.prepare(make=False)
    brought = desk.bring_in(tables.read(csv), dry_run=dry_run)
    for line in brought.unmatched:
        cluster = f"cluster {tables.short(line.cluster)}: " if line.cluster else ""
        click.echo(f"line {line.line}: {cluster}{line.reason}", err=True)
    if brought.unmatched and not brought.placed:
        raise click.ClickException(f"nothing that {one_line(str(csv))} says of claims fits here")
    if as_json:
        print_json({"dry_run": dry_run, **brought_data(brought)})
    else:
        for text in brought_lines(brought, dry_run=dry_run):
            click.echo(text)


@click.command()
@click.argument("broken", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="NEW",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the new project goes.",
)
@json_option
@project_option
def recover(broken: Path | None, output: Path, project: Path, as_json: bool) -> None:
    """Write a new project from what can be read of a damaged one, BROKEN or the project.

    The damaged file stays as it is. What cannot be read is named on stderr. Articles whose claims
    are torn are split anew, then all claims are clustered anew around what was judged.

    Example:  workbench recover storm.db -o storm-new.db
    """
    from workbench.text import count, one_line
    from workbench.transfer.recovering import recover

    recovered = recover(broken or project, output)
    for line in recovered.lost:
        click.echo(f"lost: {one_line(line)}", err=True)
    try:
        build_here(output, (), {}, quiet=as_json)
    except ModelError as error:
        raise ModelError(f"{error}; finish with: workbench add --project {output}") from error
    problems = open_desk(output).problems()
    if as_json:
        print_json({"file": str(output), **asdict(recovered), "problems": problems})
    else:
        what = f"{count(recovered.articles, 'article')}, {count(recovered.acts, 'act')}"
        click.echo(f"{one_line(str(output))}: {what} recovered")
        for problem in problems:
            click.echo(one_line(problem))
    if problems:
        sys.exit(1)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--threshold",
    default="",
    metavar="NUMBER|default",
    callback=_bar,
    help="The mean probability at which clusters merge.  [default: what the project uses]",
)
@model_options
@claims_option
@json_option
@project_option
def rebuild(dry_run: bool, project: Path, as_json: bool, **tools: str) -> None:
    """Make the clusters anew, with another model, threshold or kind of claims; say what changed.

    What reviewers have done stays: a verdict keeps its claims, and says so where its evidence has
    changed. With another kind of claims all articles are split anew: verdicts follow the words and
    places, and claims that are gone are shown as withdrawn. A copy of the project is made before
    (see: workbench backup --list). A dry run does all the work on a copy and leaves the project as
    it is.

    Example:  workbench rebuild --threshold 0.5 --dry-run
    """
    from workbench.clustering import rebuilding

    def work(
        on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> rebuilding.Rebuilt:
        return rebuilding.rebuild(
            project, tools, dry_run=dry_run, on_progress=on_progress, cancelled=cancelled
        )

    quiet = as_json or not sys.stderr.isatty()
    rebuilt = work(lambda _: None, lambda: False) if quiet else with_bars(work)
    if as_json:
        print_json(rebuilding.data(rebuilt))
    else:
        for line in rebuilding.lines(rebuilt):
            click.echo(line)


def _print_backups(found: list[Backup], as_json: bool) -> None:
    from workbench.text import one_line

    if as_json:
        print_json(
            [
                {"file": str(b.path), "at": b.at, "size": b.size, "automatic": b.automatic}
                for b in found
            ]
        )
        return
    for b in found:
        why = "  before a migration or a rebuild" if b.automatic else ""
        click.echo(f"{b.at[:19]}Z  {b.size:>12,} bytes  {one_line(str(b.path))}{why}")
    if not found:
        click.echo("no copy lies beside this project")


KEEPING = (backup, import_, recover, rebuild)

"""The command line: every act without the screen. Heavy imports stay inside the verbs."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.text import one_line
from workbench.verbs.acting import ACTING
from workbench.verbs.adding import build_here, builder, print_report
from workbench.verbs.deciding import DECIDING
from workbench.verbs.exporting import export
from workbench.verbs.keeping import KEEPING
from workbench.verbs.options import (
    Number,
    Verbs,
    article_options,
    cluster_argument,
    engine_option,
    filter_options,
    is_read_only,
    json_option,
    keymap_option,
    known_source,
    open_desk,
    open_to_review,
    pace_option,
    print_json,
    project_option,
    read_only_option,
    reviewer_option,
    row_of,
)
from workbench.verbs.serving import serve
from workbench.verbs.shelving import SHELVING
from workbench.verbs.teamwork import TEAMWORK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.records import Filter, Row
    from workbench.desk import Desk


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claim-workbench", prog_name="workbench")
def cli() -> None:
    """Check facts claim by claim: what several articles say, side by side.

    Begin with:  workbench review PATHS
    """


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--blind", is_flag=True, help="Hide what is suggested and marked until you have decided."
)
@click.option(
    "--plain",
    is_flag=True,
    help="Review in lines on standard input and output: for screen readers and pipes.",
)
@click.option("--json", "as_json", is_flag=True, help="Review in lines of JSON: for programs.")
@click.option("--keys", is_flag=True, help="Print all keys in force, as a file of keys, and exit.")
@pace_option
@keymap_option
@article_options
@read_only_option
@reviewer_option
@project_option
def review(
    paths: tuple[Path, ...],
    project: Path,
    reviewer: str,
    blind: bool,
    plain: bool,
    as_json: bool,
    keys: bool,
    pace: bool,
    keymap: Path | None,
    **details: str,
) -> None:
    """Open the review, adding the articles at PATHS first.

    Without a terminal it prints the queue instead, unless it is to review in lines; a terminal that
    can only write lines (TERM=dumb) gets the review in lines.

    Example:  workbench review seeds/
    """
    from workbench.ui.keymap import in_force, in_toml

    table = in_force(keymap)
    if keys:
        for line in in_toml(table):
            click.echo(line)
        return
    if paths and is_read_only():
        raise click.UsageError("articles cannot be added to a project that is only read")
    if plain or as_json or (_has_screen() and _is_dumb()):
        desk = open_to_review(project, reviewer, blind=blind, make=bool(paths))
        if paths or (desk.unfinished() and not desk.read_only):
            report = build_here(project, paths, details, quiet=True)
            if not as_json:
                print_report(report)
        from workbench.lines.piped import run as run_lines

        run_lines(desk, table, as_json=as_json)
        return
    if not _has_screen():
        if paths:
            print_report(build_here(project, paths, details, quiet=True))
        _print_queue(open_desk(project))
        return
    from workbench.ui.app import run

    desk = open_to_review(project, reviewer, blind=blind, make=bool(paths))
    # What was stopped before its end goes on behind the screen.
    unfinished = desk.unfinished() and not desk.read_only
    work = builder(project, paths, details) if paths or unfinished else None
    run(desk, work, table, pace=pace)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@article_options
@engine_option
@json_option
@project_option
def add(paths: tuple[Path, ...], project: Path, as_json: bool, **details: str) -> None:
    """Add articles (.txt, .md, or folders of them) and cluster their claims.

    Without PATHS it finishes what was stopped before its end.

    Example:  workbench add articles/ --project storm.db
    """
    if not paths and not project.exists():
        raise click.UsageError("name the articles to add: files or folders")
    report = build_here(project, paths, details, quiet=as_json)
    if as_json:
        from workbench.reports.report import report_data

        print_json(report_data(report))
    else:
        print_report(report)
        _print_tally(open_desk(project))


@cli.command()
@json_option
@reviewer_option
@pace_option
@read_only_option
@project_option
def status(project: Path, reviewer: str, pace: bool, as_json: bool) -> None:
    """Say how far the review has come, and how far you have come today.

    Example:  workbench status --json
    """
    desk = open_desk(project, reviewer)
    going = desk.pace() if pace else None
    if as_json:
        from dataclasses import asdict

        from workbench.reports.report import agreement_data

        data = {**asdict(desk.tally()), "agreement": agreement_data(desk.agreement())}
        print_json(data if going is None else {**data, "pace": asdict(going)})
    else:
        from workbench.reports.report import agreement_lines

        _print_tally(desk)
        if going is not None and going.today:
            decided, total = desk.progress()
            click.echo(f"{one_line(reviewer)}: {going.in_words(total - decided)}")
        for line in agreement_lines(desk.agreement()):
            click.echo(line)


@cli.command()
@click.option("--blind", is_flag=True, help="Count only what you have decided.")
@json_option
@read_only_option
@reviewer_option
@project_option
def overview(project: Path, reviewer: str, blind: bool, as_json: bool) -> None:
    """Show the project at a glance: verdicts, sources beside each other, differences, days, copies.

    Example:  workbench overview
    """
    from workbench.reports.glance import data, lines

    desk = open_desk(project, reviewer, blind=blind)
    found = desk.overview()
    if as_json:
        print_json(data(found))
    else:
        for line in lines(found, blind=blind):
            click.echo(line)


@cli.command()
@filter_options
@click.option("--limit", type=Number(0), default=0, help="At most so many, 0 for all.")
@click.option("--save", default="", metavar="NAME", help="Save this filter by a name.")
@json_option
@reviewer_option
@read_only_option
@project_option
def clusters(
    project: Path, reviewer: str, as_json: bool, limit: int, save: str, **filters: Any
) -> None:
    """List the clusters, the most urgent first.

    Example:  workbench clusters --undecided --suggestion conflicting
    """
    from workbench.reports.report import row_data, row_line

    desk = open_desk(project, reviewer)
    filter_ = _filter(desk, **filters)
    if save:
        desk.save_filter(save, filter_)
    rows = _rows(desk, filter_, limit)
    if as_json:
        print_json([{**row_data(row), "change": _change(desk, row)} for row in rows])
    else:
        row = None
        for row in rows:
            click.echo(row_line(row))
            if change := _change(desk, row):
                click.echo(f"{' ' * _UNDER}evidence changed: {change['words']}")
        if row is None:
            for source in filter(None, (filter_.source, filter_.other)):
                known_source(desk, source)
            click.echo("nothing fits this filter", err=True)


@cli.command()
@cluster_argument
@json_option
@read_only_option
@project_option
def show(cluster: int, project: Path, as_json: bool) -> None:
    """Show one cluster: its claims by source, what differs, and who has it from whom.

    Example:  workbench show 12
    """
    from workbench.reports.opened import Opened

    desk = open_desk(project)
    with desk.snapshot():
        row = row_of(desk, cluster)
        members, differences = desk.members(cluster), desk.differences(cluster)
        origins, why = desk.origins(cluster), desk.memberships(cluster)
        since = desk.since(cluster) if row.verdict.changed else None
        sides, near = desk.verdicts(cluster), desk.near(cluster)
    opened = Opened(row, members, differences, origins, why, since, sides, near)
    if as_json:
        print_json(opened.data())
    else:
        for line in opened.lines(numbered=False):
            click.echo(line)


@cli.command()
@json_option
@read_only_option
@project_option
def verify(project: Path, as_json: bool) -> None:
    """Check everything stored against what it was made from; exit 1 when something is wrong.

    Example:  workbench verify
    """
    problems = open_desk(project).problems()
    if as_json:
        print_json(problems)
    else:
        for problem in problems:
            click.echo(one_line(problem))
        click.echo("all well" if not problems else f"{len(problems)} problems")
    if problems:
        sys.exit(1)


def _is_dumb() -> bool:
    """Say whether the terminal can do no more than write lines."""
    return os.environ.get("TERM") == "dumb" and not os.environ.get("TEXTUAL_DRIVER")


def _has_screen() -> bool:
    """Say whether there is a terminal, or a browser that stands for one."""
    in_terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return in_terminal or bool(os.environ.get("TEXTUAL_DRIVER"))


_PAGE = 500
_UNDER = 13
"""Where a line of the queue goes on under its first one."""


def _change(desk: Desk, row: Row) -> dict[str, object] | None:
    """Return what has changed since the verdict of a cluster, as JSON data."""
    from workbench.reports.changing import data

    since = desk.since(row.cluster.id) if row.verdict.changed else None
    return data(since) if since else None


def _rows(desk: Desk, filter_: Filter, limit: int = 0) -> Iterator[Row]:
    ids = desk.ids(filter_, limit or -1)
    for at in range(0, len(ids), _PAGE):
        yield from desk.rows(ids[at : at + _PAGE])


def _filter(desk: Desk, *, saved: str, order: str | None, **asked: str | bool | None) -> Filter:
    """Make a filter of the options: a saved one to begin with, narrowed by all that is given."""
    from dataclasses import replace

    from db.records import Filter, Order
    from workbench.ui.filters import narrowed

    found = Filter()
    if saved:
        try:
            found = desk.saved_filters()[saved]
        except KeyError:
            raise click.BadParameter(f"no filter is saved as {saved!r}") from None
    for name, value in asked.items():
        if value:
            found = narrowed(found, name, str(value))
    return replace(found, order=Order(order)) if order else found


def _print_tally(desk: Desk) -> None:
    from workbench.reports.report import tally_lines

    for line in tally_lines(desk.tally()):
        click.echo(line)
    if desk.unfinished():
        click.echo("unfinished: work was stopped before its end; run: workbench add")


_SHOWN = 20


def _print_queue(desk: Desk) -> None:
    from db.records import Filter
    from workbench.reports.report import row_line

    _print_tally(desk)
    ids = desk.ids(Filter(), _SHOWN)
    for row in desk.rows(ids):
        click.echo(row_line(row))
    _, total = desk.progress()
    if total > len(ids):
        click.echo(f"... and {total - len(ids)} more; see: workbench clusters")
    click.echo("No terminal here: run this in one to open the review.")


for verb in (export, *DECIDING, *ACTING, *SHELVING, *KEEPING, *TEAMWORK, serve):
    cli.add_command(verb)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a narrow terminal must not end the work
    cli()


if __name__ == "__main__":
    main()

"""The command line: every act without the screen. Heavy imports stay inside the verbs."""

from __future__ import annotations

import getpass
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.records import Filter, Progress, Row
    from workbench.desk import Desk
    from workbench.pipeline import Report

_MOST = 2**63 - 1
"""The largest number that SQLite stores."""

CLAIMS = ("clauses", "atomic")
LABELS = ("consistent", "conflicting", "single-sourced")


class Verbs(click.Group):
    """A group whose errors are one plain line on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; turn what may go wrong into words."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            raise click.ClickException("stopped; everything finished so far is stored") from None
        except Exception as error:
            if os.environ.get("WORKBENCH_DEBUG"):
                raise
            raise click.ClickException(_in_words(error)) from error


def _in_words(error: Exception) -> str:
    from db.errors import ProjectError
    from workbench.text import one_line

    if isinstance(error, (WorkbenchError, ProjectError)):
        return one_line(str(error))
    if isinstance(error, OSError):
        return one_line(f"{error.filename or 'file'}: {error.strerror or error}")
    if isinstance(error, UnicodeEncodeError):
        return one_line(f"not UTF-8: {error.object!r}")
    kind = type(error).__name__
    return one_line(f"internal error ({kind}: {error}); WORKBENCH_DEBUG=1 shows where")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def _named(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not name.strip():
        raise click.BadParameter("an act needs somebody's name")
    return name


def _with(*options: Callable[..., Any]) -> Callable[..., Any]:
    def decorate(verb: Any) -> Any:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return decorate


project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, dir_okay=False),
    default="workbench.db",
    envvar="WORKBENCH_PROJECT",
    show_default=True,
    show_envvar=True,
    help="The project file.",
)
reviewer_option = click.option(
    "--reviewer",
    default=_user,
    callback=_named,
    envvar="WORKBENCH_REVIEWER",
    show_envvar=True,
    help="Your name in the log of acts.  [default: your login]",
)
cluster_argument = click.argument("cluster", type=click.IntRange(1, _MOST))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
article_options = _with(
    click.option("--source", default="", help="Name of the source of these articles."),
    click.option("--title", default="", help="Title of the article."),
    click.option("--published", default="", metavar="DATE", help="Date of the article, ISO."),
    click.option("--url", default="", help="Address of the article."),
    click.option(
        "--model",
        default="",
        metavar="NAME|PATH",
        help="A sentence-transformers model.  [default: the one that the project uses]",
    ),
    click.option(
        "--claims",
        type=click.Choice(CLAIMS),
        default=None,
        help="Split sentences at safe joints, or by their parse into atomic claims.  [default: what"
        " the project uses, clauses in a new one]",
    ),
)
filter_options = _with(
    click.option("--undecided", is_flag=True, help="Only clusters without a verdict."),
    click.option("--verdict", type=click.Choice(LABELS), help="Only clusters marked so."),
    click.option("--suggestion", type=click.Choice(LABELS), help="Only clusters suggested so."),
    click.option("--source", default="", help="Only clusters with a claim of this source."),
    click.option("--flagged", is_flag=True, help="Only flagged clusters."),
    click.option("--changed", is_flag=True, help="Only verdicts whose evidence has changed."),
    click.option("--search", "text", default="", help="Only clusters with these words."),
)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claim-workbench", prog_name="workbench")
def cli() -> None:
    """Check facts claim by claim: what several articles say, side by side.

    Begin with:  workbench review PATHS
    """


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@article_options
@reviewer_option
@project_option
def review(paths: tuple[Path, ...], project: Path, reviewer: str, **details: str) -> None:
    """Open the review, adding the articles at PATHS first.

    Without a terminal it prints the queue instead.

    Example:  workbench review seeds/
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        if paths:
            _print_report(_build(project, paths, details, quiet=True))
        _print_queue(_desk(project))
        return
    from workbench.ui.app import run

    run(_desk(project, reviewer), _builder(project, paths, details) if paths else None)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@article_options
@json_option
@project_option
def add(paths: tuple[Path, ...], project: Path, as_json: bool, **details: str) -> None:
    """Add articles (.txt, .md, or folders of them) and cluster their claims.

    Without PATHS it finishes what was stopped before its end.

    Example:  workbench add articles/ --project storm.db
    """
    if not paths and not project.exists():
        raise click.UsageError("name the articles to add: files or folders")
    report = _build(project, paths, details, quiet=as_json)
    if as_json:
        from workbench.report import report_data

        _print_json(report_data(report))
    else:
        _print_report(report)
        _print_tally(_desk(project))


@cli.command()
@json_option
@project_option
def status(project: Path, as_json: bool) -> None:
    """Say how far the review has come.

    Example:  workbench status --json
    """
    desk = _desk(project)
    if as_json:
        from dataclasses import asdict

        _print_json(asdict(desk.tally()))
    else:
        _print_tally(desk)


@cli.command()
@filter_options
@click.option("--limit", type=click.IntRange(0, _MOST), default=0, help="At most so many.")
@json_option
@project_option
def clusters(project: Path, as_json: bool, limit: int, **filters: Any) -> None:
    """List the clusters, the most urgent first.

    Example:  workbench clusters --undecided --suggestion conflicting
    """
    from workbench.report import row_data, row_line

    desk = _desk(project)
    rows = _rows(desk, _filter(**filters), limit)
    if as_json:
        _print_json([row_data(row) for row in rows])
    else:
        for row in rows:
            click.echo(row_line(row))


@cli.command()
@cluster_argument
@json_option
@project_option
def show(cluster: int, project: Path, as_json: bool) -> None:
    """Show one cluster: its claims by source, and what differs.

    Example:  workbench show 12
    """
    from workbench.report import cluster_data, cluster_lines

    desk = _desk(project)
    with desk.snapshot():
        row = _row(desk, cluster)
        members, differences = desk.members(cluster), desk.differences(cluster)
    if as_json:
        _print_json(cluster_data(row, members, differences))
    else:
        for line in cluster_lines(row, members, differences):
            click.echo(line)


@cli.command()
@cluster_argument
@click.argument("label", type=click.Choice(LABELS))
@click.option("--note", default=None, help="Why; replaces the cluster's note.")
@json_option
@reviewer_option
@project_option
def mark(
    cluster: int, label: str, note: str | None, project: Path, reviewer: str, as_json: bool
) -> None:
    """Give a cluster a verdict.

    Example:  workbench mark 12 conflicting --note "14 against 17 hurt"
    """
    from db.records import Label
    from workbench.report import row_data, row_line

    desk = _desk(project, reviewer)
    try:
        if note is not None:
            desk.note(cluster, note)
        desk.mark(cluster, Label(label))
    except KeyError:
        raise _no_such(cluster) from None
    row = _row(desk, cluster)
    if as_json:
        _print_json(row_data(row))
    else:
        click.echo(row_line(row))


@cli.command()
@json_option
@reviewer_option
@project_option
def undo(project: Path, reviewer: str, as_json: bool) -> None:
    """Undo your last act; again for the one before, without limit.

    Example:  workbench undo
    """
    desk = _desk(project, reviewer)
    act = desk.undo()
    if as_json:
        from dataclasses import asdict

        _print_json(asdict(act) if act else None)
    elif act is None:
        click.echo("nothing to undo")
    else:
        value = f" {act.value}" if act.kind == "verdict" else ""
        click.echo(f"undone: {act.kind}{value} on cluster {act.cluster_id} ({act.at})")


@cli.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="A table, or one JSON object a line.",
)
@click.option(
    "--level",
    type=click.Choice(["cluster", "claim"]),
    default="cluster",
    show_default=True,
    help="What one line is about.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; - is standard output.")
@project_option
def export(project: Path, format_: str, level: str, output: str) -> None:
    """Write the verdicts as a table.

    CSV is UTF-8 after RFC 4180. A text that a spreadsheet would run as a formula gets an
    apostrophe before it.

    Example:  workbench export --level claim -o verdicts.csv
    """
    from workbench.files import write_text
    from workbench.stages import export as table

    desk = _desk(project)
    lines = _table(desk, level)
    columns = table.CLAIM_COLUMNS if level == "claim" else table.CLUSTER_COLUMNS
    text = table.to_csv(columns, lines) if format_ == "csv" else table.to_json(lines)
    with desk.snapshot():
        write_text(output, text)


@cli.command()
@json_option
@project_option
def verify(project: Path, as_json: bool) -> None:
    """Check everything stored against what it was made from; exit 1 when something is wrong.

    Example:  workbench verify
    """
    from workbench.text import one_line

    problems = _desk(project).problems()
    if as_json:
        _print_json(problems)
    else:
        for problem in problems:
            click.echo(one_line(problem))
        click.echo("all well" if not problems else f"{len(problems)} problems")
    if problems:
        sys.exit(1)


def _desk(project: Path, reviewer: str = "") -> Desk:
    from workbench.desk import Desk

    desk = Desk(project, reviewer)
    click.get_current_context().call_on_close(desk.close)
    return desk


def _row(desk: Desk, cluster: int) -> Row:
    rows = desk.rows([cluster])
    if not rows:
        raise _no_such(cluster)
    return rows[0]


def _no_such(cluster: int) -> click.ClickException:
    return click.ClickException(f"there is no cluster {cluster}; see: workbench clusters")


_PAGE = 500


def _rows(desk: Desk, filter_: Filter, limit: int = 0) -> Iterator[Row]:
    ids = desk.ids(filter_, limit or -1)
    for at in range(0, len(ids), _PAGE):
        yield from desk.rows(ids[at : at + _PAGE])


def _filter(
    *,
    undecided: bool,
    verdict: str | None,
    suggestion: str | None,
    source: str,
    flagged: bool,
    changed: bool,
    text: str,
) -> Filter:
    from db.records import Filter, Label

    return Filter(
        decided=False if undecided else None,
        verdict=Label(verdict) if verdict else None,
        suggestion=Label(suggestion) if suggestion else None,
        source=source,
        flagged=flagged,
        changed=changed,
        text=text,
    )


def _table(desk: Desk, level: str) -> Iterator[dict[str, str | int]]:
    from db.records import Filter
    from workbench.stages.export import claim_cells, cluster_cells

    ids = sorted(desk.ids(Filter()))
    for at in range(0, len(ids), _PAGE):
        for row in desk.rows(ids[at : at + _PAGE]):
            if level == "cluster":
                yield cluster_cells(row)
            else:
                yield from (claim_cells(row, m) for m in desk.members(row.cluster.id))


def _builder(
    project: Path, paths: tuple[Path, ...], details: dict[str, str]
) -> Callable[[Callable[[Progress], None], Callable[[], bool]], Report]:
    """Return the work of adding `paths`, to be run when and where the caller likes."""

    def work(on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Report:
        from workbench.build import build
        from workbench.stages.document import Options

        given = dict(details)
        model, claims = given.pop("model"), given.pop("claims")
        return build(
            project,
            paths,
            options=Options(**given),
            model=model,
            claims=claims or "",
            on_progress=on_progress,
            cancelled=cancelled,
        )

    return work


def _build(
    project: Path, paths: tuple[Path, ...], details: dict[str, str], *, quiet: bool
) -> Report:
    """Run the pipeline with bars on stderr; say on stderr which files were skipped and why."""
    from workbench.text import one_line

    work = _builder(project, paths, details)
    if quiet or not sys.stderr.isatty():
        report = work(lambda _: None, lambda: False)
    else:
        report = _with_bars(work)
    for skipped in report.skipped:
        click.echo(f"skipped {one_line(skipped.path)}: {one_line(skipped.reason)}", err=True)
    return report


def _with_bars(
    work: Callable[[Callable[[Progress], None], Callable[[], bool]], Report],
) -> Report:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    bars: dict[str, TaskID] = {}
    with Bars(console=Console(stderr=True)) as shown:

        def advance(progress: Progress) -> None:
            if progress.stage not in bars:
                bars[progress.stage] = shown.add_task(progress.stage)
            shown.update(bars[progress.stage], completed=progress.done, total=progress.total)

        return work(advance, lambda: False)


def _print_report(report: Report) -> None:
    from workbench.report import report_lines

    for line in report_lines(report):
        click.echo(line)


def _print_tally(desk: Desk) -> None:
    from workbench.report import tally_lines

    for line in tally_lines(desk.tally()):
        click.echo(line)


_SHOWN = 20


def _print_queue(desk: Desk) -> None:
    from db.records import Filter
    from workbench.report import row_line

    _print_tally(desk)
    ids = desk.ids(Filter(), _SHOWN)
    for row in desk.rows(ids):
        click.echo(row_line(row))
    _, total = desk.progress()
    if total > len(ids):
        click.echo(f"... and {total - len(ids)} more; see: workbench clusters")
    click.echo("No terminal here: run this in one to open the review.")


def _print_json(data: object) -> None:
    """Print JSON in ASCII: whatever a text holds, no terminal obeys it and no encoding lacks it."""
    click.echo(json.dumps(data, indent=2))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a narrow terminal must not end the work
    cli()


if __name__ == "__main__":
    main()

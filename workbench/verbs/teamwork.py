"""The verbs of the command line for several reviewers: share out, compare, settle."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.sharing import BY_SOURCE, RANDOM, WAYS
from workbench.verbs.options import (
    LABELS,
    cluster_argument,
    json_option,
    open_desk,
    print_json,
    project_option,
    read_only_option,
    reviewer_option,
    row_of,
)

_PROJECT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("reviewers", metavar="NAME...", nargs=-1)
@click.option(
    "--overlap",
    type=click.IntRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="So many of the clusters go to two reviewers.",
)
@click.option(
    "--by",
    type=click.Choice(WAYS),
    default=RANDOM,
    show_default=True,
    help="By lot, or the clusters of one source to one reviewer.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another one, other lots.")
@click.option("--undecided", is_flag=True, help="Only clusters without a verdict.")
@click.option("--anew", is_flag=True, help="Also those that somebody has; all shares end.")
@json_option
@project_option
def assign(
    reviewers: tuple[str, ...],
    overlap: int,
    by: str,
    seed: int,
    undecided: bool,
    anew: bool,
    project: Path,
    as_json: bool,
) -> None:
    """Share the clusters that nobody has out among reviewers; without NAMEs: say who has what.

    Each reviewer finds them with the filter "my share" (clusters --mine).

    Example:  workbench assign ada bob --overlap 20 --seed 7
    """
    from workbench.text import count, one_line

    desk = open_desk(project)
    if not all(name.strip() for name in reviewers):
        raise click.BadParameter("a share needs somebody's name")
    given = 0
    if reviewers:
        try:
            given = desk.share_out(
                list(dict.fromkeys(reviewers)),
                overlap=overlap,
                seed=seed,
                by_source=by == BY_SOURCE,
                undecided=undecided,
                anew=anew,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    shares = desk.shares()
    if as_json:
        found = {name: {"decided": d, "clusters": n} for name, (d, n) in shares.items()}
        print_json({"given": given, "shares": found})
        return
    if reviewers:
        click.echo(f"shared out: {count(given, 'cluster')}")
    for name, (decided, total) in shares.items():
        click.echo(f"  {one_line(name)}: {count(total, 'cluster')}, decided {decided}")
    if not shares:
        click.echo("nobody has a share; give one with: workbench assign NAMES")


@click.command()
@json_option
@read_only_option
@project_option
def agreement(project: Path, as_json: bool) -> None:
    """Say how far reviewers agree on the same claims: kappa by pair, alpha overall and by kind.

    Only verdicts count; notes never do.

    Example:  workbench agreement --json
    """
    from workbench.reports.report_team import reliability_data, reliability_lines

    found = open_desk(project).reliability()
    if as_json:
        print_json(reliability_data(found))
    else:
        for line in reliability_lines(found):
            click.echo(line)


@click.command()
@cluster_argument
@click.argument("label", type=click.Choice(LABELS))
@click.option("--reason", required=True, help="Why; reviewers read it beside their own verdicts.")
@json_option
@reviewer_option
@project_option
def adjudicate(
    cluster: int, label: str, reason: str, project: Path, reviewer: str, as_json: bool
) -> None:
    """Settle what a cluster's verdict is; it stands until the cluster's claims change.

    What reviewers disagree on:  workbench clusters --disputed

    Example:  workbench adjudicate 12 conflicting --reason "14 is not 17"
    """
    from db.records import Label
    from workbench.reports.report import row_data
    from workbench.reports.report_team import side_lines

    desk = open_desk(project, reviewer)
    row_of(desk, cluster)
    try:
        desk.adjudicate(cluster, Label(label), reason)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    row, sides = row_of(desk, cluster), desk.verdicts(cluster)
    if as_json:
        print_json(row_data(row))
    else:
        for line in side_lines(row.verdict, sides):
            click.echo(line)


@click.command()
@click.argument("projects", metavar="PROJECT...", nargs=-1, required=True, type=_PROJECT)
@click.option("-o", "--output", required=True, metavar="NEW", type=_PROJECT, help="Where to.")
@json_option
@project_option
def combine(projects: tuple[Path, ...], output: Path, project: Path, as_json: bool) -> None:
    """Join projects into a NEW one: articles, verdicts, notes, merges and all else that was done.

    One PROJECT alone is joined with yours (--project).

    Articles are known again by their content, acts by names of their own, so joining again changes
    nothing. The projects stay as they are. What was done to one claim, source, article or headline
    here and otherwise there is named on stderr; the later act stands, none is lost. Needs no model;
    the next add clusters anew.

    Example:  workbench combine ada.db bob.db -o storm.db
    """
    combine_here(project, projects, output, as_json=as_json)


def combine_here(project: Path, projects: tuple[Path, ...], output: Path, *, as_json: bool) -> None:
    """Join projects, a single one with `project`, and say what came of it."""
    from dataclasses import asdict

    from workbench.text import count, one_line
    from workbench.transfer.combining import combine

    combined = combine(projects if len(projects) > 1 else (project, *projects), output)
    for line in combined.conflicts:
        click.echo(f"conflict: {one_line(line)}", err=True)
    if as_json:
        print_json({"file": str(output), **asdict(combined)})
    else:
        what = f"{count(combined.articles, 'article')}, {count(combined.acts, 'act')}"
        click.echo(f"{one_line(str(output))}: {what} of {count(combined.reviewers, 'reviewer')}")


TEAMWORK = (assign, agreement, adjudicate, combine)

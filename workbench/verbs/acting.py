"""The verbs of the command line that change claims and clusters, each an act in the log."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.text import storable
from workbench.verbs.options import (
    MOST,
    Number,
    cluster_argument,
    json_option,
    open_desk,
    print_json,
    project_option,
    read_only_option,
    reviewer_option,
    row_of,
)
from workbench.verbs.telling import possible, print_act, print_row, refusing

_claim_argument = click.argument("claim", metavar="CLAIM_ID")
_claims_argument = click.argument("claims", metavar="CLAIM_ID...", nargs=-1, required=True)


@click.command()
@click.argument("what", metavar="CLUSTER OTHER", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="NEW",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Join projects into a NEW one instead; see: workbench combine.",
)
@json_option
@reviewer_option
@project_option
def merge(
    what: tuple[str, ...], output: Path | None, project: Path, reviewer: str, as_json: bool
) -> None:
    """Move all claims of OTHER to CLUSTER; the next clustering keeps them together.

    With -o it joins projects, as combine does: workbench merge A.db B.db -o C.db

    Example:  workbench merge 12 31
    """
    if output is not None:
        from workbench.verbs.teamwork import combine_here

        combine_here(project, tuple(map(Path, what)), output, as_json=as_json)
        return
    cluster, other = _two_clusters(what)
    desk = open_desk(project, reviewer)
    row_of(desk, cluster)
    row_of(desk, other)
    refusing(lambda: desk.merge(cluster, other))
    print_row(desk, cluster, as_json)


@click.command()
@_claims_argument
@click.option("--into", type=Number(1), default=None, help="Put them into this cluster instead.")
@json_option
@reviewer_option
@project_option
def detach(
    claims: tuple[str, ...], into: int | None, project: Path, reviewer: str, as_json: bool
) -> None:
    """Make one cluster of some claims of another; the next clustering keeps them apart.

    Example:  workbench detach 3f0c77aa01b2c3d4 8a41d2e6f7b09c55
    """
    desk = open_desk(project, reviewer)
    if into is not None:
        row_of(desk, into)
    act = refusing(lambda: desk.detach(claims, into))
    print_row(desk, int(act.value) if into is None else into, as_json)


@click.command()
@cluster_argument
@click.argument("headline", metavar="TEXT|CLAIM_ID", default="")
@json_option
@reviewer_option
@project_option
def rename(cluster: int, headline: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Call a cluster in lists by a claim of it, or by words of your own.

    Without either it speaks for itself again.

    Example:  workbench rename 12 "Between 14 and 17 people were hurt"
    """
    desk = open_desk(project, reviewer)
    row_of(desk, cluster)
    words = {member.claim.key: member.claim.text for member in desk.members(cluster)}
    text = headline.strip()
    desk.rename(cluster, words.get(text, storable(text)))
    print_row(desk, cluster, as_json)


@click.command()
@_claim_argument
@json_option
@reviewer_option
@project_option
def whole(claim: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Take the whole sentence of a badly split claim instead of all its parts.

    Example:  workbench whole 3f0c77aa01b2c3d4
    """
    desk = open_desk(project, reviewer)
    act = refusing(lambda: desk.take_whole(claim))
    print_row(desk, act.cluster_id, as_json)


@click.command()
@_claim_argument
@json_option
@reviewer_option
@project_option
def drop(claim: str, project: Path, reviewer: str, as_json: bool) -> None:
    """Leave a claim out: it states nothing that can be checked.

    Example:  workbench drop 3f0c77aa01b2c3d4
    """
    desk = open_desk(project, reviewer)
    act = refusing(lambda: desk.drop(claim))
    print_act("done", act, as_json)


@click.command()
@_claims_argument
@json_option
@reviewer_option
@project_option
def join(claims: tuple[str, ...], project: Path, reviewer: str, as_json: bool) -> None:
    """Say that the articles of some claims share an origin; it holds for all their claims.

    Example:  workbench join 3f0c77aa01b2c3d4 8a41d2e6f7b09c55
    """
    desk = open_desk(project, reviewer)
    print_act("done", refusing(lambda: desk.join(claims)), as_json)


@click.command()
@_claims_argument
@json_option
@reviewer_option
@project_option
def part(claims: tuple[str, ...], project: Path, reviewer: str, as_json: bool) -> None:
    """Say that the articles of some claims share no origin, whatever they have in common.

    Example:  workbench part 3f0c77aa01b2c3d4 8a41d2e6f7b09c55
    """
    desk = open_desk(project, reviewer)
    print_act("done", refusing(lambda: desk.part(claims)), as_json)


@click.command()
@json_option
@reviewer_option
@project_option
def undo(project: Path, reviewer: str, as_json: bool) -> None:
    """Undo your last act; again for the one before, without limit.

    Example:  workbench undo
    """
    desk = open_desk(project, reviewer)
    print_act("undone", possible(desk.undo), as_json, desk)


@click.command()
@json_option
@reviewer_option
@project_option
def redo(project: Path, reviewer: str, as_json: bool) -> None:
    """Do again what you undid last, as long as you have done nothing else since.

    Example:  workbench redo
    """
    desk = open_desk(project, reviewer)
    print_act("done again", possible(desk.redo), as_json, desk)


@click.command()
@cluster_argument
@json_option
@read_only_option
@project_option
def history(cluster: int, project: Path, as_json: bool) -> None:
    """Say who did what to a cluster, and when.

    Example:  workbench history 12
    """
    from workbench.reports.report import act_data, act_line

    desk = open_desk(project)
    row_of(desk, cluster)
    acts = desk.history(cluster)
    if as_json:
        print_json([act_data(act) for act in acts])
    else:
        for act in acts:
            click.echo(act_line(act))


ACTING = (merge, detach, rename, whole, drop, join, part, undo, redo, history)


def _two_clusters(what: tuple[str, ...]) -> tuple[int, int]:
    """Return the numbers of two clusters. Raises UsageError."""
    if len(what) != 2:
        raise click.UsageError("name two clusters; projects are joined with -o NEW")
    try:
        one, other = (click.INT(word) for word in what)
    except click.BadParameter as error:
        raise click.BadParameter(f"{error.message} (projects are joined with -o NEW)") from None
    if not (0 < one <= MOST and 0 < other <= MOST):
        raise click.BadParameter(f"clusters are numbered from 1 to {MOST}")
    return one, other

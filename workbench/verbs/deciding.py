"""The verbs of the command line that say what a reviewer thinks of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.text import storable
from workbench.verbs.options import (
    LABELS,
    Number,
    cluster_argument,
    json_option,
    open_desk,
    project_option,
    reviewer_option,
    row_of,
)
from workbench.verbs.telling import possible, print_row, print_rows, refusing

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.desk import Desk

_clusters_argument = click.argument(
    "clusters", metavar="CLUSTER...", nargs=-1, required=True, type=Number(1)
)


@click.command()
@_clusters_argument
@click.argument("label", type=click.Choice(LABELS))
@click.option("--note", default=None, help="Why; replaces the note of each.")
@json_option
@reviewer_option
@project_option
def mark(
    clusters: tuple[int, ...],
    label: str,
    note: str | None,
    project: Path,
    reviewer: str,
    as_json: bool,
) -> None:
    """Give a cluster a verdict; with --note a note as well, which is an act of its own to undo.

    Several clusters get it at once, which one undo takes back.

    Example:  workbench mark 12 conflicting --note "14 against 17 hurt"
    """
    from db.records import Label

    desk = open_desk(project, reviewer)
    several = _there(desk, clusters)
    for cluster in several if note is not None else ():
        desk.note(cluster, str(note))
    possible(lambda: desk.mark_all(several, Label(label)))
    print_rows(desk, several, as_json)


@click.command()
@cluster_argument
@json_option
@reviewer_option
@project_option
def confirm(cluster: int, project: Path, reviewer: str, as_json: bool) -> None:
    """Give a cluster its verdict once more, on the evidence that it has now.

    Example:  workbench confirm 12
    """
    desk = open_desk(project, reviewer)
    row_of(desk, cluster)
    refusing(lambda: desk.confirm(cluster))
    print_row(desk, cluster, as_json)


@click.command()
@_clusters_argument
@click.option("--lower", is_flag=True, help="Take the flag away instead.")
@json_option
@reviewer_option
@project_option
def flag(
    clusters: tuple[int, ...], lower: bool, project: Path, reviewer: str, as_json: bool
) -> None:
    """Flag a cluster for later, or take the flag away.

    Several clusters are flagged at once, which one undo takes back; those that are so already stay
    as they are. The flagged ones:  workbench clusters --flagged

    Example:  workbench flag 12 31
    """
    desk = open_desk(project, reviewer)
    several = _there(desk, clusters)
    others = [cluster for cluster in several if desk.verdict(cluster).flagged is lower]
    if others:
        desk.flag_all(others, not lower)
    print_rows(desk, several, as_json)


@click.command()
@cluster_argument
@click.argument("text", metavar="[TEXT]", default=None, required=False)
@click.option("--same", is_flag=True, help="Your last note once more.")
@json_option
@reviewer_option
@project_option
def note(
    cluster: int, text: str | None, same: bool, project: Path, reviewer: str, as_json: bool
) -> None:
    """Write the note of a cluster, in place of the one that it has; "" takes it away.

    Example:  workbench note 12 "14 against 17 hurt; ask the hospital"
    """
    if same is (text is not None):
        raise click.UsageError("give the TEXT of the note, or --same for your last one")
    desk = open_desk(project, reviewer)
    row_of(desk, cluster)
    written = desk.last_note() if text is None else storable(text.strip())
    if same and not written:
        raise click.ClickException("no note of yours to repeat")
    if written != desk.verdict(cluster).note:
        desk.note(cluster, written)
    print_row(desk, cluster, as_json)


DECIDING = (mark, confirm, flag, note)


def _there(desk: Desk, clusters: tuple[int, ...]) -> list[int]:
    """Return clusters, each once. Raises ClickException when there is none of a number."""
    several = list(dict.fromkeys(clusters))
    for cluster in several:
        row_of(desk, cluster)
    return several

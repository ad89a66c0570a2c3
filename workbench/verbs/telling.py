"""What the verbs print of an act that was done, and how they say that one cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from workbench.verbs.options import print_json, row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.records import Act
    from workbench.desk import Desk

T = TypeVar("T")


def refusing(act: Callable[[], Act]) -> Act:
    """Do something to claims; say in words why it cannot be done."""
    try:
        return act()
    except KeyError as error:
        raise click.ClickException(
            f"there is no claim {error.args[0]} in use; see: workbench show CLUSTER"
        ) from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def possible(act: Callable[[], T]) -> T:
    """Do something; say in words what others did since that stands in the way."""
    try:
        return act()
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def print_row(desk: Desk, cluster: int, as_json: bool) -> None:
    """Print a cluster's line as it is now."""
    from workbench.reports.report import row_data, row_line

    row = row_of(desk, cluster)
    if as_json:
        print_json(row_data(row))
    else:
        click.echo(row_line(row))


def print_rows(desk: Desk, clusters: Sequence[int], as_json: bool) -> None:
    """Print the lines of clusters; one alone as JSON is an object, several are a list."""
    from workbench.reports.report import row_data

    if as_json and len(clusters) > 1:
        print_json([row_data(row) for row in desk.rows(clusters)])
        return
    for cluster in clusters:
        print_row(desk, cluster, as_json)


def print_act(done: str, act: Act | None, as_json: bool, desk: Desk | None = None) -> None:
    """Print what an act did; `desk` says to how many clusters at once."""
    from workbench.reports.report import act_data, act_in_words

    if as_json:
        print_json(act_data(act) if act else None)
    elif act is None:
        click.echo("nothing to undo" if done == "undone" else "nothing to do again")
    else:
        together = 1 if desk is None else desk.together(act)
        click.echo(f"{done}: {act_in_words(act, together)} ({act.at[:19]})")

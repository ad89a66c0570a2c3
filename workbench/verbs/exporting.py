"""The verb that writes the verdicts as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.verbs.options import open_desk, project_option, read_only_option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.records import Row
    from workbench.desk import Desk

_PAGE = 500


@click.command()
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
@read_only_option
@project_option
def export(project: Path, format_: str, level: str, output: str) -> None:
    """Write the verdicts as a table.

    CSV is UTF-8 after RFC 4180. A text that a spreadsheet would run as a formula gets an
    apostrophe before it.

    Example:  workbench export --level claim -o verdicts.csv
    """
    from workbench.files import write_text
    from workbench.stages import export as table

    desk = open_desk(project)
    lines = _table(desk, level)
    columns = table.CLAIM_COLUMNS if level == "claim" else table.CLUSTER_COLUMNS
    text = table.to_csv(columns, lines) if format_ == "csv" else table.to_json(lines)
    with desk.snapshot():
        write_text(output, text)


def _table(desk: Desk, level: str) -> Iterator[dict[str, str | int]]:
    from db.records import Filter
    from workbench.stages.export import claim_cells, cluster_cells, withdrawn_cells

    ids = sorted(desk.ids(Filter()))
    for at in range(0, len(ids), _PAGE):
        for row in desk.rows(ids[at : at + _PAGE]):
            if level == "cluster":
                yield cluster_cells(row)
            elif row.cluster.claims:
                told = _evidence(desk, row)
                yield from (claim_cells(row, m, told) for m in desk.members(row.cluster.id))
            else:
                yield withdrawn_cells(row, _evidence(desk, row))


def _evidence(desk: Desk, row: Row) -> str:
    """Return what a verdict was given on where that has changed since, else ''."""
    from db.evidence import told_elsewhere

    given = desk.given_on(row.cluster.id) if row.verdict.changed else None
    return told_elsewhere(given) if given else ""

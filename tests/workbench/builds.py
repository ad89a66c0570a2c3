"""Builds of small projects with toy tools, and what is in them afterwards."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from click.testing import CliRunner

from db import claims
from db.connection import open_reader, open_writer
from db.records import Filter
from tests.conftest import ToyEmbedder, ToyLinker
from workbench.cli import cli
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.records import Progress
    from workbench.pipeline import Report

CLOSED = "The old bridge was closed on Monday after 14 people were hurt."
MAYOR = "The mayor visited the bridge."


def toys() -> Tools:
    return Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())


def build(
    project: Path,
    paths: Sequence[Path],
    tools: Tools | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    **options: str,
) -> Report:
    db = open_writer(project)
    try:
        pipeline = Pipeline(db, tools or toys(), on_progress=on_progress, cancelled=cancelled)
        return pipeline.run(document.find(paths), document.Options(**options))
    finally:
        db.close()


def exported(project: Path) -> bytes:
    result = CliRunner().invoke(cli, ["export", "--level", "claim", "--project", str(project)])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def clustering(project: Path) -> set[frozenset[str]]:
    """Return the clusters as sets of keys of claims."""
    db = open_reader(project)
    groups = defaultdict(set)
    homes = claims.cluster_of(db)
    for claim in claims.current(db):
        groups[homes[claim.id]].add(claim.key)
    db.close()
    return set(map(frozenset, groups.values()))


def everything(project: Path) -> dict[str, list[object]]:
    db = open_reader(project)
    names = [name for name in db.table_names() if not name.startswith("claim_fts")]
    rows = {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
    db.close()
    return rows


def found_wrong(project: Path) -> list[str]:
    return Desk(project, "tester").problems()


def cluster_with(desk: Desk, text: str) -> int:
    return next(
        cluster
        for cluster in desk.ids(Filter())
        if text in {member.claim.text for member in desk.members(cluster)}
    )


def stop_after(steps: int) -> Callable[[], bool]:
    left = iter(range(steps))
    return lambda: next(left, None) is None


def more(articles: Path) -> list[Path]:
    (articles / "d.txt").write_text(f"Crossing shut\n\n{CLOSED}\n\nIt rained.\n")
    (articles / "e.txt").write_text("Bridge shut\n\nThe mayor visited the old bridge on Monday.\n")
    return sorted(articles.glob("*.txt"))

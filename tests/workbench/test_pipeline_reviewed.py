"""What reviewers did stays when articles come, change and go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from db.records import Filter, Label
from tests.conftest import ToyLinker
from tests.workbench.builds import (
    CLOSED,
    MAYOR,
    build,
    cluster_with,
    exported,
    found_wrong,
    stop_after,
    toys,
)
from workbench.desk import Desk
from workbench.pipeline import Cancelled

if TYPE_CHECKING:
    from pathlib import Path

COST = "Repairs cost $2 million."


def decided(project: Path, articles: Path) -> tuple[Desk, int]:
    """Build, and decide what the repairs cost; return the desk and that cluster."""
    build(project, [articles])
    desk = Desk(project, "ada")
    cost = cluster_with(desk, COST)
    desk.mark(cost, Label.SINGLE_SOURCED)
    return desk, cost


def test_cluster_ids_survive_new_articles(project: Path, articles: Path) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    before = {row.cluster.headline: row.cluster.id for row in desk.rows(desk.ids(Filter()))}
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    build(project, [articles])
    after = {row.cluster.headline: row.cluster.id for row in desk.rows(desk.ids(Filter()))}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_verdict_survives_new_articles_and_says_that_its_evidence_changed(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor, cost = cluster_with(desk, MAYOR), cluster_with(desk, COST)
    for cluster in (mayor, cost):
        desk.mark(cluster, Label.CONSISTENT)
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    build(project, [articles])
    assert cluster_with(desk, MAYOR) == mayor
    assert desk.verdict(mayor).label is Label.CONSISTENT
    assert desk.verdict(mayor).changed
    assert not desk.verdict(cost).changed
    assert found_wrong(project) == []


def test_a_cluster_that_a_reviewer_touched_is_never_taken_apart_or_swallowed(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    touched = {
        cluster: {m.claim.id for m in desk.members(cluster)} for cluster in desk.ids(Filter())
    }
    for cluster in touched:
        desk.flag(cluster, True)
    none = replace(toys(), linker=ToyLinker())
    none.linker.threshold, none.linker.version = 1.0, "strict"
    build(project, [articles], none)
    all_ = replace(toys(), linker=ToyLinker())
    all_.linker.threshold, all_.linker.version = 0.001, "loose"
    build(project, [articles], all_)
    now = {c: {m.claim.id for m in desk.members(c)} for c in desk.ids(Filter())}
    assert now == touched


def test_a_cluster_that_a_reviewer_touched_takes_larger_ones_in_and_keeps_its_id(
    project: Path, articles: Path
) -> None:
    desk, cost = decided(project, articles)
    assert len(desk.members(cluster_with(desk, MAYOR))) == 2
    (articles / "d.txt").write_text("Repairs cost $2 million, the mayor visited the bridge.\n")
    loose = replace(toys(), linker=ToyLinker())
    loose.linker.threshold = 0.05
    build(project, [articles], loose)
    assert cluster_with(desk, MAYOR) == cost
    assert desk.verdict(cost).changed
    assert found_wrong(project) == []


def test_an_article_that_is_gone_from_its_folder_stays_in_the_project(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    before = exported(project)
    (articles / "b.txt").unlink()
    (articles / "manifest.csv").unlink()
    build(project, [articles])
    assert exported(project) == before


def test_the_words_that_a_changed_article_keeps_keep_their_cluster_and_its_verdict(
    project: Path, articles: Path
) -> None:
    desk, cost = decided(project, articles)
    file = articles / "c.txt"
    file.write_text("Town counts\n\nMore rain fell.\n\nRepairs cost $2 million.\n")
    assert build(project, [articles]).new_versions == ["c.txt"]
    assert cluster_with(desk, COST) == cost
    assert desk.verdict(cost).label is Label.SINGLE_SOURCED
    assert not desk.verdict(cost).changed
    shown = {m.document.text for c in desk.ids(Filter()) for m in desk.members(c)}
    assert file.read_text() in shown
    assert not any("Town counts the cost" in text for text in shown)
    assert found_wrong(project) == []


def test_a_change_that_was_not_clustered_yet_keeps_its_cluster_too(
    project: Path, articles: Path
) -> None:
    desk, cost = decided(project, articles)
    file = articles / "c.txt"
    file.write_text("Town counts\n\nMore rain fell.\n\nRepairs cost $2 million.\n")
    with pytest.raises(Cancelled):
        build(project, [articles], cancelled=stop_after(4))
    file.write_text("Town counts\n\nStill more rain fell.\n\nRepairs cost $2 million.\n")
    build(project, [articles])
    assert cluster_with(desk, COST) == cost
    assert desk.verdict(cost).label is Label.SINGLE_SOURCED


def test_an_article_that_goes_back_goes_back_to_its_clusters(project: Path, articles: Path) -> None:
    build(project, [articles])
    before = exported(project)
    desk = Desk(project, "ada")
    cost = cluster_with(desk, COST)
    desk.mark(cost, Label.SINGLE_SOURCED)
    file, old = articles / "c.txt", (articles / "c.txt").read_text()
    file.write_text(old.replace(COST, "More rain fell."))
    build(project, [articles])
    assert desk.verdict(cost).changed
    file.write_text(old)
    build(project, [articles])
    assert not desk.verdict(cost).changed
    desk.undo()
    assert exported(project) == before
    assert found_wrong(project) == []


def test_a_source_that_is_named_later_counts_from_then_on(project: Path, articles: Path) -> None:
    (articles / "manifest.csv").unlink()
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor = cluster_with(desk, MAYOR)
    assert desk.cluster(mayor).suggestion is Label.CONSISTENT
    desk.mark(mayor, Label.CONSISTENT)
    report = build(project, [articles], source="One and the same")
    assert sorted(report.updated) == ["a.txt", "b.txt", "c.txt"]
    assert desk.sources() == ["One and the same"]
    assert desk.cluster(mayor).suggestion is Label.SINGLE_SOURCED
    assert desk.verdict(mayor).label is Label.CONSISTENT
    assert desk.verdict(mayor).changed
    assert found_wrong(project) == []


def test_a_date_that_is_given_later_counts_from_then_on(project: Path, articles: Path) -> None:
    (articles / "manifest.csv").unlink()
    build(project, [articles])
    report = build(project, [articles], published="2031-01-02")
    assert sorted(report.updated) == ["a.txt", "b.txt", "c.txt"]
    assert report.reclustered


def test_a_wire_copy_stands_beside_its_original_under_each_source(
    project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "manifest.csv").write_text("file,source\na.txt,Alpha\nb.txt,Beta\n")
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"{CLOSED}\n\n{MAYOR}\n")
    assert build(project, [folder]).added == ["a.txt", "b.txt"]
    desk = Desk(project, "ada")
    assert [row.cluster.sources for row in desk.rows(desk.ids(Filter()))] == [2, 2]
    assert build(project, [folder]).unchanged == ["a.txt", "b.txt"]
    assert found_wrong(project) == []

"""Builds while others work on the same project: reviewers, and other builds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from db import clusters, verdicts
from db.connection import open_reader
from db.records import Filter, Label
from tests.conftest import ToyLinker
from tests.workbench.builds import (
    MAYOR,
    build,
    cluster_with,
    clustering,
    found_wrong,
    more,
    stop_after,
    toys,
)
from workbench.desk import Desk
from workbench.pipeline import Cancelled
from workbench.stages import sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from db.records import Document, Sentence
    from workbench.pipeline import Report


class Watched(ToyLinker):
    """A linker in whose time something else happens."""

    def __init__(self, happens: Callable[[], object], times: int) -> None:
        self.happens, self.left = happens, times

    def link(self, *args: object) -> object:
        if self.left:
            self.left -= 1
            self.happens()
        return super().link(*args)


def test_a_reviewer_may_act_while_clusters_are_made(project: Path, articles: Path) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor = cluster_with(desk, MAYOR)
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    linker = Watched(lambda: desk.mark(mayor, Label.CONSISTENT), times=1)
    assert build(project, [articles], replace(toys(), linker=linker)).reclustered
    assert linker.left == 0
    assert desk.verdict(mayor).label is Label.CONSISTENT
    assert desk.verdict(mayor).changed
    assert len(desk.members(mayor)) == 3
    assert found_wrong(project) == []


def test_when_reviewers_never_pause_the_old_clusters_stay_and_the_next_run_goes_on(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    mayor = cluster_with(desk, MAYOR)
    (articles / "d.txt").write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    linker = Watched(lambda: desk.mark(mayor, Label.CONSISTENT), times=99)
    with pytest.raises(Cancelled, match="next start"):
        build(project, [articles], replace(toys(), linker=linker))
    assert len(desk.members(mayor)) == 2
    build(project, [])
    assert len(desk.members(mayor)) == 3
    assert found_wrong(project) == []


def test_an_article_that_arrives_while_clusters_are_made_is_not_lost(
    project: Path, articles: Path, tmp_path: Path
) -> None:
    late = tmp_path / "late.txt"
    late.write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")
    linker = Watched(lambda: build(project, [late]), times=1)
    build(project, [articles], replace(toys(), linker=linker))
    build(tmp_path / "calm.db", [articles, late])
    assert clustering(project) == clustering(tmp_path / "calm.db")
    assert found_wrong(project) == []


def test_an_article_that_another_build_has_just_split_is_split_once(
    project: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split, others = sentence.split, iter([lambda: build(project, [articles])])

    def late(made: Document) -> list[Sentence]:
        next(others, lambda: None)()
        return split(made)

    monkeypatch.setattr("workbench.splitting.sentence.split", late)
    build(project, [articles])
    monkeypatch.undo()
    assert Desk(project, "ada").tally().documents == 3
    assert found_wrong(project) == []


def test_an_article_that_another_build_has_split_but_not_embedded_is_embedded_here(
    project: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = tmp_path / "late.txt"
    late.write_text(f"{MAYOR}\n\nThe harbour froze overnight.\n")

    def stopped_after_splitting() -> None:
        with pytest.raises(Cancelled):
            build(project, [late], cancelled=stop_after(2))

    state, others = clusters.state, iter([stopped_after_splitting])

    def after_others(db: Database) -> clusters.State:
        next(others, lambda: None)()
        return state(db)

    monkeypatch.setattr("workbench.pipeline.clusters.state", after_others)
    build(project, [articles])
    build(tmp_path / "calm.db", [articles, late])
    assert clustering(project) == clustering(tmp_path / "calm.db")


def test_builds_of_one_project_at_once_end_as_one_would(
    project: Path, articles: Path, tmp_path: Path
) -> None:
    files = more(articles)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: build(project, files[n % 5 :]), range(4)))
    build(project, files)
    build(tmp_path / "calm.db", files)
    assert clustering(project) == clustering(tmp_path / "calm.db")
    assert found_wrong(project) == []


def test_the_verdicts_of_a_project_are_the_fold_of_its_acts_after_all_that(
    project: Path, articles: Path
) -> None:
    build(project, [articles])
    desk = Desk(project, "ada")
    for number, cluster in enumerate(desk.ids(Filter())):
        desk.mark(cluster, list(Label)[number % 3])
    more(articles)
    build(project, [articles])
    db = open_reader(project)
    for cluster in desk.ids(Filter(decided=True)):
        assert verdicts.stored(db, cluster) == verdicts.derived(db, cluster)
    db.close()


def test_a_line_repeated_a_thousand_times_is_one_cluster_in_little_time(
    add: Callable[..., Report], desk: Desk, tmp_path: Path
) -> None:
    repeated = "The old bridge was closed.\n" * 1000
    (tmp_path / "a.txt").write_text(repeated, "utf-8")
    (tmp_path / "b.txt").write_text(repeated + "Schools will stay open.\n", "utf-8")
    add(tmp_path / "a.txt", tmp_path / "b.txt")
    assert sorted(row.cluster.claims for row in desk.rows(desk.ids(Filter()))) == [1, 2000]
    assert desk.problems() == []

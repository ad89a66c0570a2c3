"""Clusters that perhaps state one fact: shown where two claims give two values for one thing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.records import Filter, Kind, Label
from tests.conftest import ToyLinker
from workbench.cli import cli
from workbench.lines.session import Refused, Session
from workbench.reports.nearby import near_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk


@pytest.fixture(autouse=True)
def filled(add: Callable[..., object], articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToyLinker, "threshold", 0.99)
    add(articles)


def cluster_with(desk: Desk, words: str) -> int:
    return desk.ids(Filter(text=words))[0]


def test_two_clusters_that_differ_in_a_number_know_each_other(desk: Desk) -> None:
    first, second = cluster_with(desk, "14 people"), cluster_with(desk, "17 people")
    assert first != second
    (near,) = desk.near(first)
    assert (near.cluster, near.difference.kind) == (second, Kind.NUMBER)
    assert near.words() == ("14", "17")
    (back,) = desk.near(second)
    assert (back.cluster, back.words()) == (first, ("17", "14"))
    (line,) = near_lines([near])
    assert line.startswith(f"perhaps also cluster {second} (")
    assert "'14' (Alpha) | '17' (Beta): The old bridge was closed" in line


def test_clusters_without_two_values_for_one_thing_are_not_told(desk: Desk) -> None:
    for words in ("mayor", "Schools", "Repairs"):
        assert desk.near(cluster_with(desk, words)) == []


def test_what_is_hardly_probable_is_not_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cluster_with(desk, "14 people")
    (near,) = desk.near(first)
    monkeypatch.setattr("workbench.reports.nearby.LEAST", near.probability + 0.01)
    assert desk.near(first) == []


def test_within_one_source_nothing_is_told(desk: Desk) -> None:
    desk.rename_source("Beta", "Alpha")
    assert desk.near(cluster_with(desk, "14 people")) == []


def test_two_values_in_one_article_are_told_if_they_are_likely_of_one_fact(
    desk: Desk, tmp_path: Path, add: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = tmp_path / "both.txt"
    both.write_text(
        "The strike on the tower killed at least 40 people there.\n\n"
        "The strike on the tower killed at least 45 people there.\n"
    )
    add(both)
    one, other = cluster_with(desk, "40 people"), cluster_with(desk, "45 people")
    (near,) = desk.near(one)
    assert (near.cluster, near.words()) == (other, ("40", "45"))
    monkeypatch.setattr("workbench.reports.nearby.LEAST_WITHIN", near.probability + 0.01)
    assert desk.near(one) == []


def test_a_blind_reviewer_is_told_after_deciding(desk: Desk) -> None:
    first = cluster_with(desk, "14 people")
    desk.blind = True
    assert desk.near(first) == []
    desk.mark(first, Label.SINGLE_SOURCED)
    assert len(desk.near(first)) == 1


def test_show_tells_them_in_words_and_as_data(desk: Desk, project: Path) -> None:
    first, second = cluster_with(desk, "14 people"), cluster_with(desk, "17 people")
    arguments = ["show", str(first), "--project", str(project)]
    assert f"perhaps also cluster {second}" in CliRunner().invoke(cli, arguments).stdout
    shown = json.loads(CliRunner().invoke(cli, [*arguments, "--json"]).stdout)
    (near,) = shown["near"]
    assert near["cluster"] == second
    assert near["other_source"] == "Beta"
    assert near["difference"]["kind"] == "number"


def test_the_likeliest_is_merged_and_then_the_difference_is_one_of_the_cluster(desk: Desk) -> None:
    first, second = cluster_with(desk, "14 people"), cluster_with(desk, "17 people")
    session = Session(desk)
    session.go(first)
    assert session.merge_near() == f"merge of cluster {second} into cluster {first}"
    assert [d.kind for d in desk.differences(first) if not d.doubt] == [Kind.NUMBER]
    assert desk.near(first) == []
    with pytest.raises(Refused, match="no other cluster"):
        session.merge_near()
    session.undo()
    assert [near.cluster for near in desk.near(first)] == [second]


def test_two_counts_of_who_came_along_are_told_however_unlike_the_claims_are(
    desk: Desk, tmp_path: Path, add: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.reports.nearby.LEAST", 0.9)
    came = tmp_path / "came"
    came.mkdir()
    (came / "d.txt").write_text("Hale was accompanied by five other officers and a guard.\n")
    (came / "e.txt").write_text("The group was kept small, just Hale and six of his staffers.\n")
    add(came)
    one, other = cluster_with(desk, "accompanied"), cluster_with(desk, "kept small")
    (near,) = desk.near(one)
    assert (near.cluster, near.words()) == (other, ("five", "six"))
    assert [near.cluster for near in desk.near(other)] == [one]
    (line,) = near_lines([near])
    assert line.startswith(f"perhaps also cluster {other} (both count who came along): number:")

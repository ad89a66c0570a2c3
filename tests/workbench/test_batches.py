"""Several clusters judged, and several claims moved, as one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.records import ActKind, Filter, Label
from tests.workbench.commands import data, done
from workbench.lines.session import Refused, Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk


@pytest.fixture
def clusters(add: Callable[..., object], articles: Path, desk: Desk) -> list[int]:
    add(articles)
    return list(desk.ids(Filter()))


def labels(desk: Desk, clusters: list[int]) -> list[Label | None]:
    return [desk.verdict(cluster).label for cluster in clusters]


def test_verdicts_given_at_once_are_undone_and_redone_at_once(
    desk: Desk, clusters: list[int]
) -> None:
    one, *several = clusters[:4]
    desk.mark(one, Label.CONSISTENT)
    desk.mark_all(several, Label.CONFLICTING)
    undone = desk.undo()
    assert undone is not None
    assert desk.together(undone) == 3
    assert labels(desk, [one, *several]) == [Label.CONSISTENT, None, None, None]
    desk.redo()
    assert labels(desk, several) == [Label.CONFLICTING] * 3
    assert desk.redo() is None
    desk.undo()
    desk.undo()
    assert labels(desk, [one, *several]) == [None] * 4
    assert desk.problems() == []


def test_all_are_judged_or_none(desk: Desk, clusters: list[int]) -> None:
    with pytest.raises(KeyError):
        desk.mark_all([clusters[0], 999], Label.CONFLICTING)
    assert labels(desk, clusters[:1]) == [None]


def test_flags_are_raised_at_once(desk: Desk, clusters: list[int]) -> None:
    session = Session(desk)
    assert session.flag(None, clusters[:3]) == "3 clusters flagged"
    assert session.flag(None, clusters[:3]) == "3 clusters no longer flagged"
    assert session.undo() == "undone: flag lowered on 3 clusters"
    assert all(desk.verdict(cluster).flagged for cluster in clusters[:3])


def test_claims_go_to_a_cluster_that_there_is(desk: Desk, clusters: list[int]) -> None:
    pair = next(cluster for cluster in clusters if len(desk.members(cluster)) == 2)
    other = next(cluster for cluster in clusters if cluster != pair)
    moved, stays = desk.members(pair)
    session = Session(desk)
    session.go(pair)
    said = session.detach(["1"], other)
    assert said == f"1 claim of cluster {pair} put into cluster {other}"
    assert moved.claim.key in {m.claim.key for m in desk.members(other)}
    assert [m.claim.key for m in desk.members(pair)] == [stays.claim.key]
    with pytest.raises(ValueError, match="already"):
        desk.detach([moved.claim.key], other)
    with pytest.raises(Refused, match="no cluster 999"):
        session.detach(["1"], 999)
    desk.undo()
    assert len(desk.members(pair)) == 2
    assert desk.problems() == []


def test_all_claims_of_a_cluster_that_go_elsewhere_are_a_merge(
    desk: Desk, clusters: list[int]
) -> None:
    pair, other = clusters[:2]
    act = desk.detach([m.claim.key for m in desk.members(pair)], other)
    assert act.kind is ActKind.MERGE
    assert desk.members(pair) == []
    desk.undo()
    assert desk.members(pair)
    assert desk.problems() == []


@pytest.mark.usefixtures("toy_models")
def test_the_verbs_take_several(storm: Path) -> None:
    ids = [row["id"] for row in data("clusters", "--json")]
    rows = data("mark", *ids[:3], "consistent", "--json")
    assert [row["verdict"]["label"] for row in rows] == ["consistent"] * 3
    assert "verdict consistent on 3 clusters" in done("undo")
    key = data("show", ids[0])["members"][0]["claim_id"]
    assert data("detach", key, "--into", ids[1])["id"] == ids[1]

"""Copies of one text count once in the clusters, and the reviewer has the last word on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.origin import Reason
from db.records import ActKind, Filter, Label
from workbench.cli import cli
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

BRIDGE = Path(__file__).parent / "origins" / "articles" / "bridge"


@pytest.fixture
def desk(project: Path, add: Callable[..., object]) -> Desk:
    """A wire story, a copy of it, and a report of its own."""
    for name in ("wire", "copy", "own"):
        add(BRIDGE / f"{name}.txt", source=f"The {name.title()}")
    return Desk(project, "ada")


def copied(desk: Desk) -> int:
    """Return a cluster of the wire story and its copy alone."""
    wanted = {"The Wire", "The Copy"}
    return next(
        cluster
        for cluster in desk.ids(Filter())
        if {m.document.source for m in desk.members(cluster)} == wanted
    )


def keys(desk: Desk, cluster: int) -> list[str]:
    first = {m.document.source: m.claim.key for m in desk.members(cluster)}
    return list(first.values())


def test_a_copy_confirms_nothing(desk: Desk) -> None:
    cluster = desk.cluster(copied(desk))
    assert (cluster.sources, cluster.origins) == (2, 1)
    assert cluster.suggestion is Label.SINGLE_SOURCED
    (origin,) = desk.origins(cluster.id)
    assert {relation.reason for relation in origin.relations} == {Reason.NEAR_COPY}
    assert desk.problems() == []


def test_the_reviewer_parts_articles_and_every_cluster_of_theirs_follows(desk: Desk) -> None:
    cluster = copied(desk)
    before = {c: desk.cluster(c) for c in desk.ids(Filter())}
    act = desk.part(keys(desk, cluster))
    assert act.kind is ActKind.PART
    assert desk.cluster(cluster).origins == 2
    assert desk.cluster(cluster).suggestion is Label.CONSISTENT
    changed = [c for c in before if desk.cluster(c) != before[c]]
    assert len(changed) > 1
    desk.undo()
    assert {c: desk.cluster(c) for c in desk.ids(Filter())} == before
    assert desk.problems() == []


def test_the_reviewer_joins_articles_and_it_survives_a_new_clustering(
    desk: Desk, add: Callable[..., object], tmp_path: Path
) -> None:
    wire = next(
        m for c in desk.ids(Filter()) for m in desk.members(c) if "Wire" in m.document.source
    )
    own = next(m for c in desk.ids(Filter()) for m in desk.members(c) if "Own" in m.document.source)
    desk.join([wire.claim.key, own.claim.key])
    late = tmp_path / "late.txt"
    late.write_text("A boat sails again.\n", "utf-8")
    add(late, source="Late")
    for cluster in desk.ids(Filter()):
        assert desk.cluster(cluster).origins == 1
    assert desk.problems() == []


def test_claims_of_one_article_cannot_be_joined(desk: Desk) -> None:
    member = desk.members(copied(desk))[0]
    with pytest.raises(ValueError, match="two articles"):
        desk.join([member.claim.key, member.claim.key])


def test_the_command_line_says_why_and_joins_and_parts(desk: Desk, project: Path) -> None:
    cluster = copied(desk)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli, [*arguments, "--project", str(project)])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "2 src, 1 orig" in run("show", str(cluster))
    assert "one origin: The Wire and The Copy: near-copies" in run("show", str(cluster))
    assert "share no origin" in run("part", *keys(desk, cluster))
    assert "1 orig" not in run("show", str(cluster))
    assert "undone: articles held to share no origin" in run("undo")
    assert "share an origin" in run("join", *keys(desk, cluster))

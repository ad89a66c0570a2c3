"""What reviewers call a cluster: at once, lasting, and to be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from db.connection import open_writer
from db.records import ActKind, Claim, Filter
from tests.conftest import ToyEmbedder, ToyLinker
from tests.workbench.commands import data, done, refused
from workbench.clustering import grouping
from workbench.lines.session import Session
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.desk import Desk

OWN = "Between 14 and 17 people were hurt"


@pytest.fixture
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


def hurt(desk: Desk) -> int:
    return desk.ids(Filter(text="hurt"))[0]


def cluster_again(project: Path, articles: Path) -> None:
    """Bring in one more article, which makes all clusters anew."""
    (articles / "d.txt").write_text("Ferries stopped at noon.\n", "utf-8")
    db = open_writer(project)
    tools = Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
    Pipeline(db, tools).run(document.find([articles]), document.Options())
    db.close()


@pytest.mark.usefixtures("filled")
def test_words_of_ones_own_last_through_clustering_and_are_undone(
    desk: Desk, project: Path, articles: Path
) -> None:
    before = desk.cluster(hurt(desk)).headline
    desk.rename(hurt(desk), OWN)
    assert desk.cluster(hurt(desk)).headline == OWN
    cluster_again(project, articles)
    assert desk.cluster(hurt(desk)).headline == OWN
    assert desk.problems() == []
    desk.undo()
    assert desk.cluster(hurt(desk)).headline == before
    desk.redo()
    assert desk.cluster(hurt(desk)).headline == OWN
    desk.rename(hurt(desk), "")
    assert desk.cluster(hurt(desk)).headline == before
    assert [act.kind for act in desk.history(hurt(desk))] == [
        ActKind.RENAME, ActKind.UNDO, ActKind.REDO, ActKind.RENAME,
    ]  # fmt: skip
    assert desk.problems() == []


@pytest.mark.usefixtures("filled")
def test_the_words_of_a_claim_hold_while_the_claim_is_there(desk: Desk) -> None:
    cluster = hurt(desk)
    for member in desk.members(cluster):
        desk.rename(cluster, member.claim.text)
        assert desk.cluster(cluster).headline == member.claim.text
    desk.drop(member.claim.key)
    assert desk.cluster(cluster).headline != member.claim.text
    desk.undo()
    assert desk.cluster(cluster).headline == member.claim.text
    assert desk.problems() == []


@pytest.mark.usefixtures("filled")
def test_a_headline_that_no_act_gave_is_found(desk: Desk, project: Path) -> None:
    cluster = hurt(desk)
    desk.rename(cluster, OWN)
    db = open_writer(project)
    db.execute("UPDATE cluster SET headline = 'forged' WHERE id = ?", [cluster])
    db.close()
    assert desk.problems() == [f"cluster {cluster}: its headline is not what its acts say"]


@pytest.mark.usefixtures("filled")
def test_a_session_takes_a_claim_by_its_number_or_words(desk: Desk) -> None:
    session = Session(desk)
    session.go(hurt(desk))
    members = desk.members(hurt(desk))
    assert session.rename("2") == f"headline of cluster {session.cluster} chosen"
    assert desk.cluster(hurt(desk)).headline == members[1].claim.text
    session.rename(OWN)
    assert desk.cluster(hurt(desk)).headline == OWN
    assert session.rename("").endswith("no longer chosen")


@pytest.mark.usefixtures("toy_models")
def test_the_verb_takes_words_or_a_claim(storm: Path) -> None:
    first = data("clusters")[0]
    assert data("rename", first["id"], OWN)["headline"] == OWN
    assert OWN in done("clusters")
    key = data("show", first["id"])["members"][0]["claim_id"]
    done("rename", first["id"], key)
    assert data("clusters")[0]["headline"] != OWN
    done("undo")
    assert OWN in done("history", first["id"])
    assert data("clusters")[0]["headline"] == OWN
    assert "no cluster 99" in refused("rename", 99, OWN)


def test_a_cluster_is_called_the_same_whatever_its_sources_are_called() -> None:
    told = [Claim(text, ((0, 6),)) for text in ("16 came", "14 came")]
    for keys in ("ab", "ba"):
        keyed = [replace(claim, key=key) for claim, key in zip(told, keys, strict=True)]
        assert grouping.headline(keyed, None) == "14 came"

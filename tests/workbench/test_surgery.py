"""What reviewers do to claims and clusters shows at once, lasts, and can be taken back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import claims as claim_table
from db.connection import open_writer
from db.records import ActKind, Filter, Label, LeftOut
from tests.conftest import ToyEmbedder, ToyLinker
from tests.made import cluster, group, tell
from tests.strategies import FUZZ
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAYOR = "The mayor visited the bridge."
HURT = "The old bridge was closed on Monday after 14 people were hurt."
TWO = "Ferries stopped at noon, and the harbour master went home."


@pytest.fixture
def desk(project: Path, add: Callable[..., object], articles: Path) -> Desk:
    with (articles / "c.txt").open("a", encoding="utf-8") as more:
        more.write(f"\n{TWO}\n")
    add(articles)
    return Desk(project, "ada")


def clusters_of(desk: Desk) -> dict[str, int]:
    """Return the claims in use with their clusters, by source and words."""
    return {
        f"{member.document.source}: {member.claim.text}": cluster
        for cluster in desk.ids(Filter())
        for member in desk.members(cluster)
    }


def key_of(desk: Desk, words: str) -> str:
    return next(
        member.claim.key
        for cluster in desk.ids(Filter())
        for member in desk.members(cluster)
        if words in member.claim.text
    )


def suggested(desk: Desk) -> dict[int, tuple[object, ...]]:
    """Return all that is stored of each cluster that holds claims."""
    return {
        row.cluster.id: (row.cluster, row.kinds)
        for row in desk.rows(desk.ids(Filter()))
        if row.cluster.claims
    }


def test_a_merged_cluster_holds_the_claims_of_both_and_its_counts_are_new(desk: Desk) -> None:
    homes = clusters_of(desk)
    hurt, school = homes[f"Alpha: {HURT}"], homes["Beta: Schools will stay open."]
    act = desk.merge(school, hurt)
    assert (act.kind, act.value) == (ActKind.MERGE, str(hurt))
    assert desk.members(hurt) == []
    merged = desk.cluster(school)
    assert (merged.claims, merged.sources) == (3, 2)
    assert merged.suggestion is Label.CONFLICTING
    assert hurt not in desk.ids(Filter())
    assert desk.problems() == []


def test_a_detached_claim_stands_alone_and_what_differed_is_gone(desk: Desk) -> None:
    hurt = clusters_of(desk)[f"Alpha: {HURT}"]
    assert desk.differences(hurt)
    new = int(desk.detach([key_of(desk, "17 people")]).value)
    assert new != hurt
    assert [m.document.source for m in desk.members(new)] == ["Beta"]
    assert desk.differences(hurt) == []
    assert {desk.cluster(c).suggestion for c in (hurt, new)} == {Label.SINGLE_SOURCED}
    assert desk.problems() == []


def test_a_whole_sentence_stands_where_its_part_stood_and_the_other_parts_are_gone(
    desk: Desk,
) -> None:
    homes = clusters_of(desk)
    parts = [claim for claim in homes if "Ferries" in claim or "harbour" in claim]
    assert len(parts) == 2
    desk.take_whole(key_of(desk, "Ferries stopped"))
    after = clusters_of(desk)
    assert after[f"Gamma: {TWO}"] == homes[parts[0]]
    assert not set(parts) & set(after)
    tally = desk.tally()
    assert (tally.taken_whole, tally.dropped, tally.judged_claims) == (1, 0, 1)
    assert desk.problems() == []


def test_a_dropped_claim_is_in_no_cluster_and_counts_as_badly_split(desk: Desk) -> None:
    before = desk.tally()
    desk.drop(key_of(desk, "Repairs"))
    assert not any("Repairs" in claim for claim in clusters_of(desk))
    after = desk.tally()
    assert (after.claims, after.clusters) == (before.claims - 1, before.clusters - 1)
    assert (after.dropped, after.judged_claims) == (1, 1)
    document_id = desk.members(desk.ids(Filter())[0])[0].document.id
    assert all(c.left_out is None for c in desk.article(document_id)[2])
    assert desk.problems() == []


def test_what_cannot_be_done_is_refused_and_changes_nothing(desk: Desk) -> None:
    before = suggested(desk)
    mayor = clusters_of(desk)[f"Alpha: {MAYOR}"]
    for refused, error in (
        (lambda: desk.merge(mayor, mayor), ValueError),
        (lambda: desk.merge(mayor, 999), KeyError),
        (lambda: desk.detach([key_of(desk, "Schools")]), ValueError),
        (lambda: desk.detach([key_of(desk, "Schools"), key_of(desk, MAYOR)]), ValueError),
        (lambda: desk.detach(["no such claim"]), KeyError),
        (lambda: desk.take_whole(key_of(desk, MAYOR)), ValueError),
        (lambda: desk.drop("no such claim"), KeyError),
    ):
        with pytest.raises(error):
            refused()
    assert suggested(desk) == before
    assert desk.undo() is None
    assert desk.problems() == []


def test_a_claim_that_is_left_out_cannot_be_left_out_again(desk: Desk) -> None:
    key = key_of(desk, "Repairs")
    desk.drop(key)
    with pytest.raises(KeyError):
        desk.drop(key)


ACTS = {
    "merge": lambda desk, homes: desk.merge(
        homes[f"Alpha: {MAYOR}"], homes["Beta: Schools will stay open."]
    ),
    "detach": lambda desk, _: desk.detach([key_of(desk, "17 people")]),
    "whole": lambda desk, _: desk.take_whole(key_of(desk, "Ferries stopped")),
    "drop": lambda desk, _: desk.drop(key_of(desk, "17 people")),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_can_be_taken_back_and_done_again(desk: Desk, name: str) -> None:
    before = suggested(desk)
    act = ACTS[name](desk, clusters_of(desk))
    after = suggested(desk)
    assert after != before
    assert desk.undo() == act
    assert suggested(desk) == before
    assert desk.redo() == act
    assert suggested(desk) == after
    assert desk.redo() is None
    assert desk.undo() == act
    assert desk.undo() is None
    assert suggested(desk) == before
    assert desk.problems() == []


@pytest.mark.parametrize("name", ACTS)
def test_every_act_survives_a_new_clustering(
    desk: Desk, add: Callable[..., object], tmp_path: Path, name: str
) -> None:
    ACTS[name](desk, clusters_of(desk))
    before = clusters_of(desk)
    story = tmp_path / "d.txt"
    story.write_text("A boat sails again.\n", "utf-8")
    assert add(story, source="Delta").reclustered
    after = clusters_of(desk)
    assert before.items() <= after.items()
    assert set(after) - set(before) == {"Delta: A boat sails again."}
    assert desk.problems() == []


def test_a_verdict_says_when_surgery_has_changed_its_evidence(desk: Desk) -> None:
    hurt = clusters_of(desk)[f"Alpha: {HURT}"]
    desk.mark(hurt, Label.CONFLICTING)
    desk.drop(key_of(desk, "17 people"))
    assert desk.verdict(hurt).changed
    desk.undo()
    assert not desk.verdict(hurt).changed


def test_what_was_left_out_stays_so_in_a_new_version_and_can_still_be_taken_back(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    desk.drop(key_of(desk, "Repairs"))
    desk.take_whole(key_of(desk, "Ferries stopped"))
    news = articles / "c.txt"
    news.write_text(news.read_text("utf-8").replace("counts", "weighs"), "utf-8")
    add(articles)
    homes = clusters_of(desk)
    assert "Gamma: Town weighs the cost" in homes
    assert f"Gamma: {TWO}" in homes
    assert not any(
        claim in ("Gamma: Repairs cost $2 million", "Gamma: Ferries stopped at noon")
        for claim in homes
    )
    assert desk.problems() == []
    desk.undo()
    desk.undo()
    homes = clusters_of(desk)
    assert any("Repairs" in claim for claim in homes)
    assert f"Gamma: {TWO}" not in homes
    assert "Gamma: Ferries stopped at noon" in homes
    assert desk.problems() == []


def test_acts_on_claims_hold_when_the_source_is_named_later(
    desk: Desk, add: Callable[..., object], articles: Path
) -> None:
    desk.drop(key_of(desk, "Repairs"))
    (articles / "manifest.csv").unlink()
    add(articles / "c.txt", source="The Gamma Times")
    assert not any("Repairs" in claim for claim in clusters_of(desk))
    assert desk.undo() is not None
    assert "The Gamma Times: Repairs cost $2 million" in {
        claim.removesuffix(".") for claim in clusters_of(desk)
    }
    assert desk.problems() == []


def test_claims_that_nobody_can_check_are_not_linked_and_come_last(project: Path) -> None:
    class Doubting(RuleSplitter):
        def split(self, article, sentences):
            found = super().split(article, sentences)
            return [replace(c, unchecked="opinion" if "mayor" in c.text else "") for c in found]

    db = open_writer(project)
    tools = Tools(ToyEmbedder(), ToyLinker(), Doubting())
    for source in ("Alpha", "Beta"):
        tell_it = f"{MAYOR}\n\nThe ferry sails again.\n"
        path = project.with_name(f"{source}.txt")
        path.write_text(tell_it, "utf-8")
        Pipeline(db, tools).run(document.find([path]), document.Options(source=source))
    db.close()
    rows = Desk(project, "ada").rows(Desk(project, "ada").ids(Filter()))
    assert [(row.cluster.headline, row.cluster.claims) for row in rows] == [
        ("The ferry sails again.", 2),
        (MAYOR, 1),
        (MAYOR, 1),
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "detach", "drop", "take_whole", "mark", "undo", "redo", "undo"]),
        st.sampled_from(["ada", "bob"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=25,
)


def step(desk: Desk, what: str, first: int, second: int) -> None:
    """Do something to one of the clusters or claims that are there."""
    ids = list(desk.ids(Filter()))
    here = ids[first % len(ids)]
    keys = [member.claim.key for member in desk.members(here)] or ["gone"]
    key = keys[second % len(keys)]
    arguments = {
        "merge": (here, ids[second % len(ids)]),
        "detach": ([key],),
        "drop": (key,),
        "take_whole": (key,),
        "mark": (here, Label.CONSISTENT),
    }
    getattr(desk, what)(*arguments.get(what, ()))


@settings(max_examples=25 * FUZZ, deadline=None)
@given(steps=STEPS)
def test_whatever_is_done_every_claim_is_somewhere_and_all_can_be_taken_back(
    steps: list[tuple[str, str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("steps") / "project.db"
    db = open_writer(path)
    one = tell(db, "Alpha", "Fourteen were hurt.", "The mayor came.", "It rained.")
    two = tell(db, "Beta", "Seventeen were hurt.", "A school is shut.")
    cluster(db, group(db, one[0], two[0]), group(db, one[1], two[1]), group(db, one[2]))
    before = claim_table.cluster_of(db)
    for what, who, first, second in steps:
        if list(Desk(path, who).ids(Filter())):
            with suppress(KeyError, ValueError):
                step(Desk(path, who), what, first, second)
    homes = claim_table.cluster_of(db)
    for claim_id, left_out in db.execute("SELECT id, left_out FROM claim").fetchall():
        assert (claim_id in homes) == (left_out is None)
    assert Desk(path, "ada").problems() == []
    if {who for _, who, _, _ in steps} == {"ada"}:
        while Desk(path, "ada").undo():
            pass
        assert claim_table.cluster_of(db) == before
        assert Desk(path, "ada").problems() == []
    db.close()


def test_reasons_for_leaving_out_are_those_that_the_file_allows() -> None:
    assert {str(reason) for reason in LeftOut} == {"dropped", "replaced", "unused"}


def test_nothing_is_said_of_a_cluster_whose_claims_are_all_elsewhere(desk: Desk) -> None:
    into, other, third = list(desk.ids(Filter()))[:3]
    desk.merge(into, other)
    for act in (
        lambda: desk.mark(other, Label.CONSISTENT),
        lambda: desk.mark_all([into, other], Label.CONSISTENT),
        lambda: desk.adjudicate(other, Label.CONSISTENT, "so"),
        lambda: desk.merge(third, other),
    ):
        with pytest.raises(ValueError, match=f"cluster {other} holds no claim any more"):
            act()
    assert desk.progress()[0] == 0

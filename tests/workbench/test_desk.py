"""One reviewer at one project: what can be read and done, from any thread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from db.connection import open_writer
from db.errors import Interrupted, NotAProject, ProjectDamaged
from db.records import ActKind, Filter, Label
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def desk(articles: Path, add, project: Path) -> Desk:
    add(articles)
    return Desk(project, "ada")


def test_a_desk_shows_the_queue_and_what_stands_in_a_cluster(desk: Desk) -> None:
    ids = desk.ids(Filter())
    assert [row.cluster.id for row in desk.rows(ids)] == list(ids)
    assert desk.tally().clusters == len(ids) == desk.progress()[1]
    assert desk.sources() == ["Alpha", "Beta", "Gamma"]
    conflict = ids[0]
    assert desk.cluster(conflict).suggestion is Label.CONFLICTING
    assert {m.document.source for m in desk.members(conflict)} == {"Alpha", "Beta"}
    (difference,) = desk.differences(conflict)
    texts = {m.claim.id: m.document.text for m in desk.members(conflict)}
    sides = (difference.left, difference.right)
    assert [texts[s.claim_id][s.start : s.start + 2] for s in sides] == ["14", "17"]


def test_an_article_comes_with_all_its_sentences_and_claims(desk: Desk) -> None:
    member = desk.members(desk.ids(Filter())[0])[0]
    document, sentences, claims = desk.article(member.document.id)
    assert document == member.document
    assert member.sentence in sentences
    assert member.claim in claims
    with pytest.raises(KeyError):
        desk.article(99)


def test_what_is_done_is_there_at_once_and_for_every_desk(desk: Desk, project: Path) -> None:
    first = desk.ids(Filter())[0]
    desk.note(first, "14 or 17")
    desk.flag(first, True)
    marked = desk.mark(first, Label.CONFLICTING)
    other = Desk(project, "bob")
    for reader in (desk, other):
        verdict = reader.verdict(first)
        assert (verdict.label, verdict.note, verdict.flagged) == (
            Label.CONFLICTING,
            "14 or 17",
            True,
        )
    assert [act.kind for act in other.history(first)] == [
        ActKind.NOTE,
        ActKind.FLAG,
        ActKind.VERDICT,
    ]
    assert other.undo() is None
    assert desk.undo() == marked
    assert other.verdict(first).label is None


def test_the_place_is_kept_for_the_next_session(desk: Desk, project: Path) -> None:
    assert desk.bookmark() == (None, Filter())
    first = desk.ids(Filter())[0]
    desk.remember(first, Filter(decided=False))
    desk.close()
    assert Desk(project, "ada").bookmark() == (first, Filter(decided=False))
    assert Desk(project, "bob").bookmark() == (None, Filter())


def test_the_next_undecided_follows_the_queue(desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    assert desk.next_undecided(Filter(), ids[0]) == ids[1]
    desk.mark(ids[1], Label.CONSISTENT)
    assert desk.next_undecided(Filter(), ids[0]) == ids[2]
    assert desk.next_undecided(Filter(), ids[-1]) == ids[0]


def test_a_new_desk_can_be_prepared_and_is_empty(project: Path) -> None:
    desk = Desk(project, "ada")
    with pytest.raises(NotAProject, match="does not exist"):
        desk.tally()
    desk.prepare()
    assert desk.tally().clusters == 0
    assert desk.undo() is None
    assert desk.problems() == []


@pytest.mark.parametrize("act", ["undo", "mark"])
def test_acting_at_a_missing_project_makes_none(project: Path, act: str) -> None:
    desk = Desk(project, "ada")
    with pytest.raises(NotAProject, match="does not exist"):
        desk.undo() if act == "undo" else desk.mark(1, Label.CONSISTENT)
    assert not project.exists()


def test_a_closed_desk_opens_again_by_itself(desk: Desk) -> None:
    before = desk.tally()
    desk.close()
    desk.close()
    assert desk.tally() == before


def test_a_snapshot_is_of_one_moment(desk: Desk, project: Path) -> None:
    first = desk.ids(Filter())[0]
    with desk.snapshot():
        assert desk.progress()[0] == 0
        Desk(project, "bob").mark(first, Label.CONSISTENT)
        assert desk.progress()[0] == 0
        assert desk.verdict(first).label is None
    assert desk.progress()[0] == 1


def test_threads_may_read_and_act_at_one_desk_at_once(desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    begin = threading.Barrier(6)

    def work(number: int) -> int:
        begin.wait()
        for turn in range(8):
            cluster = ids[(number + turn) % len(ids)]
            desk.mark(cluster, Label.CONSISTENT)
            assert desk.verdict(cluster).label is Label.CONSISTENT
            assert len(desk.rows(ids)) == len(ids)
        desk.close()
        return 8

    with ThreadPoolExecutor(6) as pool:
        done = sum(pool.map(work, range(6)))
    acts = sum(len(desk.history(cluster)) for cluster in ids)
    assert acts == done == 48
    assert desk.problems() == []


def test_a_damaged_file_is_named_whatever_is_asked(desk: Desk, project: Path) -> None:
    roots = open_writer(project).execute(
        "SELECT name, rootpage FROM sqlite_master"
        " WHERE name IN ('cluster', 'cluster_rank', 'act', 'act_reviewer')"
    )
    pages = dict(roots.fetchall())
    desk.close()
    data = bytearray(project.read_bytes())
    for page in pages.values():
        data[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    project.write_bytes(data)
    for ask in (
        lambda: desk.ids(Filter()),
        lambda: desk.rows([1]),
        lambda: desk.next_undecided(Filter(), 0),
        lambda: desk.cluster(1),
        lambda: desk.tally(),
        lambda: desk.mark(1, Label.CONSISTENT),
        lambda: desk.undo(),
    ):
        with pytest.raises(ProjectDamaged, match="is damaged"):
            ask()
    assert any("cannot be read" in problem for problem in desk.problems())


def test_a_blind_desk_hides_what_is_suggested_until_there_is_a_verdict(
    desk: Desk, project: Path
) -> None:
    blind = Desk(project, "bob", blind=True)
    told = list(blind.ids(Filter(suggestion=Label.CONFLICTING)))
    assert told == sorted(desk.ids(Filter()))
    conflict = desk.ids(Filter())[0]
    assert desk.rows([conflict])[0].kinds
    assert desk.differences(conflict)
    (row,) = blind.rows([conflict])
    assert (row.cluster.suggestion, row.kinds) == (None, ())
    assert blind.differences(conflict) == []
    blind.mark(conflict, Label.CONSISTENT)
    assert blind.rows([conflict]) == desk.rows([conflict])
    assert blind.differences(conflict) == desk.differences(conflict)


def test_agreement_counts_verdicts_against_suggestions(desk: Desk) -> None:
    first, second, *_ = desk.ids(Filter())
    desk.mark(first, Label.CONFLICTING)
    desk.mark(second, Label.SINGLE_SOURCED)
    found = desk.agreement()
    assert found[""] == {("conflicting", "conflicting"): 1, ("consistent", "single-sourced"): 1}
    assert found["number"] == found[""]
    assert found["date"] == {("consistent", "single-sourced"): 1}


def test_a_desk_says_why_claims_are_together(desk: Desk) -> None:
    first = desk.ids(Filter())[0]
    why = desk.memberships(first)
    claims = {member.claim.id for member in desk.members(first)}
    assert set(why) == claims
    assert {found.partner_id for found in why.values()} == claims
    assert all(found.because == ("words",) for found in why.values())


def test_a_desk_that_has_counted_the_clusters_notices_when_they_become_others(
    desk: Desk, project: Path, add: Callable[..., object], tmp_path: Path
) -> None:
    first, second, third = desk.ids(Filter())[:3]
    other = Desk(project, "another")

    def counted() -> tuple[int, int]:
        assert desk.progress() == Desk(project, "tester").progress()
        return desk.progress()

    before = counted()
    desk.mark(first, Label.CONSISTENT)
    assert counted() == (before[0] + 1, before[1])
    other.merge(first, second)
    assert counted() == (before[0] + 1, before[1] - 1)
    other.note(third, "look again")
    other.undo()
    assert counted()[1] == before[1] - 1
    other.undo()
    assert counted()[1] == before[1]
    other.redo()
    assert counted()[1] == before[1] - 1
    more = tmp_path / "more.txt"
    more.write_text("The observatory reopened its dome to visitors on Friday.\n", "utf-8")
    add(more)
    assert counted()[1] > before[1] - 1


def test_progress_is_right_whichever_of_the_clusters_are_more(desk: Desk) -> None:
    queue = desk.ids(Filter())
    for done, cluster in enumerate(queue, 1):
        desk.mark(cluster, Label.CONSISTENT)
        assert desk.progress() == (done, len(queue))
        assert len(desk.ids(Filter(decided=False))) == len(queue) - done
    assert desk.next_undecided(Filter(), 0) is None
    for left in range(1, len(queue) + 1):
        desk.undo()
        assert desk.progress() == (len(queue) - left, len(queue))


def test_an_overview_that_nobody_waits_for_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection._STEPS_BETWEEN_LOOKS", 1)
    with pytest.raises(Interrupted):
        desk.overview(lambda: True)
    assert desk.overview().clusters == len(desk.ids(Filter()))

"""Projects joined offline: nothing is lost, in any order, and joining again changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import acts
from db.connection import open_writer, writing
from db.errors import ProjectDamaged, ProjectError
from db.records import Act, ActKind, Filter, Label
from tests.joins import joined, state
from workbench.desk import Desk
from workbench.errors import InputError
from workbench.transfer.combining import combine

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.transfer.combining import Combined

NAMES = ("ada", "bob", "cleo")


@pytest.fixture
def copies(project: Path, add: Callable[..., object], articles: Path) -> list[Path]:
    """Three copies of one project, in which ada has marked a cluster already."""
    add(articles)
    desk = Desk(project, "ada")
    desk.mark(desk.ids(Filter())[0], Label.CONFLICTING)
    desk.close()
    return [Path(shutil.copy(project, project.with_name(f"{name}.db"))) for name in NAMES]


def joining(*paths: Path) -> Combined:
    return combine(paths, paths[0].with_name("joining.db"))


def cluster_with(desk: Desk, words: str) -> int:
    return next(
        cluster
        for cluster in desk.ids(Filter())
        if any(words in member.claim.text for member in desk.members(cluster))
    )


def test_verdicts_notes_and_shares_of_all_are_there_and_disagreements_seen(
    copies: list[Path],
) -> None:
    ada, bob, _ = (Desk(path, name) for path, name in zip(copies, NAMES, strict=True))
    hurt = ada.ids(Filter())[0]
    ada.note(hurt, "14 or 17")
    bob.mark(hurt, Label.CONSISTENT)
    bob.note(hurt, "about the same")
    ada.share_out(["ada", "bob"], seed=1)
    both = Desk(joined(copies[0], copies[1]), "cleo")
    assert both.verdict(hurt).disputed
    sides = {v.reviewer: (v.label, v.note) for v in both.verdicts(hurt)}
    assert sides == {
        "ada": (Label.CONFLICTING, "14 or 17"),
        "bob": (Label.CONSISTENT, "about the same"),
    }
    assert {n: total for n, (_, total) in both.shares().items()} == {"ada": 3, "bob": 3}


def test_the_projects_stay_as_they_are_and_nothing_is_written_beside_them(
    copies: list[Path],
) -> None:
    before = {path: path.read_bytes() for path in copies}
    there = set(copies[0].parent.iterdir())
    new = joined(*copies)
    assert {path: path.read_bytes() for path in copies} == before
    assert set(copies[0].parent.iterdir()) - there <= {
        new, *(new.with_name(new.name + side) for side in ("-wal", "-shm"))
    }  # fmt: skip


def test_nothing_is_joined_where_the_journal_of_another_file_lies(copies: list[Path]) -> None:
    stale = copies[0].with_name("joining.db-wal")
    stale.write_bytes(b"of a file that was removed")
    with pytest.raises(ProjectError, match="see its -wal"):
        joining(*copies)
    assert not copies[0].with_name("joining.db").exists()
    stale.unlink()
    assert joining(*copies).articles == 3


def test_a_project_joined_with_an_older_copy_of_itself_is_itself(
    copies: list[Path], project: Path
) -> None:
    desk = Desk(copies[0], "ada")
    hurt, mayor = desk.ids(Filter())[0], cluster_with(desk, "mayor")
    desk.merge(hurt, mayor)
    desk.undo()
    desk.redo()
    desk.drop(desk.members(cluster_with(desk, "Repairs"))[0].claim.key)
    assert state(joined(copies[0], project)) == state(copies[0])
    assert state(joined(project, copies[0])) == state(copies[0])


def test_an_undo_in_one_copy_holds_where_the_act_still_stands(copies: list[Path]) -> None:
    desk = Desk(copies[0], "ada")
    desk.merge(desk.ids(Filter())[0], cluster_with(desk, "mayor"))
    desk.close()
    shutil.copy(copies[0], copies[1])
    Desk(copies[0], "ada").undo()
    assert state(joined(copies[0], copies[1]))["homes"] == state(copies[2])["homes"]
    assert state(joined(copies[1], copies[0]))["homes"] == state(copies[2])["homes"]


def test_merges_of_one_cluster_into_two_put_all_three_together(copies: list[Path]) -> None:
    ada, bob = Desk(copies[0], "ada"), Desk(copies[1], "bob")
    hurt, mayor, school = (cluster_with(ada, words) for words in ("hurt", "mayor", "Schools"))
    ada.merge(mayor, hurt)
    bob.merge(school, mayor)
    both = Desk(joined(copies[0], copies[1]), "cleo")
    assert len({cluster_with(both, words) for words in ("hurt", "mayor", "Schools")}) == 1


def test_a_cluster_that_was_merged_when_it_held_nothing_any_more_can_be_joined(
    copies: list[Path],
) -> None:
    ada = Desk(copies[0], "ada")
    one, two, three, *_ = ada.ids(Filter())
    ada.merge(two, one)
    db = open_writer(copies[0])
    with writing(db):  # it is refused now; earlier versions wrote it
        acts.append(db, Act(ActKind.MERGE, three, "ada", value=str(one)))
    db.close()
    told = [len(ada.members(cluster)) for cluster in (one, two, three)]
    both = Desk(joined(*copies), "ada")
    assert [len(both.members(cluster)) for cluster in (one, two, three)] == told


def test_what_a_cluster_told_that_holds_nothing_any_more_is_kept(copies: list[Path]) -> None:
    ada = Desk(copies[0], "ada")
    one, two, *_ = ada.ids(Filter())
    ada.mark(one, Label.CONFLICTING)
    ada.merge(two, one)
    told = ada.cluster(one)
    for paths in (copies, copies[::-1]):
        assert Desk(joined(*paths), "ada").cluster(one) == told
    assert told.headline


def test_merges_to_and_fro_end_in_one_cluster(copies: list[Path]) -> None:
    ada, bob = Desk(copies[0], "ada"), Desk(copies[1], "bob")
    hurt, mayor = (cluster_with(ada, words) for words in ("hurt", "mayor"))
    ada.merge(mayor, hurt)
    bob.merge(hurt, mayor)
    both = Desk(joined(copies[0], copies[1]), "cleo")
    assert cluster_with(both, "hurt") == cluster_with(both, "mayor")


def test_what_two_did_to_one_claim_is_told_and_the_later_act_stands(copies: list[Path]) -> None:
    ada, bob = Desk(copies[0], "ada"), Desk(copies[1], "bob")
    hurt, mayor = (cluster_with(ada, words) for words in ("hurt", "mayor"))
    key = ada.members(mayor)[0].claim.key
    ada.detach([key])
    bob.merge(hurt, mayor)
    told = joining(copies[0], copies[1])
    assert len(told.conflicts) == 1
    assert key in told.conflicts[0]
    assert "detached by ada" in told.conflicts[0]
    assert "merged by bob" in told.conflicts[0]
    both = Desk(copies[0].with_name("joining.db"), "cleo")
    assert key in {member.claim.key for member in both.members(hurt)}
    assert {"detach", "merge"} <= {kind for _, kind, *_ in state(both.path)["log"]}
    again = combine([both.path, copies[1]], both.path.with_name("again.db"))
    assert again.conflicts == []


def test_articles_of_both_are_there_once_and_known_by_content(
    project: Path, add: Callable[..., object], articles: Path, tmp_path: Path
) -> None:
    add(articles)
    other = tmp_path / "other.db"
    shutil.copy(project, other)
    (articles / "d.txt").write_text("Ferries stopped at noon on Monday.\n", "utf-8")
    add(articles / "d.txt", source="Delta")
    Desk(other, "bob").mark(1, Label.CONSISTENT)
    new = joined(project, other)
    assert len(state(new)["documents"]) == 4
    assert state(joined(other, project)) == state(new)
    assert state(joined(new, other, as_="again")) == state(new)


def test_a_project_that_is_not_sound_is_refused_and_nothing_is_written(
    copies: list[Path],
) -> None:
    import sqlite3

    broken = sqlite3.connect(copies[1])
    broken.execute("UPDATE verdict SET label = 'consistent'")
    broken.commit()
    broken.close()
    with pytest.raises(ProjectDamaged, match=r"bob.db: cluster .* is not what its acts say"):
        joining(*copies)
    assert not copies[0].with_name("joining.db").exists()


def test_a_file_that_is_there_is_never_replaced_and_one_project_is_none_to_join(
    copies: list[Path],
) -> None:
    with pytest.raises(InputError, match="is there already"):
        combine(copies[:2], copies[2])
    with pytest.raises(InputError, match="two projects"):
        joining(copies[0])

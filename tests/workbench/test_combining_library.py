"""What reviewers said of sources and articles, of headlines and origins, in projects joined."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import skipped
from db.connection import open_writer
from db.records import Filter, Label
from tests.joins import joined, state
from workbench.desk import Desk
from workbench.transfer.combining import combine

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.transfer.combining import Combined

Pair = tuple[Desk, Desk]


@pytest.fixture
def desks(project: Path, add: Callable[..., object], articles: Path) -> Pair:
    """Ada and bob, each at a copy of one project."""
    add(articles)
    ada, bob = (
        Desk(Path(shutil.copy(project, project.with_name(f"{name}.db"))), name)
        for name in ("ada", "bob")
    )
    return ada, bob


def both(desks: Pair) -> Desk:
    """Join in either order, and again with one of the two; return what they come to."""
    ada, bob = (desk.path for desk in desks)
    new = joined(ada, bob)
    assert state(joined(bob, ada, as_="other")) == state(new)
    assert state(joined(new, bob, as_="again")) == state(new)
    assert combine([new, bob], new.with_name("third.db")).conflicts == []
    return Desk(new, "cleo")


def told(desks: Pair) -> Combined:
    ada, bob = (desk.path for desk in desks)
    return combine([ada, bob], ada.with_name("told.db"))


def number(desk: Desk, name: str) -> int:
    return next(article.id for article in desk.articles() if article.name == name)


def test_a_name_a_date_and_a_publisher_are_carried_over_and_can_be_taken_back(
    desks: Pair,
) -> None:
    ada, bob = desks
    before = state(bob.path)["documents"]
    ada.rename_source("Alpha", "Omega")
    ada.set_family("Omega", "Harbour")
    bob.set_date(number(bob, "a.txt"), "2031-05-05")
    bob.mark(bob.ids(Filter())[0], Label.CONSISTENT)
    new = both(desks)
    assert new.sources() == sorted({"Omega", *ada.sources()})
    assert new.owners()["Omega"] == "Harbour"
    held = next(article for article in new.articles() if article.name == "a.txt")
    assert (held.source, held.told_source, held.published) == ("Omega", "Alpha", "2031-05-05")
    assert told(desks).conflicts == []
    ada, bob = (Desk(new.path, name) for name in ("ada", "bob"))
    assert [bob.undo() is None for _ in range(2)] == [False, False]
    assert [ada.undo() is None for _ in range(2)] == [False, False]
    assert state(new.path)["documents"] == before
    assert [ada.redo() is None for _ in range(2)] == [False, False]
    assert "Omega" in ada.sources()


def test_two_names_for_one_source_are_told_and_the_newest_stands(desks: Pair) -> None:
    ada, bob = desks
    ada.rename_source("Alpha", "Omega")
    bob.rename_source("Alpha", "Zeta")
    ada.rename_source("Omega", "Omicron")
    assert "Omicron" in both(desks).sources()
    (line,) = told(desks).conflicts
    assert "source Alpha: 'Zeta' by bob" in line
    assert "'Omicron' by ada" in line


def test_two_dates_for_one_article_are_told_and_the_newest_stands(desks: Pair) -> None:
    ada, bob = desks
    bob.set_date(number(bob, "a.txt"), "2031-05-06")
    ada.set_date(number(ada, "a.txt"), "2031-05-05")
    new = both(desks)
    assert {a.published for a in new.articles() if a.name == "a.txt"} == {"2031-05-05"}
    (line,) = told(desks).conflicts
    assert "date of article" in line
    assert "'2031-05-06' by bob" in line


def test_an_article_removed_in_one_copy_is_removed_and_comes_back_where_it_was(
    desks: Pair,
) -> None:
    ada, bob = desks
    homes = state(ada.path)["homes"]
    ada.remove(number(ada, "a.txt"))
    bob.note(bob.ids(Filter())[0], "so")
    new = both(desks)
    assert state(new.path)["withdrawn"] == state(ada.path)["withdrawn"] != []
    assert state(new.path)["homes"] == state(ada.path)["homes"] != homes
    Desk(new.path, "ada").restore(number(new, "a.txt"))
    assert state(new.path)["homes"] == homes


def test_claims_of_a_removed_article_come_back_where_another_put_them(desks: Pair) -> None:
    ada, bob = desks
    one, other = bob.ids(Filter())[:2]
    ada.remove(number(ada, "a.txt"))
    bob.merge(one, other)
    new = both(desks)
    Desk(new.path, "ada").undo()
    assert state(new.path)["homes"] == state(bob.path)["homes"]


def test_an_article_that_came_after_a_source_was_renamed_is_one_with_that_of_the_other(
    desks: Pair, add: Callable[..., object], articles: Path, project: Path
) -> None:
    desks[0].rename_source("Alpha", "Omega")
    (articles / "d.txt").write_text("Ferries stopped at noon on Monday.\n", "utf-8")
    for desk in desks:
        desk.close()
        shutil.copy(desk.path, project)
        add(articles / "d.txt", source="Alpha")
        shutil.copy(project, desk.path)
    new = both(desks)
    assert [a.source for a in new.articles() if a.name == "d.txt"] == ["Omega"]


def test_headlines_and_drafts_are_carried_over_and_conflicts_told(desks: Pair) -> None:
    ada, bob = desks
    one, other = ada.ids(Filter())[:2]
    ada.rename(one, "How many were hurt")
    bob.rename(one, "The hurt")
    ada.rename(other, "What the mayor said")
    ada.keep_draft(one, "14 or")
    Desk(bob.path, "ada").keep_draft(one, "14 or 17")
    new = both(desks)
    names = {row.cluster.id: row.cluster.headline for row in new.rows([one, other])}
    assert names == {one: "The hurt", other: "What the mayor said"}
    assert Desk(new.path, "ada").draft(one) == "14 or 17"
    lines = told(desks).conflicts
    assert len(lines) == 2
    assert f"headline of cluster {one}: 'How many were hurt' by ada" in lines[0]
    assert "draft of ada" in lines[1]


def test_acts_at_once_are_still_one_to_undo(desks: Pair) -> None:
    ada, bob = desks
    ada.mark_all(ada.ids(Filter())[:3], Label.CONSISTENT)
    bob.flag(bob.ids(Filter())[0], True)
    new = Desk(both(desks).path, "ada")
    assert new.undo() is not None
    assert len(new.ids(Filter(decided=True))) == 0
    assert new.redo() is not None
    assert len(new.ids(Filter(decided=True))) == 3


def test_one_act_undone_and_redone_in_both_copies_can_be_undone_and_redone(desks: Pair) -> None:
    ada, bob = desks
    ada.mark_all(ada.ids(Filter())[:2], Label.CONSISTENT)
    ada.close()
    shutil.copy(ada.path, bob.path)
    here, there = (Desk(desk.path, "ada") for desk in desks)
    for desk in (here, there):
        desk.undo()
    here.redo()
    there.redo()
    there.undo()
    new = Desk(both(desks).path, "ada")
    assert len(new.ids(Filter(decided=True))) == 0
    assert new.redo() is not None
    assert len(new.ids(Filter(decided=True))) == 2
    assert new.redo() is None
    assert new.undo() is not None
    assert new.problems() == []


def test_an_origin_joined_by_one_and_parted_by_another_is_told(desks: Pair) -> None:
    ada, bob = desks
    keys = [ada.article(number(ada, name))[2][0].key for name in ("a.txt", "b.txt")]
    ada.join(keys)
    bob.part(keys)
    both(desks)
    (line,) = told(desks).conflicts
    assert "a.txt" in line
    assert "b.txt" in line
    assert "joined by ada" in line
    assert "parted by bob" in line


def test_files_that_were_skipped_are_listed_unless_one_has_taken_them_in(desks: Pair) -> None:
    for desk, paths in zip(desks, (["/x", "/y"], ["/x"]), strict=True):
        db = open_writer(desk.path)
        skipped.put(db, [(path, "not text") for path in paths], [])
        taken = db.execute("SELECT path FROM document ORDER BY path LIMIT 1").fetchone()[0]
        if desk is desks[1]:
            db.execute("INSERT INTO skipped VALUES (?, 'empty', '2000-01-01')", [taken])
            db.conn.commit()
        db.close()
    assert [file.path for file in both(desks).skipped()] == ["/x", "/y"]


def test_an_article_removed_in_one_copy_and_changed_in_another_is_removed(
    desks: Pair, add: Callable[..., object], articles: Path, project: Path
) -> None:
    ada, bob = desks
    ada.rename_source("Alpha", "Omega")
    ada.remove(number(ada, "a.txt"))
    bob.close()
    text = (articles / "a.txt").read_text("utf-8")
    (articles / "a.txt").write_text(f"{text}\nFerries stopped at noon on Monday.\n", "utf-8")
    shutil.copy(bob.path, project)
    add(articles / "a.txt")
    shutil.copy(project, bob.path)
    new = both(desks)
    assert [str(a.state) for a in new.articles() if a.name == "a.txt"] == ["removed"]
    assert "Omega" not in new.sources()
    Desk(new.path, "ada").undo()
    assert "Omega" in new.sources()
    assert "Ferries" in next(new.article(a.id) for a in new.articles() if a.name == "a.txt")[0].text


def test_a_source_corrected_by_adding_again_and_renamed_by_a_reviewer(
    desks: Pair, add: Callable[..., object], articles: Path, project: Path
) -> None:
    ada, bob = desks
    ada.rename_source("Alpha", "Omega")
    bob.close()
    shutil.copy(bob.path, project)
    add(articles / "a.txt", source="Omega")
    shutil.copy(project, bob.path)
    new = both(desks)
    assert [a.source for a in new.articles() if a.name == "a.txt"] == ["Omega"]
    assert len(new.articles()) == 3

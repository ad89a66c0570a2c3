"""Articles in the project: recognised again, versioned, never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import documents
from db.checks import problems
from db.connection import open_writer, writing
from db.documents import Put, put
from tests.made import article, tell
from tests.strategies import FUZZ

if TYPE_CHECKING:
    from sqlite_utils import Database

    from db.records import Document

OLD, NEW = "The bridge is open.", "The bridge is closed."


@pytest.fixture(autouse=True)
def files_stay_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "exists", lambda path: True)


def guess(text: str, name: str = "a.txt") -> Document:
    """Make an article whose source is only its file's name."""
    return article(text, name.removesuffix(".txt"), name, source_is_a_guess=True)


def in_force(db: Database) -> set[tuple[str, str, str]]:
    return {(d.name, d.source, d.text) for d in documents.current(db)}


def test_a_stored_article_comes_back_as_it_was(db: Database) -> None:
    given_ = article(OLD, title="Bridge", published="2031-01-02", url="https://example.org/")
    assert put(db, given_) is Put.ADDED
    (stored,) = documents.current(db)
    assert replace(stored, id=0) == given_
    assert documents.get(db, stored.id) == stored
    with pytest.raises(KeyError):
        documents.get(db, stored.id + 1)


def test_the_same_file_twice_is_recognised(db: Database) -> None:
    put(db, article(OLD))
    assert put(db, article(OLD)) is Put.UNCHANGED
    assert len(documents.all_versions(db)) == 1


def test_the_same_content_under_another_name_is_recognised(db: Database) -> None:
    put(db, guess(OLD, "a.txt"))
    assert put(db, guess(OLD, "copy.txt")) is Put.UNCHANGED
    assert in_force(db) == {("a.txt", "a", OLD)}


def test_a_changed_file_is_a_new_version_beside_the_old_one(db: Database) -> None:
    put(db, article(OLD))
    assert put(db, article(NEW)) is Put.NEW_VERSION
    assert in_force(db) == {("a.txt", "Alpha", NEW)}
    assert [d.text for d in documents.all_versions(db)] == [OLD, NEW]


def test_a_file_that_goes_back_brings_its_old_version_back(db: Database) -> None:
    for text in (OLD, NEW):
        put(db, article(text))
    assert put(db, article(OLD)) is Put.NEW_VERSION
    assert in_force(db) == {("a.txt", "Alpha", OLD)}
    assert len(documents.all_versions(db)) == 2


def test_old_text_in_another_file_is_another_article(db: Database) -> None:
    for text in (OLD, NEW):
        put(db, guess(text, "a.txt"))
    assert put(db, guess(OLD, "b.txt")) is Put.ADDED
    for name, text in (("a.txt", NEW), ("b.txt", OLD)):
        assert put(db, guess(text, name)) is Put.UNCHANGED
    assert in_force(db) == {("a.txt", "a", NEW), ("b.txt", "b", OLD)}


def test_a_wire_copy_counts_for_each_source_that_prints_it(db: Database) -> None:
    for source in ("Alpha", "Beta"):
        tell(db, source, OLD)
    assert in_force(db) == {("alpha.txt", "Alpha", OLD), ("beta.txt", "Beta", OLD)}
    keys = [row[0] for row in db.execute("SELECT key FROM claim")]
    assert len(set(keys)) == 2


def test_a_source_that_is_named_later_corrects_the_guess(db: Database) -> None:
    put(db, guess(OLD))
    assert put(db, article(OLD, "Alpha")) is Put.UPDATED
    assert in_force(db) == {("a.txt", "Alpha", OLD)}
    assert put(db, guess(OLD)) is Put.UNCHANGED
    assert documents.sources(db) == ["Alpha"]
    assert not [p for p in problems(db) if "unfinished" not in p]


def test_a_corrected_source_takes_its_claims_along(db: Database) -> None:
    tell(db, "Alpha", OLD)
    assert put(db, article(OLD, "Gamma", "alpha.txt")) is Put.UPDATED
    assert documents.unsplit(db) == []
    assert not [p for p in problems(db) if "unfinished" not in p]


def test_a_changed_file_keeps_the_source_it_was_given(db: Database) -> None:
    put(db, article(OLD, "Alpha"))
    put(db, guess(NEW))
    assert in_force(db) == {("a.txt", "Alpha", NEW)}


def test_details_given_later_are_taken_over_and_none_is_lost(db: Database) -> None:
    put(db, article(OLD, title="Bridge"))
    assert put(db, article(OLD, published="2031-01-02")) is Put.UPDATED
    (stored,) = documents.current(db)
    assert (stored.title, stored.published) == ("Bridge", "2031-01-02")


def test_a_file_that_moved_is_followed(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put(db, article(OLD))
    monkeypatch.setattr(documents, "exists", lambda path: path != "/made/a.txt")
    moved = replace(article(OLD), path="/elsewhere/a.txt")
    assert put(db, moved) is Put.UPDATED
    assert put(db, replace(article(NEW), path=moved.path)) is Put.NEW_VERSION
    assert in_force(db) == {("a.txt", "Alpha", NEW)}


def test_a_copy_does_not_take_the_place_of_a_file_that_is_still_there(db: Database) -> None:
    put(db, article(OLD))
    assert put(db, article(OLD, name="copy.txt")) is Put.UNCHANGED
    assert documents.current(db)[0].path == "/made/a.txt"


def test_a_file_overwritten_with_a_copy_of_another_gives_way(db: Database) -> None:
    put(db, guess(OLD, "a.txt"))
    put(db, guess(NEW, "b.txt"))
    assert put(db, guess(OLD, "b.txt")) is Put.NEW_VERSION
    assert put(db, guess(OLD, "b.txt")) is Put.UNCHANGED
    assert {text for _, _, text in in_force(db)} == {OLD}


def test_claims_of_an_old_version_stay_clustered_until_all_is_clustered_anew(
    db: Database, told: dict[str, int]
) -> None:
    put(db, article("The mayor left.", "Alpha", "alpha.txt"))
    assert [p for p in problems(db) if "unfinished" not in p] == []


def test_what_was_not_split_yet_is_pending_once(db: Database) -> None:
    put(db, article(OLD))
    (pending,) = documents.unsplit(db)
    assert not documents.is_split(db, pending)
    with writing(db):
        documents.mark_split(db, pending, "rules-1")
        documents.set_title(db, pending, "Bridge")
    assert documents.unsplit(db) == []
    assert documents.is_split(db, pending)
    assert documents.get(db, pending).title == "Bridge"


def test_a_replaced_version_is_no_longer_pending(db: Database) -> None:
    for text in (OLD, NEW):
        put(db, article(text))
    assert [documents.get(db, pending).text for pending in documents.unsplit(db)] == [NEW]


FILES = st.tuples(
    st.sampled_from(["a.txt", "b.txt", "c.txt"]), st.sampled_from([OLD, NEW, "Third."])
)


@settings(max_examples=30 * FUZZ, deadline=None)
@given(history=st.lists(FILES, min_size=1, max_size=12), guessed=st.booleans())
def test_whatever_happens_to_files_a_second_look_changes_nothing(
    history: list[tuple[str, str]], guessed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    db = open_writer(tmp_path_factory.mktemp("history") / "project.db")
    disk = dict[str, str]()
    for name, text in history:
        disk[name] = text
        put(db, guess(text, name) if guessed else article(text, "Alpha", name))
    for _ in range(3):
        done = [
            put(db, guess(text, name) if guessed else article(text, "Alpha", name))
            for name, text in sorted(disk.items())
        ]
        now = in_force(db)
    assert set(done) == {Put.UNCHANGED}
    assert {text for _, _, text in now} == set(disk.values())
    assert not [p for p in problems(db) if "unfinished" not in p]
    db.close()

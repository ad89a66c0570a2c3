"""Where a cluster stands: always what its acts say, and honest about changed evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import acts, documents, verdicts
from db.checks import problems
from db.connection import writing
from db.records import Label, Verdict
from tests.made import article, cluster, group, tell

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_an_untouched_cluster_has_an_empty_verdict(db: Database, told: dict[str, int]) -> None:
    assert verdicts.get(db, told["hurt"]) == Verdict()
    assert verdicts.get(db, 99) == Verdict()


def test_a_verdict_is_the_last_standing_act_of_each_kind(
    db: Database, told: dict[str, int]
) -> None:
    acts.mark(db, told["hurt"], Label.CONSISTENT, "ada")
    acts.note(db, told["hurt"], "first", "ada")
    marked = acts.mark(db, told["hurt"], Label.CONFLICTING, "bob")
    acts.note(db, told["hurt"], "14 or 17", "ada")
    acts.flag(db, told["hurt"], True, "ada")
    assert verdicts.get(db, told["hurt"]) == Verdict(
        Label.CONFLICTING, "14 or 17", True, False, "bob", marked.at, disputed=True
    )


def test_a_note_alone_decides_nothing(db: Database, told: dict[str, int]) -> None:
    acts.note(db, told["hurt"], "look again", "ada")
    assert verdicts.get(db, told["hurt"]) == Verdict(note="look again")


def test_what_is_stored_is_what_the_acts_say(db: Database, told: dict[str, int]) -> None:
    acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    acts.note(db, told["hurt"], "14 or 17", "ada")
    stored = db.execute("SELECT * FROM verdict").fetchall()
    with writing(db):
        verdicts.derive(db, told["hurt"])
    assert db.execute("SELECT * FROM verdict").fetchall() == stored
    assert list(stored[0]) == verdicts.derived(db, told["hurt"])[0]


@pytest.fixture
def three(db: Database) -> tuple[int, int, int]:
    one, two = tell(db, "Alpha", "One came.", "Two left.")
    (other,) = tell(db, "Beta", "One arrived.")
    return one, two, other


def test_a_verdict_says_when_its_cluster_gained_a_claim_and_when_it_lost_it_again(
    db: Database, three: tuple[int, int, int]
) -> None:
    one, two, other = three
    kept, *_ = cluster(db, group(db, one), group(db, two), group(db, other))
    acts.mark(db, kept, Label.SINGLE_SOURCED, "ada")
    assert not verdicts.get(db, kept).changed
    cluster(db, group(db, one, other, cluster=kept), group(db, two))
    assert verdicts.get(db, kept).changed
    assert verdicts.get(db, kept).label is Label.SINGLE_SOURCED
    cluster(db, group(db, one, cluster=kept), group(db, two), group(db, other))
    assert not verdicts.get(db, kept).changed
    assert list(problems(db)) == []


def test_a_new_verdict_on_the_new_evidence_settles_it_and_undo_unsettles_it(
    db: Database, three: tuple[int, int, int]
) -> None:
    one, two, other = three
    kept, *_ = cluster(db, group(db, one), group(db, two), group(db, other))
    acts.mark(db, kept, Label.SINGLE_SOURCED, "ada")
    cluster(db, group(db, one, other, cluster=kept), group(db, two))
    acts.mark(db, kept, Label.CONSISTENT, "ada")
    assert not verdicts.get(db, kept).changed
    acts.undo(db, "ada")
    assert verdicts.get(db, kept).changed


def test_a_note_has_no_evidence_to_change(db: Database, three: tuple[int, int, int]) -> None:
    one, two, other = three
    kept, *_ = cluster(db, group(db, one), group(db, two), group(db, other))
    acts.note(db, kept, "why", "ada")
    cluster(db, group(db, one, other, cluster=kept), group(db, two))
    assert not verdicts.get(db, kept).changed


def test_the_name_of_a_source_is_no_evidence(db: Database, told: dict[str, int]) -> None:
    acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    text = "Fourteen people were hurt.\nThe mayor came."
    documents.put(db, article(text, "Renamed", "alpha.txt"))
    assert not verdicts.get(db, told["hurt"]).changed
    assert list(problems(db)) == []

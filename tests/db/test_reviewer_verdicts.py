"""Whose verdict is whose: each reviewer's own, the cluster's, and the final one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import acts, assignments, verdicts
from db.checks import problems
from db.records import Label, Verdict
from tests.made import cluster, group, tell

if TYPE_CHECKING:
    from sqlite_utils import Database


def labels(db: Database, cluster_id: int) -> dict[str, Label | None]:
    return {v.reviewer: v.label for v in verdicts.of_reviewers(db, cluster_id)}


def test_each_reviewer_keeps_a_verdict_and_a_note_of_their_own(
    db: Database, told: dict[str, int]
) -> None:
    hurt = told["hurt"]
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    acts.note(db, hurt, "both say it", "ada")
    marked = acts.mark(db, hurt, Label.CONFLICTING, "bob")
    acts.note(db, hurt, "14 or 17", "cleo")
    assert labels(db, hurt) == {"ada": "consistent", "bob": "conflicting", "cleo": None}
    assert verdicts.own(db, hurt, "ada").note == "both say it"
    assert verdicts.own(db, hurt, "bob") == Verdict(
        Label.CONFLICTING, reviewer="bob", decided_at=marked.at
    )
    assert verdicts.own(db, hurt, "eve") == Verdict()
    whole = verdicts.get(db, hurt)
    assert (whole.label, whole.reviewer, whole.note) == ("conflicting", "bob", "14 or 17")
    assert list(problems(db)) == []


def test_an_undo_brings_back_the_reviewers_own_verdict_before_and_leaves_the_others(
    db: Database, told: dict[str, int]
) -> None:
    hurt = told["hurt"]
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    acts.mark(db, hurt, Label.SINGLE_SOURCED, "ada")
    acts.mark(db, hurt, Label.CONFLICTING, "bob")
    acts.undo(db, "ada")
    assert labels(db, hurt) == {"ada": "consistent", "bob": "conflicting"}
    acts.undo(db, "ada")
    assert labels(db, hurt) == {"bob": "conflicting"}
    assert not verdicts.get(db, hurt).disputed


def test_two_verdicts_on_the_same_claims_are_a_dispute_and_two_notes_are_none(
    db: Database, told: dict[str, int]
) -> None:
    hurt, mayor = told["hurt"], told["mayor"]
    acts.mark(db, mayor, Label.CONSISTENT, "ada")
    acts.mark(db, mayor, Label.CONSISTENT, "bob")
    acts.note(db, mayor, "one", "ada")
    acts.note(db, mayor, "another", "bob")
    assert not verdicts.get(db, mayor).disputed
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    acts.mark(db, hurt, Label.CONFLICTING, "bob")
    assert verdicts.get(db, hurt).disputed
    acts.mark(db, hurt, Label.CONFLICTING, "ada")
    assert not verdicts.get(db, hurt).disputed


def test_verdicts_on_other_claims_are_no_dispute(db: Database) -> None:
    (one,) = tell(db, "Alpha", "One came.")
    (other,) = tell(db, "Beta", "One arrived.")
    kept, *_ = cluster(db, group(db, one), group(db, other))
    acts.mark(db, kept, Label.SINGLE_SOURCED, "ada")
    cluster(db, group(db, one, other, cluster=kept))
    acts.mark(db, kept, Label.CONSISTENT, "bob")
    assert not verdicts.get(db, kept).disputed
    assert verdicts.own(db, kept, "ada").changed
    assert not verdicts.own(db, kept, "bob").changed
    assert list(problems(db)) == []


def test_an_adjudication_settles_it_for_these_claims(db: Database, told: dict[str, int]) -> None:
    hurt = told["hurt"]
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    acts.mark(db, hurt, Label.CONFLICTING, "bob")
    final = acts.adjudicate(db, hurt, Label.CONFLICTING, " 14 is not 17 ", "cleo")
    assert verdicts.get(db, hurt) == Verdict(
        Label.CONFLICTING, reviewer="cleo", decided_at=final.at, reason="14 is not 17"
    )
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    assert verdicts.get(db, hurt).reviewer == "cleo"
    assert labels(db, hurt) == {"ada": "consistent", "bob": "conflicting"}
    acts.undo(db, "cleo")
    assert verdicts.get(db, hurt).disputed
    assert (verdicts.get(db, hurt).label, verdicts.get(db, hurt).reason) == ("consistent", "")
    acts.redo(db, "cleo")
    assert verdicts.get(db, hurt).reason == "14 is not 17"
    assert list(problems(db)) == []


def test_a_verdict_on_other_claims_is_newer_than_a_final_one(db: Database) -> None:
    (one,) = tell(db, "Alpha", "One came.")
    (other,) = tell(db, "Beta", "One arrived.")
    kept, *_ = cluster(db, group(db, one), group(db, other))
    acts.adjudicate(db, kept, Label.SINGLE_SOURCED, "nobody else has it", "cleo")
    cluster(db, group(db, one, other, cluster=kept))
    assert verdicts.get(db, kept).changed
    acts.mark(db, kept, Label.CONSISTENT, "ada")
    assert verdicts.get(db, kept).label is Label.CONSISTENT
    assert (verdicts.get(db, kept).changed, verdicts.get(db, kept).reason) == (False, "")


def test_a_final_verdict_needs_a_reason_and_a_cluster(db: Database, told: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="reason"):
        acts.adjudicate(db, told["hurt"], Label.CONSISTENT, " ", "cleo")
    with pytest.raises(KeyError):
        acts.adjudicate(db, 99, Label.CONSISTENT, "so", "cleo")
    assert db.execute("SELECT count(*) FROM act").fetchone()[0] == 0


def test_acts_and_clusters_have_names_and_acts_an_order_that_no_clock_turns_round(
    db: Database, told: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = acts.mark(db, told["hurt"], Label.CONSISTENT, "ada")

    class Early(acts.datetime):
        @classmethod
        def now(cls, tz: object = None) -> acts.datetime:
            return cls(1999, 1, 1, tzinfo=acts.UTC)

    monkeypatch.setattr(acts, "datetime", Early)
    second = acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    assert second.at < first.at
    assert second.written > first.written
    assert acts.is_uid(first.uid)
    assert first.uid != second.uid
    uids = [uid for (uid,) in db.execute("SELECT uid FROM cluster")]
    assert all(map(acts.is_uid, uids))
    assert len(set(uids)) == len(uids) == 3


def test_a_share_does_not_keep_a_cluster_that_is_gone(db: Database) -> None:
    one, other = tell(db, "Alpha", "One came.", "Another came.")
    kept, gone = cluster(db, group(db, one), group(db, other))
    assignments.put(db, {kept: ["ada"], gone: ["bob"]})
    cluster(db, group(db, one, other, cluster=kept))
    assert assignments.everything(db) == {kept: ["ada"]}
    assert list(problems(db)) == []

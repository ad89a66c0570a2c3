"""The log of acts: it only grows, and an undo takes nothing away from it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import acts, grounds, verdicts
from db.checks import problems
from db.connection import open_writer
from db.records import ActKind, Label, Verdict
from tests.made import cluster, group, tell
from tests.strategies import FUZZ

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


def test_an_act_says_who_when_what_and_on_which_claims(db: Database, told: dict[str, int]) -> None:
    act = acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    assert acts.of_cluster(db, told["hurt"]) == [act]
    assert (act.kind, act.value, act.reviewer) == (ActKind.VERDICT, "conflicting", "ada")
    assert act.claims == grounds.now(db, [told["hurt"]])[told["hurt"]].claims
    assert len(act.claims) == 2
    at = datetime.fromisoformat(act.at)
    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


def test_acts_on_a_cluster_that_is_not_there_are_refused(db: Database) -> None:
    for act in (
        lambda: acts.mark(db, 99, Label.CONSISTENT, "ada"),
        lambda: acts.note(db, 99, "why", "ada"),
        lambda: acts.flag(db, 99, True, "ada"),
    ):
        with pytest.raises(KeyError):
            act()
    assert db["act"].count == 0


def test_a_label_that_does_not_exist_is_refused(db: Database, told: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        acts.mark(db, told["hurt"], "maybe", "ada")
    assert acts.of_cluster(db, told["hurt"]) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE act SET value = 'consistent'",
        "UPDATE act SET id = 7",
        "DELETE FROM act",
        "INSERT OR REPLACE INTO act VALUES (1, 'note', 1, 'e', '', '', '[]', NULL, 'f', 9, '', '')",
        "INSERT OR REPLACE INTO act SELECT 9, kind, cluster_id, reviewer, at, 'no', claims, NULL,"
        " uid, written, '', '' FROM act WHERE id = 1",
    ],
)
def test_the_file_itself_refuses_to_change_or_drop_an_act_whatever_program_tries(
    db: Database, told: dict[str, int], project: Path, tampering: str
) -> None:
    acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    acts.undo(db, "ada")
    before = list(db["act"].rows)
    other = sqlite3.connect(project)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), other:
        other.execute(tampering)
    other.close()
    assert list(db["act"].rows) == before


def test_the_last_note_is_the_newest_of_a_reviewer_that_stands(
    db: Database, told: dict[str, int]
) -> None:
    hurt = told["hurt"]
    assert acts.last_note(db, "ada") == ""
    acts.note(db, hurt, "first", "ada")
    acts.note(db, hurt, "hers", "eve")
    acts.mark(db, hurt, Label.CONSISTENT, "ada")
    acts.note(db, hurt, "second", "ada")
    acts.note(db, hurt, "", "ada")
    assert acts.last_note(db, "ada") == "second"
    acts.undo(db, "ada")
    acts.undo(db, "ada")
    assert acts.last_note(db, "ada") == "first"
    acts.redo(db, "ada")
    assert acts.last_note(db, "ada") == "second"


def test_nothing_to_undo_is_none(db: Database, told: dict[str, int]) -> None:
    assert acts.undo(db, "ada") is None
    acts.mark(db, told["hurt"], Label.CONSISTENT, "ada")
    acts.undo(db, "ada")
    assert acts.undo(db, "ada") is None


def test_an_undo_is_one_more_act(db: Database, told: dict[str, int]) -> None:
    marked = acts.mark(db, told["hurt"], Label.CONSISTENT, "ada")
    assert acts.undo(db, "ada") == marked
    first, second = acts.of_cluster(db, told["hurt"])
    assert first == marked
    assert (second.kind, second.undoes, second.reviewer) == (ActKind.UNDO, marked.id, "ada")


def test_undo_goes_back_to_the_verdict_before(db: Database, told: dict[str, int]) -> None:
    acts.mark(db, told["hurt"], Label.CONSISTENT, "ada")
    acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    acts.undo(db, "ada")
    assert verdicts.get(db, told["hurt"]).label is Label.CONSISTENT


def test_undo_works_to_any_depth_also_after_the_project_was_closed(
    db: Database, told: dict[str, int], project: Path
) -> None:
    done = [
        acts.mark(db, told["hurt"], Label.CONFLICTING, "ada"),
        acts.note(db, told["hurt"], "14 or 17", "ada"),
        acts.flag(db, told["mayor"], True, "ada"),
        acts.mark(db, told["mayor"], Label.SINGLE_SOURCED, "ada"),
    ]
    db.close()
    for expected in reversed(done):
        again = open_writer(project)
        assert acts.undo(again, "ada") == expected
        again.close()
    again = open_writer(project)
    assert acts.undo(again, "ada") is None
    assert verdicts.get(again, told["hurt"]) == Verdict()
    assert list(problems(again)) == []
    again.close()


def test_reviewers_undo_their_own_acts_only(db: Database, told: dict[str, int]) -> None:
    adas = acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    bobs = acts.mark(db, told["hurt"], Label.CONSISTENT, "bob")
    assert acts.undo(db, "ada") == adas
    assert acts.undo(db, "ada") is None
    assert verdicts.get(db, told["hurt"]).label is Label.CONSISTENT
    assert acts.undo(db, "bob") == bobs
    assert verdicts.get(db, told["hurt"]).label is None


def test_an_undo_of_the_past_survives_acts_that_come_after(
    db: Database, told: dict[str, int]
) -> None:
    acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    acts.undo(db, "ada")
    latest = acts.mark(db, told["mayor"], Label.CONSISTENT, "ada")
    assert acts.undo(db, "ada") == latest
    assert acts.undo(db, "ada") is None


def test_an_act_stored_half_is_not_stored(
    db: Database, told: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(verdicts, "derive", fail)
    with pytest.raises(OSError, match="gone"):
        acts.mark(db, told["hurt"], Label.CONFLICTING, "ada")
    assert acts.of_cluster(db, told["hurt"]) == []


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ada", "bob"]),
        st.sampled_from(["verdict", "note", "flag", "undo"]),
        st.integers(0, 1),
        st.sampled_from(list(Label)),
        TEXTS,
    ),
    max_size=20,
)


@settings(max_examples=25 * FUZZ, deadline=None)
@given(steps=STEPS)
def test_undo_restores_what_was_whatever_was_done(
    steps: list[tuple[str, str, int, Label, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    db = open_writer(tmp_path_factory.mktemp("steps") / "project.db")
    one, two = tell(db, "Alpha", "One came.", "Two left.")
    ids = cluster(db, group(db, one), group(db, two))
    model: list[tuple[str, str, int, object]] = []
    for who, what, which, label, text in steps:
        if what == "undo":
            mine = [n for n, step in enumerate(model) if step[0] == who]
            undone = acts.undo(db, who)
            assert (undone is None) == (not mine)
            if mine:
                del model[mine[-1]]
            continue
        value = {"verdict": label, "note": text, "flag": bool(text)}[what]
        getattr(acts, {"verdict": "mark"}.get(what, what))(db, ids[which], value, who)
        model.append((who, what, which, value))
    for which, cluster_id in enumerate(ids):
        mine = {what: (who, value) for who, what, at, value in model if at == which}
        now = verdicts.get(db, cluster_id)
        assert (now.reviewer, now.label) == mine.get("verdict", ("", None))
        assert now.note == mine.get("note", ("", ""))[1]
        assert now.flagged == mine.get("flag", ("", False))[1]
    assert list(problems(db)) == []
    db.close()

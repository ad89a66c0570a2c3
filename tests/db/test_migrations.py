"""The schema: a file of any version ever shipped opens as if it had been made today."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import acts, documents, opinions, settings
from db.checks import problems
from db.connection import open_reader, open_writer
from db.migrations import STEPS, migrations
from db.opinion import Opinion
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from tests.old_dbs.make import ARTICLES, HURT, MAYOR
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from sqlite_utils import Database

OLD = sorted(
    (Path(__file__).parents[1] / "old_dbs").glob("*.db"), key=lambda path: int(path.stem[1:])
)


def schema(db: Database) -> list[tuple[str, ...]]:
    rows = db.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    )
    return sorted(tuple(map(str, row)) for row in rows)


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, project: Path) -> Path:
    """A copy of a project that an earlier version made."""
    shutil.copy(request.param, project)
    return project


def test_there_is_a_file_of_every_schema_that_shipped() -> None:
    assert len(OLD) == len(STEPS)


def test_a_new_project_has_taken_every_step_and_none_twice(db: Database) -> None:
    applied = [step.name for step in migrations.applied(db)]
    assert sorted(applied) == sorted(STEPS)
    assert migrations.pending(db) == []


def test_a_project_is_made_in_one_piece_or_not_at_all(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_record_applied", fail)
        with pytest.raises(OSError, match="power"):
            open_writer(project)
    db = open_writer(project)
    assert schema(db)
    assert list(problems(db)) == []
    db.close()


def test_an_old_project_gets_the_schema_of_a_new_one(old: Path, blank: Path) -> None:
    opened, fresh = open_writer(old), open_writer(blank)
    assert schema(opened) == schema(fresh)
    assert migrations.pending(opened) == []
    opened.close()
    fresh.close()


def test_an_old_project_is_sound_when_only_read(old: Path) -> None:
    db = open_reader(old)
    assert list(problems(db)) == []
    db.close()


def test_an_old_project_keeps_its_articles_verdicts_notes_flags_and_places(old: Path) -> None:
    desk = Desk(old, "ada")
    by_claim = {
        member.claim.text: cluster
        for cluster in desk.ids(Filter())
        for member in desk.members(cluster)
    }
    hurt, mayor = by_claim[HURT.format(14)], by_claim[MAYOR]
    verdict = desk.verdict(hurt)
    assert by_claim[HURT.format(17)] == hurt
    assert (verdict.label, verdict.reviewer, verdict.note) == (
        Label.CONFLICTING,
        "ada",
        "14 or 17? ask",
    )
    assert verdict.decided_at.endswith("+00:00")
    assert not verdict.changed
    assert desk.verdict(mayor).flagged
    assert [act.kind for act in desk.history(hurt)] == ["verdict", "undo", "verdict", "note"]
    assert desk.bookmark() == (hurt, Filter(decided=False))
    assert desk.tally().decided == 1
    assert list(desk.ids(Filter(text="oz repairs"))) == [by_claim["Repairs cost $2 million"]]
    db = open_reader(old)
    assert [d.text for d in documents.all_versions(db)] == [text for _, text in ARTICLES]
    assert settings.get(db, "model") == "default"
    db.close()


def test_an_old_project_can_be_worked_on(old: Path) -> None:
    db = open_writer(old)
    Pipeline(db, Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())).run(document.Found())
    assert acts.undo(db, "bob") is not None
    assert acts.undo(db, "ada").value == "conflicting"
    assert list(problems(db)) == []
    db.close()


def test_what_a_model_had_said_of_two_claims_is_kept_with_them(project: Path) -> None:
    shutil.copy(next(path for path in OLD if path.name == "v3.db"), project)
    with closing(sqlite3.connect(project)) as older, older:
        cluster, left, right = older.execute(
            "SELECT cluster_id, min(id), max(id) FROM claim WHERE cluster_id IS NOT NULL"
            " GROUP BY cluster_id HAVING min(id) < max(id)"
        ).fetchone()
        older.execute(
            "INSERT INTO difference (cluster_id, kind, left_claim, left_start, left_end,"
            " right_claim, right_start, right_end, doubt) VALUES"
            " (?, 'meaning', ?, 0, 1, ?, 0, 1, 'only a model reads a contradiction here (90%)')",
            [cluster, left, right],
        )
    db = open_writer(project)
    assert opinions.in_cluster(db, cluster) == [Opinion(left, right, 0.9)]
    db.close()


def test_vectors_move_to_where_they_waste_less_and_none_is_lost(old: Path) -> None:
    with closing(sqlite3.connect(old)) as older:
        before = older.execute("SELECT key, model, data FROM vector ORDER BY key").fetchall()
    db = open_writer(old)
    assert db.execute("SELECT key, model, data FROM vector ORDER BY key").fetchall() == before
    assert before
    # Only a table with row numbers has any: it keeps a row in the page of its tree.
    assert db.execute("SELECT count(rowid) FROM vector").fetchone()[0] == len(before)
    db.close()

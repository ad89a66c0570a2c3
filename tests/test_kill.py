"""Killed at any moment, a project is sound, and what was acknowledged is in it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db import backups
from db.connection import open_reader
from db.records import Filter, Label
from workbench.cli import cli
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Victim = Callable[..., float]

KILLS = int(os.environ.get("KILLS", "20"))
"""How often each kind of work is killed; `make kills` does it some hundred times."""

OLD = sorted(Path(__file__).with_name("old_dbs").glob("*.db"), key=lambda path: int(path.stem[1:]))


@pytest.fixture
def victim(request: pytest.FixtureRequest) -> Iterator[Victim]:
    """Have a process work on a project and kill it; return how long it lived."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.victim"],
        cwd=request.config.rootpath,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def work(what: str, project: Path, path: Path, seconds: float | None = None) -> float:
        process.stdin.write(json.dumps([what, str(project), str(path), seconds]) + "\n")
        process.stdin.flush()
        return float(process.stdout.readline())

    yield work
    process.communicate()


def logged(project: Path) -> set[tuple[object, ...]]:
    db = open_reader(project)
    stored = set(db.execute("SELECT kind, cluster_id, value, at FROM act").fetchall())
    db.close()
    return stored


def acknowledged(log: Path) -> list[tuple[object, ...]]:
    return [tuple(json.loads(line)) for line in log.read_text().splitlines()]


def everything(project: Path) -> dict[str, list[object]]:
    """Return all that is stored but for when the schema was brought up to date."""
    db = open_reader(project)
    names = set(db.table_names()) - {"_sqlite_migrations"}
    rows = {name: db.execute(f"SELECT * FROM [{name}]").fetchall() for name in sorted(names)}
    db.close()
    return rows


def exported(project: Path) -> str:
    result = CliRunner().invoke(cli, ["export", "--level", "claim", "--project", str(project)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_build_that_is_killed_at_any_moment_goes_on_where_it_stopped(
    tmp_path: Path, articles: Path, victim: Victim
) -> None:
    whole = tmp_path / "whole.db"
    victim("build", tmp_path / "warm.db", articles)
    lifetime = victim("build", whole, articles)
    expected = exported(whole)
    dice = random.Random(20310102)
    unfinished = 0
    for number in range(KILLS):
        project = tmp_path / f"{number}.db"
        victim("build", project, articles, dice.uniform(0, lifetime))
        if project.exists():
            found = Desk(project, "ada").problems()
            assert [line for line in found if not line.startswith("unfinished: ")] == []
            unfinished += bool(found)
        victim("build", project, articles)
        assert exported(project) == expected
        assert Desk(project, "ada").problems() == []
    assert unfinished


def test_one_project_whose_builds_are_killed_again_and_again_is_finished_at_last(
    tmp_path: Path, articles: Path, victim: Victim
) -> None:
    whole, project = tmp_path / "whole.db", tmp_path / "project.db"
    lifetime = victim("build", whole, articles)
    dice = random.Random(20310103)
    for _ in range(KILLS // 2):
        victim("build", project, articles, dice.uniform(0, lifetime / 2))
    victim("build", project, articles)
    assert exported(project) == exported(whole)
    assert Desk(project, "ada").problems() == []


def test_a_reviewer_who_is_killed_at_any_moment_loses_no_acknowledged_act(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    log = tmp_path / "acknowledged"
    log.touch()
    dice = random.Random(20310104)
    for kills in range(1, KILLS + 1):
        victim("review", project, log, dice.uniform(0, 0.1) if kills > 1 else 2)
        desk = Desk(project, "ada")
        assert desk.problems() == []
        stored = [act for cluster in desk.ids(Filter()) for act in desk.history(cluster)]
        told = acknowledged(log)
        assert set(told) <= logged(project)
        assert len(told) <= len(stored) <= len(told) + kills
        desk.close()
    assert told
    cluster, filter_ = Desk(project, "ada").bookmark()
    assert cluster in Desk(project, "ada").ids(Filter())
    assert filter_ == Filter(decided=False)


def test_claims_and_clusters_are_worked_on_in_whole_acts_or_not_at_all(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    log = tmp_path / "acknowledged"
    log.touch()
    dice = random.Random(20310105)
    for kills in range(1, KILLS + 1):
        victim("surgery", project, log, dice.uniform(0, 0.2) if kills > 1 else 2)
        assert Desk(project, "ada").problems() == []
        told, stored = acknowledged(log), logged(project)
        assert set(told) <= stored
        assert len(stored) <= len(told) + kills
    assert told


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_migration_is_done_whole_or_not_at_all(tmp_path: Path, old: Path, victim: Victim) -> None:
    lifetime = victim("migrate", tmp_path / "whole.db", old)
    expected = everything(tmp_path / "whole.db")
    dice = random.Random(20310106)
    for number in range(KILLS // 4):
        project = tmp_path / f"{number}.db"
        victim("migrate", project, old, dice.uniform(0, lifetime))
        victim("migrate", project, old)
        assert everything(project) == expected
        assert Desk(project, "ada").problems() == []


def test_a_table_is_written_whole_or_not_at_all(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    expected = exported(project)
    table = tmp_path / "verdicts.csv"
    dice = random.Random(20310107)
    for _ in range(KILLS):
        table.unlink(missing_ok=True)
        victim("export", project, table, dice.uniform(0, 0.1))
        assert not table.exists() or table.read_text("utf-8") == expected
    victim("export", project, table, 2)
    assert table.exists()


def test_a_table_is_taken_over_whole_or_not_at_all(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    judged, table = tmp_path / "judged.db", tmp_path / "verdicts.csv"
    shutil.copy(project, judged)
    desk = Desk(judged, "ada")
    ids = desk.ids(Filter())
    for number, cluster in enumerate(ids):
        desk.mark(cluster, list(Label)[number % 3])
    desk.close()
    table.write_text(exported(judged), "utf-8", newline="")
    dice = random.Random(20310108)
    for number in range(KILLS):
        fresh = tmp_path / f"{number}.db"
        shutil.copy(project, fresh)
        victim("import", fresh, table, dice.uniform(0, 0.1))
        assert Desk(fresh, "ada").problems() == []
        marks = sum(kind == "verdict" for kind, *_ in logged(fresh))
        assert marks % len(ids) == 0


def test_a_copy_is_sound_or_not_there(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    copy = tmp_path / "copy.db"
    dice = random.Random(20310109)
    for _ in range(KILLS):
        copy.unlink(missing_ok=True)
        victim("backup", project, copy, dice.uniform(0, 0.1))
        assert not copy.exists() or exported(copy) == exported(project)
    backups.write(project, copy, force=True)
    assert exported(copy) == exported(project)

"""Killed at any moment, a project is sound, and what was acknowledged is in it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db import backups
from db.connection import open_reader
from db.records import Filter, Label
from tests.joins import state
from workbench.cli import cli
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Victim = Callable[..., float]

KILLS = int(os.environ.get("KILLS", "6"))
"""How often each kind of work is killed; `make kills` does it some hundred times."""

ENOUGH = KILLS + 50
"""How often work is killed at most, until it has come to something at least once."""

OLD = sorted(Path(__file__).with_name("old_dbs").glob("*.db"), key=lambda path: int(path.stem[1:]))


@pytest.fixture(scope="module")
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


def moments(seed: int, lifetime: float, kills: int = KILLS) -> Iterator[float]:
    """Yield moments to kill at, in random places all over a lifetime."""
    dice = random.Random(seed)
    order = dice.sample(range(kills), kills)
    return (lifetime * (place + dice.random()) / kills for place in order)


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
    return result.stdout_bytes.decode()


def problems(project: Path) -> list[str]:
    """Return what is wrong with a project beside that its work was stopped before its end."""
    desk = Desk(project, "ada")
    found = [line for line in desk.problems() if not line.startswith("unfinished: ")]
    desk.close()
    return found


def judge(project: Path, reviewer: str, *labels: Label) -> None:
    """Have a reviewer mark and annotate every cluster."""
    desk = Desk(project, reviewer)
    for number, cluster in enumerate(desk.ids(Filter())):
        desk.mark(cluster, labels[number % len(labels)])
        desk.note(cluster, f"{reviewer} {number}")
    desk.close()


@pytest.fixture
def judged(add: Callable[..., object], articles: Path, project: Path) -> Path:
    """A project in which everything is decided."""
    add(articles)
    judge(project, "ada", *Label)
    return project


def verdicts(project: Path) -> list[object]:
    """Return each cluster's verdict, with its note, its claims and whether they have changed."""
    return everything(project)["verdict"]


def copy_of(project: Path, number: int) -> Path:
    """Copy a project to a folder of its own."""
    folder = project.parent / str(number)
    folder.mkdir()
    return Path(shutil.copy(project, folder))


def test_a_build_that_is_killed_at_any_moment_goes_on_where_it_stopped(
    tmp_path: Path, articles: Path, victim: Victim
) -> None:
    whole = tmp_path / "whole.db"
    victim("build", tmp_path / "warm.db", articles)
    lifetime = victim("build", whole, articles)
    expected = exported(whole)
    unfinished = 0
    for number, moment in enumerate(moments(20310102, lifetime)):
        project = tmp_path / f"{number}.db"
        victim("build", project, articles, moment)
        if project.exists():
            assert problems(project) == []
            unfinished += bool(Desk(project, "ada").problems())
        victim("build", project, articles)
        assert exported(project) == expected
        assert Desk(project, "ada").problems() == []
    assert unfinished


def test_one_project_whose_builds_are_killed_again_and_again_is_finished_at_last(
    tmp_path: Path, articles: Path, victim: Victim
) -> None:
    whole, project = tmp_path / "whole.db", tmp_path / "project.db"
    lifetime = victim("build", whole, articles)
    for moment in moments(20310103, lifetime / 2):
        victim("build", project, articles, moment)
    victim("build", project, articles)
    assert exported(project) == exported(whole)
    assert Desk(project, "ada").problems() == []


def test_articles_that_join_a_decided_project_cost_no_verdict_whenever_that_is_killed(
    judged: Path, articles: Path, victim: Victim
) -> None:
    acts, before = logged(judged), verdicts(judged)
    more = "The old bridge was closed on Monday after 15 people were hurt.\n\nA ship sank.\n"
    (articles / "d.txt").write_text(more, "utf-8")
    (articles / "c.txt").write_text("The mayor left.\n\nRepairs cost $3 million.\n", "utf-8")
    whole = copy_of(judged, KILLS)
    lifetime = victim("build", whole, articles)
    after = verdicts(whole)
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert after != before
    for number, moment in enumerate(moments(20310110, lifetime)):
        project = copy_of(judged, number)
        victim("build", project, articles, moment)
        assert problems(project) == []
        assert logged(project) == acts
        assert verdicts(project) in (before, after)
        victim("build", project, articles)
        assert (verdicts(project), exported(project)) == (after, exported(whole))
        assert Desk(project, "ada").problems() == []


@pytest.mark.parametrize("work", ["rebuild", "split anew"])
def test_a_rebuild_changes_clusters_whole_or_not_at_all_and_its_copy_is_sound(
    judged: Path, articles: Path, victim: Victim, work: str
) -> None:
    (articles / "d.txt").write_text("The mayor came home by boat.\n", "utf-8")
    victim("build", judged, articles)
    acts, before, told = logged(judged), verdicts(judged), exported(judged)
    whole = copy_of(judged, KILLS)
    lifetime = victim(work, whole, whole)
    after = verdicts(whole)
    assert after != before
    for number, moment in enumerate(moments(20310111, lifetime)):
        project = copy_of(judged, number)
        victim(work, project, project, moment)
        assert problems(project) == []
        assert logged(project) == acts
        assert verdicts(project) in (before, after)
        for copy in project.parent.glob("*.auto.db"):
            assert exported(copy) == told
        victim(work, project, project)
        assert (verdicts(project), exported(project)) == (after, exported(whole))
        assert Desk(project, "ada").problems() == []


def test_a_reviewer_who_is_killed_at_any_moment_loses_no_acknowledged_act(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    told = kill_acts("review", project, tmp_path, 20310104, 0.15, victim)
    desk = Desk(project, "ada")
    stored = [act for cluster in desk.ids(Filter()) for act in desk.history(cluster)]
    assert {(act.kind, act.cluster_id, act.value, act.at) for act in stored} >= set(told)
    cluster, filter_ = desk.bookmark()
    assert cluster in desk.ids(Filter())
    assert filter_ == Filter(decided=False)


def test_claims_and_clusters_are_worked_on_in_whole_acts_or_not_at_all(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    kill_acts("surgery", project, tmp_path, 20310105, 0.2, victim)


def kill_acts(
    work: str, project: Path, folder: Path, seed: int, lifetime: float, victim: Victim
) -> list[tuple[object, ...]]:
    """Kill a reviewer at work; return the acts that were acknowledged, which are all there."""
    log = folder / "acknowledged"
    log.touch()
    told: list[tuple[object, ...]] = []
    later = moments(seed + 1, 10 * lifetime, ENOUGH - KILLS)
    for kills, moment in enumerate(chain(moments(seed, lifetime), later), 1):
        if kills > KILLS and told:
            break
        victim(work, project, log, moment)
        assert Desk(project, "ada").problems() == []
        told, stored = acknowledged(log), logged(project)
        assert set(told) <= stored
        assert len(told) <= len(stored) <= len(told) + kills
    assert told
    return told


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_migration_is_done_whole_or_not_at_all(tmp_path: Path, old: Path, victim: Victim) -> None:
    lifetime = victim("migrate", tmp_path / "whole.db", old)
    expected = everything(tmp_path / "whole.db")
    for number, moment in enumerate(moments(20310106, lifetime, max(2, KILLS // 4))):
        project = tmp_path / f"{number}.db"
        victim("migrate", project, old, moment)
        victim("migrate", project, old)
        assert everything(project) == expected
        assert Desk(project, "ada").problems() == []


def test_a_half_written_table_never_takes_the_place_of_a_whole_one(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    older = exported(project)
    judge(project, "ada", *Label)
    newer = exported(project)
    table = tmp_path / "verdicts.csv"
    became: set[str] = set()
    later = moments(20310113, 1, ENOUGH - KILLS)
    for kills, moment in enumerate(chain(moments(20310107, 0.1), later), 1):
        if kills > KILLS and newer in became:
            break
        table.write_text(older, "utf-8", newline="")
        victim("export", project, table, moment)
        became.add(table.read_bytes().decode())
        assert became <= {older, newer}
    assert newer in became


def test_a_table_is_taken_over_whole_or_not_at_all(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    judged, table = tmp_path / "judged.db", tmp_path / "verdicts.csv"
    shutil.copy(project, judged)
    judge(judged, "ada", *Label)
    table.write_text(exported(judged), "utf-8", newline="")
    ids = Desk(project, "ada").ids(Filter())
    for number, moment in enumerate(moments(20310108, 0.1)):
        fresh = copy_of(project, number)
        victim("import", fresh, table, moment)
        assert Desk(fresh, "ada").problems() == []
        marks = sum(kind == "verdict" for kind, *_ in logged(fresh))
        assert marks % len(ids) == 0


def test_projects_are_joined_whole_or_not_at_all_and_stay_as_they_are(
    tmp_path: Path, judged: Path, victim: Victim
) -> None:
    ada = judged.rename(tmp_path / "ada.db")
    bob = Path(shutil.copy(ada, tmp_path / "bob.db"))
    judge(bob, "bob", Label.CONFLICTING)
    desk = Desk(ada, "ada")
    desk.merge(*desk.ids(Filter())[:2])
    desk.close()
    before = ada.read_bytes(), bob.read_bytes()
    whole = tmp_path / "whole.db"
    lifetime = victim("join", tmp_path, whole)
    expected = state(whole)
    for number, moment in enumerate(moments(20310112, lifetime)):
        new = tmp_path / f"{number}.db"
        victim("join", tmp_path, new, moment)
        assert (ada.read_bytes(), bob.read_bytes()) == before
        if not new.exists():
            victim("join", tmp_path, new)
        assert Desk(new, "ada").problems() == []
        assert state(new) == expected
        assert logged(new) >= logged(ada) | logged(bob)


def test_a_copy_is_sound_or_not_there(
    tmp_path: Path, articles: Path, add, project: Path, victim: Victim
) -> None:
    add(articles)
    copy = tmp_path / "copy.db"
    for moment in moments(20310109, 0.1):
        copy.unlink(missing_ok=True)
        victim("backup", project, copy, moment)
        assert not copy.exists() or exported(copy) == exported(project)
    backups.write(project, copy, force=True)
    assert exported(copy) == exported(project)

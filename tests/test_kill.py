"""Killed at any moment, a project is sound, and what was acknowledged is in it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.records import Filter
from workbench.cli import cli
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Victim = Callable[..., float]

KILLS = 30


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
        victim("review", project, log, dice.uniform(0, 0.1))
        desk = Desk(project, "ada")
        assert desk.problems() == []
        stored = [act for cluster in desk.ids(Filter()) for act in desk.history(cluster)]
        told = [json.loads(line) for line in log.read_text().splitlines()]
        known = {(act.kind, act.cluster_id, act.value, act.at) for act in stored}
        assert set(map(tuple, told)) <= known
        assert len(told) <= len(stored) <= len(told) + kills
        desk.close()
    assert len(told) > KILLS
    cluster, filter_ = Desk(project, "ada").bookmark()
    assert cluster in Desk(project, "ada").ids(Filter())
    assert filter_ == Filter(decided=False)

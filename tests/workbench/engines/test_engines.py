"""Wherever the work is done, the project is the same; whoever dies over it, nothing is lost."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from db import claims, documents
from db.connection import open_reader, open_writer
from tests.conftest import ToyLinker
from tests.workbench.builds import exported, found_wrong, stop_after
from tests.workbench.commands import done, refused
from tests.workbench.engines.conftest import build, nothing
from tests.workbench.engines.tasks import (
    Deadly,
    DeadlyEmbedder,
    dies_always,
    refuse,
    square,
    wait_for,
    whoami,
)
from workbench import splitting, surgery
from workbench.embedding import Embedded
from workbench.engines.choosing import engine
from workbench.engines.engine import Here
from workbench.errors import EngineError, InputError
from workbench.pipeline import Cancelled, Tools
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from workbench.engines.engine import Engine


@pytest.fixture
def many(articles: Path) -> Path:
    """Enough articles for several tasks, each with a sentence of its own."""
    for number in range(40):
        (articles / f"m{number}.txt").write_text(
            f"The mayor visited bridge {number} on Monday after {number} people were hurt.\n"
        )
    return articles


@pytest.fixture
def expected(tmp_path: Path, many: Path) -> bytes:
    build(tmp_path / "here.db", many, Here())
    return exported(tmp_path / "here.db")


# Any engine


def test_outcomes_come_in_the_order_of_the_items_from_elsewhere(two: Engine) -> None:
    assert list(two.map(square, range(40), nothing)) == [n * n for n in range(40)]
    assert os.getpid() not in set(two.map(whoami, range(8), nothing))


def test_few_items_are_taken_ahead(two: Engine) -> None:
    taken: list[int] = []
    items = (taken.append(n) or n for n in range(1000))
    with closing(two.map(square, items, nothing)) as outcomes:
        assert next(outcomes) == 0
        assert len(taken) < 20


def test_what_a_task_raises_is_raised_here_in_its_turn(two: Engine) -> None:
    outcomes = two.map(refuse, range(6), nothing)
    assert [next(outcomes) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(outcomes)
    assert list(two.map(square, [2], nothing)) == [4]


def test_whoever_waits_may_stop(two: Engine, tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled("stop")

    mark = tmp_path / "mark"
    with pytest.raises(Cancelled):
        list(two.map(wait_for, [mark] * 3, stop))
    mark.touch()
    assert list(two.map(square, [2], nothing)) == [4]


def test_the_same_input_gives_the_same_project(
    two: Engine, tmp_path: Path, many: Path, expected: bytes
) -> None:
    build(tmp_path / "there.db", many, two)
    assert exported(tmp_path / "there.db") == expected
    assert found_wrong(tmp_path / "there.db") == []
    tables = "source", "sentence", "claim", "vector"
    with (
        closing(open_reader(tmp_path / "here.db")) as here,
        closing(open_reader(tmp_path / "there.db")) as there,
    ):
        for table in tables:
            rows = f"SELECT * FROM {table} ORDER BY 1"
            assert here.execute(rows).fetchall() == there.execute(rows).fetchall()


def test_a_worker_that_is_killed_costs_nothing(
    two: Engine, tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.pipeline.BATCH", 8)
    (many / "m7.txt").write_text("KILL-SPLITTER is the name of a ship that sank.\n")
    (many / "m9.txt").write_text("KILL-EMBEDDER is the name of a ship that sank.\n")
    build(tmp_path / "here.db", many, Here())
    marks = [tmp_path / "splitter", tmp_path / "embedder"]
    tools = Tools(DeadlyEmbedder(marks[1]), ToyLinker(), Deadly(marks[0]))
    build(tmp_path / "there.db", many, two, tools)
    assert all(mark.exists() for mark in marks)
    assert exported(tmp_path / "there.db") == exported(tmp_path / "here.db")
    assert found_wrong(tmp_path / "there.db") == []


def test_stopped_anywhere_it_is_finished_by_another_engine(
    two: Engine, tmp_path: Path, many: Path, expected: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.pipeline.BATCH", 8)
    project = tmp_path / "slow.db"
    for steps in (3, 6, 9):
        with pytest.raises(Cancelled):
            build(project, many, two, cancelled=stop_after(steps))
    build(project, many, Here())
    assert exported(project) == expected


# One of them


def test_closed_processes_are_gone_whatever_they_do(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled("stop")

    made = engine("processes:1")
    (worker,) = made.map(whoami, [0], nothing)
    with pytest.raises(Cancelled):
        list(made.map(wait_for, [tmp_path / "never"], stop))
    made.close()
    assert not psutil.pid_exists(worker)


def test_processes_that_die_over_every_task_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.engines.processes._DEATHS", 2)
    with (
        closing(engine("processes:1")) as made,
        pytest.raises(EngineError, match="2 times in a row"),
    ):
        list(made.map(dies_always, [1], nothing))


@pytest.mark.usefixtures("toy_models")
def test_the_verb_adds_on_a_cluster(many: Path, clusters: list[str], expected: bytes) -> None:
    assert "added: " in done("add", many, "--engine", f"dask://{clusters[0]}")
    assert exported(Path("workbench.db")) == expected


@pytest.mark.usefixtures("toy_models")
def test_an_engine_that_is_not_there_is_one_line_and_makes_no_project(
    articles: Path, clusters: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engines.dask.ANSWER_SECONDS", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        nobody = f"dask://127.0.0.1:{silent.getsockname()[1]}"
        assert f"nobody answers at {nobody}" in refused("add", articles, "--engine", nobody)
    alone = f"dask://{clusters[1]}"
    assert f"no worker at {alone}; start some" in refused("add", articles, "--engine", alone)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "claim-workbench[dask]" in refused("add", articles, "--engine", alone)
    assert not Path("workbench.db").exists()


@pytest.mark.parametrize(
    "named",
    "ray://a:1 dask dask:// dask://a dask://a:b dask://a:1/x tcp://a:1 processes:0 processes:x"
    " processes://a:1 local:2".split(),
)
def test_an_engine_that_there_is_not_is_refused(named: str) -> None:
    with pytest.raises(InputError, match="--engine"):
        engine(named)


def test_a_worker_that_is_long_in_coming_back_is_not_waited_for(
    clusters: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engines.dask.Dask._threads", lambda _: 0)
    monkeypatch.setattr("workbench.engines.dask.PATIENCE_SECONDS", 0.0)
    with (
        closing(engine(f"dask://{clusters[0]}")) as made,
        pytest.raises(EngineError, match="no worker is left"),
    ):
        made._look()


# What workers cannot know


class Meanwhile(Here):
    """Somebody else acts on the project while the first task is done."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._acts = [act]

    def map(
        self, task: Callable[..., object], items: Iterable[object], waiting: Callable[[], None]
    ) -> Generator[object]:
        for outcome in super().map(task, items, waiting):
            while self._acts:
                self._acts.pop()()
            yield outcome


def test_an_article_whose_source_is_renamed_while_it_is_split_is_split_again(
    tmp_path: Path, articles: Path
) -> None:
    project = tmp_path / "renamed.db"

    def rename() -> None:
        with closing(open_writer(project)) as db:
            surgery.rename_source(db, "Alpha", "The Alpha", "ada")

    build(project, articles, Meanwhile(rename))
    assert found_wrong(project) == []
    with closing(open_reader(project)) as db:
        renamed = next(d for d in documents.current(db) if d.source == "The Alpha")
        assert {c.key for c in claims.of_document(db, renamed.id)} == {
            c.key for c in splitting.split(RuleSplitter(), [renamed])[0].claims
        }


def test_a_worker_with_another_model_is_refused(project: Path, articles: Path) -> None:
    class Other(Here):
        def map(self, task: object, items: object, waiting: object) -> Generator[object]:
            for outcome in super().map(task, items, waiting):
                if isinstance(outcome, Embedded):
                    outcome = Embedded("other-9", outcome.rows, outcome.words)
                yield outcome

    with pytest.raises(EngineError, match="another model"):
        build(project, articles, Other())
    build(project, articles, Here())
    assert found_wrong(project) == []

"""What the tests of engines share: two workers of each kind, and builds by an engine."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.connection import open_writer
from tests.conftest import ToyEmbedder, ToyLinker
from workbench.engines.choosing import engine
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.engines.engine import Engine

ROOT = str(Path(__file__).parents[3])


@pytest.fixture(scope="session")
def clusters() -> Iterator[list[str]]:
    """Two schedulers: one with two workers, one with none."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.workbench.engines.cluster"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": ROOT, "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as cluster:
        yield cluster.stdout.readline().split()
        cluster.stdin.close()


@pytest.fixture(scope="module", params=["processes", "dask"])
def two(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine of two workers."""
    if request.param == "dask":
        named = f"dask://{request.getfixturevalue('clusters')[0]}"
    else:
        named = "processes:2"
    with closing(engine(named)) as made:
        yield made


def nothing() -> None:
    pass


def build(
    project: Path,
    articles: Path,
    by: Engine,
    tools: Tools | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    with closing(open_writer(project)) as db:
        tools = tools or Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
        Pipeline(db, tools, by, cancelled=cancelled).run(document.find([articles]))

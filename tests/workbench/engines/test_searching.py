"""Near claims are looked for wherever the engine works, and found just as they are here."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from db.connection import open_reader
from models.linker import Linker
from tests.conftest import ToyEmbedder
from tests.workbench.builds import exported, found_wrong
from tests.workbench.engines.conftest import build, nothing
from tests.workbench.engines.tasks import deadly, total_from, wait_for_arrays
from workbench.engines.choosing import engine
from workbench.engines.engine import Here
from workbench.pipeline import Cancelled, Tools
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from tests.workbench.engines.tasks import Search
    from workbench.engines.engine import Arrays, Engine

PLACES = "harbour mill bridge school market court station library theatre museum".split()


@pytest.fixture
def many(articles: Path) -> Path:
    """Enough claims for several searches, some of them nearly the same."""
    for number in range(40):
        place, other = PLACES[number % 10], PLACES[number // 10]
        (articles / f"m{number}.txt").write_text(
            f"The mayor visited the {place} on Monday after {number} people were hurt there.\n\n"
            f"The {other} near the {place} was closed in the storm.\n"
        )
    return articles


def arrays() -> Arrays:
    rows = np.arange(60, dtype=np.float32).reshape(20, 3)
    return {"rows": rows, "more": np.arange(5)}


def test_arrays_are_with_every_task_however_many_parts_they_were_sent_in(
    two: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engines.dask._PART_BYTES", 64)
    task = partial(total_from, [])
    found = list(two.map_on(arrays(), task, range(8), nothing))
    assert found == list(Here().map_on(arrays(), task, range(8), nothing))


def test_engines_tell_how_much_they_do_at_a_time(clusters: list[str]) -> None:
    with closing(engine("processes:3")) as three, closing(engine(f"dask://{clusters[0]}")) as some:
        assert three.workers == 3
        assert 0 <= some.workers <= 2  # one may just have died in another test
    assert Here().workers == 1


def test_a_search_stopped_lets_the_workers_go_on_with_other_things(
    two: Engine, tmp_path: Path
) -> None:
    def stop() -> None:
        raise Cancelled("stop")

    mark = tmp_path / "mark"
    with pytest.raises(Cancelled):
        list(two.map_on(arrays(), wait_for_arrays, [mark] * 3, stop))
    mark.touch()
    assert list(two.map_on(arrays(), partial(total_from, []), [19], nothing)) == [174 + 10]


def test_arrays_outlive_all_workers_that_have_them(two: Engine, tmp_path: Path) -> None:
    marks = [tmp_path / "one", tmp_path / "other"]
    found = list(two.map_on(arrays(), partial(total_from, marks), range(8), nothing))
    assert all(mark.exists() for mark in marks)
    assert found == list(Here().map_on(arrays(), partial(total_from, []), range(8), nothing))


class Killing:
    """An engine at one of whose searches a worker is killed; `asked` counts what was searched."""

    workers = 2

    def __init__(self, engine: Engine, mark: Path) -> None:
        self._engine, self._mark = engine, mark
        self.map, self.asked = engine.map, 0

    def map_on(
        self,
        arrays: Arrays,
        task: Search,
        items: Iterable[tuple[int, int]],
        waiting: Callable[[], None],
    ) -> Generator[object]:
        for found in self._engine.map_on(arrays, partial(deadly, self._mark, task), items, waiting):
            self.asked += 1
            yield found


def links(project: Path) -> dict[str, list[object]]:
    """Return what was found out of claims that are near, to the last bit."""
    with closing(open_reader(project)) as db:
        tables = "near", "signature", "block"
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}


@pytest.mark.parametrize("most_compared", [10, 10**6], ids=["cells", "every pair"])
def test_a_search_elsewhere_leaves_the_same_project_though_a_worker_is_killed(
    two: Engine, tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch, most_compared: int
) -> None:
    monkeypatch.setattr("workbench.clustering.growing.FROM", 1)
    for name, value in (("FEW", 0), ("SPREAD_FROM", 0), ("MOST_COMPARED", most_compared)):
        monkeypatch.setattr(f"models.linking.candidates.{name}", value)
    monkeypatch.setattr("models.linking.candidates.cores", lambda: 0)
    monkeypatch.setattr("models.linking.candidates.BLOCK", 16)
    monkeypatch.setattr("models.linking.index._ASKING", 16)
    tools = Tools(ToyEmbedder(), Linker.load(), RuleSplitter())
    build(tmp_path / "here.db", many, Here(), tools)
    killing = Killing(two, tmp_path / "mark")
    build(tmp_path / "there.db", many, killing, tools)
    assert killing.asked >= 5
    assert (tmp_path / "mark").exists()
    assert exported(tmp_path / "there.db") == exported(tmp_path / "here.db")
    assert links(tmp_path / "there.db") == links(tmp_path / "here.db")
    assert links(tmp_path / "here.db")["near"]
    assert found_wrong(tmp_path / "there.db") == []

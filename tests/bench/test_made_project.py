"""Projects that are made for measuring are projects like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.made_project import make
from db.records import Filter
from workbench.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


def test_a_made_project_is_sound_and_of_the_size_that_was_asked(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    make(path, 300)
    desk = Desk(path, "tester")
    assert desk.problems() == []
    assert len(desk.ids(Filter())) == 300
    assert 0 < desk.progress()[0] < 300


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    rows = []
    for name in ("a.db", "b.db"):
        make(tmp_path / name, 100)
        desk = Desk(tmp_path / name, "tester")
        rows.append([row.cluster for row in desk.rows(desk.ids(Filter()))])
    assert rows[0] == rows[1]

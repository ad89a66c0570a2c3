"""What bench.index_recall says of an index: what a search of all pairs finds is the measure."""

from pathlib import Path

import pytest

from bench.index_recall import rows_of
from bench.made_claims import of_claims, patterns, write
from bench.scale_inside import build
from db.connection import open_reader
from models.linking import index
from workbench.clustering import growing


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(growing, "FROM", 20)
    write(tmp_path / "many", of_claims(patterns(None, 50), 400))
    build(tmp_path / "p.db", tmp_path / "many")
    return tmp_path / "p.db"


def shares(project: Path) -> list[float]:
    db = open_reader(project)
    found = [row for row in rows_of(db, 60) if row.what.startswith("of the ")]
    db.close()
    assert len(found) == 2
    return [float(row.figure) for row in found]


def test_an_index_that_looks_into_every_cell_misses_what_whole_numbers_round_away(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PROBES", 10_000)
    assert 0.95 <= min(shares(project)) < 1


def test_an_index_that_looks_into_one_cell_misses_some(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PROBES", 1)
    five, fifty = shares(project)
    assert 0 < fifty < five < 1

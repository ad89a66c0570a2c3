"""What the tests of the command line share: toy models behind it, and a project to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from tests.workbench.commands import done
from workbench.desk import Desk


@pytest.fixture
def toy_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("models.embedder.Embedder", lambda model, backend: ToyEmbedder())
    monkeypatch.setattr("models.linker.Linker.load", ToyLinker)
    for name in ("WORKBENCH_PROJECT", "WORKBENCH_REVIEWER", "WORKBENCH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("WORKBENCH_KEYMAP", raising=False)
    monkeypatch.setattr("workbench.ui.keymap.default_path", lambda: tmp_path / "own.toml")
    monkeypatch.setenv("LOGNAME", "ada")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def storm(articles: Path) -> Path:
    """A project of three articles, in the default place."""
    done("add", articles)
    return Path("workbench.db")


@pytest.fixture
def judged(storm: Path) -> Path:
    """A project in which everything is decided."""
    desk = Desk(storm, "ada")
    for cluster in desk.ids(Filter()):
        desk.mark(cluster, Label.CONSISTENT)
    desk.close()
    return storm

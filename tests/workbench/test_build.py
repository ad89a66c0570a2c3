"""Which tools a project works with, and that it keeps to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import settings
from db.connection import open_writer
from workbench import build as builder
from workbench.build import build
from workbench.desk import Desk
from workbench.errors import InputError, ModelError
from workbench.kinds import ATOMIC, CLAUSES

if TYPE_CHECKING:
    from pathlib import Path


def setting(project: Path, name: str) -> str:
    db = open_writer(project)
    try:
        return settings.get(db, name)
    finally:
        db.close()


def test_a_project_keeps_to_one_kind_of_claims(project: Path, articles: Path) -> None:
    build(project, [articles / "a.txt"], claims=ATOMIC)
    assert setting(project, "claims") == ATOMIC
    with pytest.raises(InputError, match="for clauses claims begin another one"):
        build(project, [articles / "b.txt"], claims=CLAUSES)
    build(project, [articles / "b.txt"])
    desk = Desk(project, "tester")
    assert desk.tally().documents == 2
    assert desk.problems() == []


def test_a_project_of_an_earlier_version_has_clauses(project: Path, articles: Path) -> None:
    build(project, [articles / "a.txt"])
    db = open_writer(project)
    db.execute("DELETE FROM setting WHERE name = 'claims'")
    db.close()
    with pytest.raises(InputError, match="this project has clauses claims"):
        build(project, [articles / "b.txt"], claims=ATOMIC)


def test_a_project_keeps_its_model(project: Path, articles: Path) -> None:
    build(project, [articles / "a.txt"], model="default")
    assert setting(project, "model") == "default"
    with pytest.raises(ModelError, match="cannot be loaded"):
        build(project, [articles / "b.txt"], model=str(articles))
    assert setting(project, "model") == "default"


def test_nothing_to_read_makes_no_project(project: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article could be read"):
        build(project, [tmp_path / "none"])
    assert not project.exists()


def test_the_parser_and_the_embedder_share_one_model_where_torch_runs_it() -> None:
    from models.embedder import TORCH, Embedder

    assert Embedder().encoder is None
    embedder = Embedder(backend=TORCH)
    splitter = builder.splitter(ATOMIC, embedder)
    assert splitter.version.startswith("claim-trees-4 ")
    assert splitter._parser.encoder is not None
    assert embedder.encoder is embedder._torch.model

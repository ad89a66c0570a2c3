"""What the tests of the project file share: an open project, empty or with a small story in it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from db.connection import open_writer
from tests.made import cluster, group, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    open_writer(path).close()
    return path


@pytest.fixture
def db(blank: Path, project: Path) -> Iterator[Database]:
    shutil.copy(blank, project)
    db = open_writer(project)
    yield db
    db.close()


@pytest.fixture
def told(db: Database) -> dict[str, int]:
    """Two sources on one storm, in three clusters; return the ids by what they are about."""
    hurt_a, mayor = tell(db, "Alpha", "Fourteen people were hurt.", "The mayor came.")
    hurt_b, school = tell(db, "Beta", "Seventeen people were hurt.", "The school stays open.")
    ids = cluster(db, group(db, hurt_a, hurt_b), group(db, mayor), group(db, school))
    return dict(zip(("hurt", "mayor", "school"), ids, strict=True))

"""Copies of a project, from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workbench.commands import data, done, first_cluster, refused, run

pytestmark = pytest.mark.usefixtures("toy_models")

OLD = Path(__file__).parents[1] / "old_dbs" / "v1.db"


def test_backup_copies_the_project_to_a_file_or_beside_it(storm: Path) -> None:
    done("mark", first_cluster(), "conflicting", "--note", "14 or 17")
    assert "(" in done("backup", "copy.db")
    assert done("export", "--project", "copy.db") == done("export")
    assert done("verify", "--project", "copy.db") == "all well\n"
    beside = Path(data("backup")["file"])
    assert beside.name.startswith("workbench.backup-20")
    (listed,) = data("backup", "--list")
    assert listed["file"] == str(beside)
    assert listed["size"] == beside.stat().st_size
    assert not listed["automatic"]
    assert beside.name in done("backup", "--list")


def test_backup_refuses_in_one_line(storm: Path, tmp_path: Path) -> None:
    Path("there.db").write_text("old")
    assert "--force replaces it" in refused("backup", "there.db")
    assert Path("there.db").read_text() == "old"
    done("backup", "there.db", "--force")
    assert "the project itself" in refused("backup", storm, "--force")
    assert "No such file" in refused("backup", "nowhere/copy.db")
    assert "takes no FILE" in refused("backup", "copy.db", "--list", code=2)
    assert run("backup", tmp_path).exit_code == 2


def test_a_project_of_an_old_schema_is_copied_as_it_is_and_before_it_is_migrated() -> None:
    shutil.copy(OLD, "workbench.db")
    assert done("backup", "--list") == "no copy lies beside this project\n"
    done("backup", "asked.db")
    assert data("backup", "--list") == []
    done("status")
    (made,) = data("backup", "--list")
    assert made["automatic"]
    assert "before a migration or a rebuild" in done("backup", "--list")

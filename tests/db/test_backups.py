"""Copies of a project: whole and checked or not there, and made before the schema changes."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import backups, settings
from db.checks import problems
from db.connection import open_reader, open_writer, writing
from db.errors import BackupRefused, ProjectDamaged, ProjectReadOnly
from db.migrations import migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

OLD = sorted(
    (Path(__file__).parents[1] / "old_dbs").glob("*.db"), key=lambda path: int(path.stem[1:])
)


def beside(project: Path) -> list[str]:
    return sorted(path.name for path in project.parent.iterdir() if "backup" in path.name)


def test_a_copy_holds_what_was_committed_and_nothing_that_was_not(
    db: Database, project: Path, tmp_path: Path
) -> None:
    settings.put(db, "name", "kept")
    target = tmp_path / "copy.db"
    with writing(db):
        db.execute("INSERT INTO setting VALUES ('half', 'done')")
        assert backups.write(project, target) == target
    reader = open_reader(target)
    assert settings.get(reader, "name") == "kept"
    assert settings.get(reader, "half") == ""
    assert list(problems(reader)) == []
    reader.close()


def test_a_copy_is_one_file_with_the_permissions_of_the_project(
    db: Database, project: Path, tmp_path: Path
) -> None:
    project.chmod(0o640)
    target = backups.write(project, tmp_path / "copies.db")
    assert target.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir() if "copies" in p.name] == ["copies.db"]
    assert target.read_bytes()[18:20] == b"\x01\x01"  # no write-ahead log needed to read it


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(
    db: Database, project: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("old")
    with pytest.raises(BackupRefused, match="is there already; --force"):
        backups.write(project, target)
    assert target.read_text() == "old"
    backups.write(project, target, force=True)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_the_project_itself_a_folder_and_a_file_with_a_journal_are_never_replaced(
    db: Database, project: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    writer = open_writer(other)
    settings.put(writer, "a", "b")
    link = tmp_path / "link.db"
    link.symlink_to(project)
    for target, words in (
        (project, "the project itself"),
        (link, "the project itself"),
        (tmp_path, "not a plain file"),
        (other, "open in a program"),
    ):
        with pytest.raises(BackupRefused, match=words):
            backups.write(project, target, force=True)
    assert settings.get(writer, "a") == "b"
    writer.close()


def test_a_folder_that_is_not_there_is_named(db: Database, project: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectReadOnly, match=r"copy\.db cannot be written \(No such file"):
        backups.write(project, tmp_path / "nowhere" / "copy.db")


def test_a_damaged_project_is_not_copied(db: Database, project: Path, tmp_path: Path) -> None:
    with writing(db):
        db.conn.executemany(
            "INSERT INTO setting VALUES (?, ?)", [(str(n), "x" * 500) for n in range(500)]
        )
    db.close()
    data = bytearray(project.read_bytes())
    at = len(data) // 4096 // 2 * 4096
    data[at : at + 4096 * 20] = os.urandom(4096 * 20)
    project.write_bytes(data)
    with pytest.raises(ProjectDamaged, match="damaged"):
        backups.write(project, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == [project]


def test_a_full_disk_leaves_nothing_behind(db: Database, project: Path, tmp_path: Path) -> None:
    db.close()
    program = (
        "import signal, sys; from pathlib import Path; from db import backups;"
        "from db.errors import DiskFull\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try: backups.write(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except DiskFull as error: print(error)"
    )
    child = subprocess.run(
        [sys.executable, "-c", program, str(project), str(tmp_path / "copy.db")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "copy.db cannot be" in child.stdout, child.stderr
    assert list(tmp_path.iterdir()) == [project]


# Before a migration


def step(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM _sqlite_migrations ORDER BY name")
    return [name for (name,) in rows]


@pytest.mark.parametrize("old", OLD[:-1], ids=lambda path: path.name)
@pytest.mark.parametrize("open_", [open_reader, open_writer])
def test_an_old_project_is_copied_before_it_is_migrated(
    old: Path, open_: object, project: Path
) -> None:
    shutil.copy(old, project)
    open_(project).close()
    (copy,) = backups.of(project)
    assert copy.automatic
    before, kept = sqlite3.connect(old), sqlite3.connect(copy.path)
    assert step(kept) == step(before)
    assert kept.execute("SELECT * FROM act").fetchall() == (
        before.execute("SELECT * FROM act").fetchall()
    )
    before.close()
    kept.close()
    reader = open_reader(copy.path)  # and it opens in its turn
    assert list(problems(reader)) == []
    reader.close()


def test_a_new_project_and_one_of_today_are_not_copied(project: Path) -> None:
    open_writer(project).close()
    open_writer(project).close()
    open_reader(project).close()
    assert beside(project) == []


def test_what_cannot_be_copied_is_not_migrated(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(OLD[0], project)

    def full(*_: object, **__: object) -> None:
        raise ProjectReadOnly("no room for a copy")

    with monkeypatch.context() as patch:
        patch.setattr(backups, "write", full)
        with pytest.raises(ProjectReadOnly, match="no room"):
            open_writer(project)
    db = sqlite3.connect(project)
    assert step(db) == ["m001_first_schema"]
    db.close()
    assert migrations.pending(open_writer(project)) == []


def test_three_automatic_copies_stay_and_all_that_were_asked_for(
    db: Database, project: Path
) -> None:
    for second in range(1, 6):
        for kind in ("", ".auto"):
            project.with_name(f"project.backup-2031010{second}-120000{kind}.db").touch()
    project.with_name("project.backup-99999999-999999.auto.db").touch()
    project.with_name("project-two.backup-20310101-120000.auto.db").touch()
    backups.automatic(project)
    found = backups.of(project)
    assert [b.at for b in found] == sorted((b.at for b in found), reverse=True)
    assert len([b for b in found if not b.automatic]) == 5
    now, *later = sorted(b.path.name for b in found if b.automatic)
    assert later == [f"project.backup-2031010{n}-120000.auto.db" for n in (4, 5)]
    assert open_reader(project.with_name(now)).execute("SELECT 1").fetchone() == (1,)
    assert project.with_name("project-two.backup-20310101-120000.auto.db").exists()

"""Opening a project: what makes it ours, and what is said when it cannot be used."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from db import connection, settings
from db.connection import APPLICATION_ID, open_reader, open_writer, path_of, reading, writing
from db.digests import digest_of
from db.errors import (
    DiskFull,
    NewerProject,
    NotAProject,
    ProjectBusy,
    ProjectDamaged,
    ProjectError,
    ProjectReadOnly,
    ProjectReplaced,
    UnsafeProject,
)
from db.migrations import STEPS, TRIGGERS, migrations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


# What an open project is


def test_a_project_is_safe_against_power_cuts_dangling_references_and_foreign_hands(
    db: Database,
) -> None:
    assert pragma(db, "journal_mode") == "wal"
    assert pragma(db, "synchronous") == 2
    assert pragma(db, "foreign_keys") == 1
    assert pragma(db, "application_id") == APPLICATION_ID
    assert pragma(db, "trusted_schema") == 0


def test_a_reader_writes_nothing(db: Database, project: Path) -> None:
    reader = open_reader(project)
    with pytest.raises(ProjectReadOnly), writing(reader):
        reader.execute("INSERT INTO setting VALUES ('a', 'b')")
    assert pragma(reader, "foreign_keys") == 1
    reader.close()


def test_a_reader_goes_on_while_another_writes(db: Database, project: Path) -> None:
    settings.put(db, "name", "before")
    reader = open_reader(project)
    with writing(db):
        db.execute("UPDATE setting SET value = 'after'")
        assert settings.get(reader, "name") == "before"
    assert settings.get(reader, "name") == "after"
    reader.close()


def test_a_block_of_reading_is_of_one_moment(db: Database, project: Path) -> None:
    settings.put(db, "name", "before")
    reader = open_reader(project)
    with reading(reader):
        assert settings.get(reader, "name") == "before"
        settings.put(db, "name", "after")
        assert settings.get(reader, "name") == "before"
    assert settings.get(reader, "name") == "after"
    reader.close()


def test_a_block_of_writing_is_stored_whole_or_not_at_all(db: Database) -> None:
    def stop_half_way() -> None:
        with writing(db):
            db.execute("INSERT INTO setting VALUES ('a', 'b')")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stop_half_way()
    assert settings.get(db, "a") == ""
    settings.put(db, "a", "still writable")
    assert settings.get(db, "a") == "still writable"


def test_path_of_names_the_file(db: Database, project: Path) -> None:
    assert path_of(db) == str(project)


def test_plugins_of_sqlite_utils_are_not_loaded(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    original = Database.__init__
    monkeypatch.setattr(
        Database,
        "__init__",
        lambda self, *args, **kw: (
            seen.append(kw.get("execute_plugins")),
            original(self, *args, **kw),
        )[1],
    )
    open_writer(project).close()
    assert seen == [False]


# What is not a project


def test_a_file_that_is_not_sqlite_is_refused_and_left_alone(project: Path) -> None:
    project.write_text("Dear diary, this is no database at all." * 50)
    before = project.read_bytes()
    for opened in (open_reader, open_writer):
        with pytest.raises(NotAProject, match="not SQLite"):
            opened(project)
    assert project.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(project: Path) -> None:
    other = sqlite3.connect(project)
    other.execute("CREATE TABLE recipe (name)")
    other.close()
    before = project.read_bytes()
    for opened in (open_reader, open_writer):
        with pytest.raises(NotAProject, match="another program"):
            opened(project)
    assert project.read_bytes() == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    for opened in (open_reader, open_writer):
        with pytest.raises(NotAProject, match="is a folder"):
            opened(tmp_path)


def test_a_missing_project_is_not_made_by_reading_or_acting(project: Path) -> None:
    with pytest.raises(NotAProject, match="does not exist"):
        open_reader(project)
    with pytest.raises(NotAProject, match="does not exist"):
        open_writer(project, make=False)
    assert not project.exists()


def test_a_project_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectReadOnly, match="cannot be opened or made"):
        open_writer(tmp_path / "nowhere" / "project.db")


def test_an_empty_file_becomes_a_project(project: Path) -> None:
    project.touch()
    open_reader(project).close()
    assert open_writer(project).execute("SELECT count(*) FROM cluster").fetchone() == (0,)


def test_a_project_of_a_newer_version_is_refused_and_left_alone(
    db: Database, project: Path
) -> None:
    with writing(db):
        db["_sqlite_migrations"].insert(
            {"migration_set": migrations.name, "name": "m999_from_the_future", "applied_at": ""}
        )
    db.close()
    before = project.read_bytes()
    for opened in (open_reader, open_writer):
        with pytest.raises(NewerProject, match=r"m999_from_the_future.*update claim-workbench"):
            opened(project)
    assert project.read_bytes() == before


# What can go wrong with a project


@pytest.mark.parametrize("moved", ["replaced", "moved away", "removed"])
def test_nothing_is_written_to_a_file_that_has_lost_its_name(
    db: Database, project: Path, tmp_path: Path, moved: str
) -> None:
    settings.put(db, "name", "before")
    other = tmp_path / "other.db"
    if moved == "replaced":
        open_writer(other).close()
        other.replace(project)
    elif moved == "moved away":
        project.rename(other)
    else:
        project.unlink()
    with pytest.raises(ProjectReplaced, match="open it again"):
        settings.put(db, "name", "after")
    assert settings.get(db, "name") == "before"


def test_a_project_reached_by_another_name_can_be_written_to(
    db: Database, project: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(project)
    through = open_writer(link)
    settings.put(through, "name", "by the link")
    through.close()
    assert settings.get(db, "name") == "by the link"


HIDDEN = {
    "trigger": "CREATE TRIGGER helpful AFTER INSERT ON act BEGIN DELETE FROM verdict; END",
    "trigger that goes by one of our names": (
        "DROP TRIGGER act_is_never_changed;"
        "CREATE TRIGGER act_is_never_changed AFTER INSERT ON act BEGIN DELETE FROM verdict; END"
    ),
    "view": "CREATE VIEW extra AS SELECT * FROM act",
    "view in the place of a table": (
        "ALTER TABLE bookmark RENAME TO kept; CREATE VIEW bookmark AS SELECT * FROM kept"
    ),
}


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("open_", [open_writer, open_reader, connection.open_read_only])
def test_a_project_with_something_hidden_in_it_that_would_run_is_refused_and_left_alone(
    db: Database, project: Path, hidden: str, open_: Callable[[Path], Database]
) -> None:
    db.close()
    foreign = sqlite3.connect(project)
    foreign.executescript(HIDDEN[hidden])
    foreign.close()
    before = project.read_bytes()
    with pytest.raises(UnsafeProject, match=f"holds a {hidden.split()[0]} that no project has"):
        open_(project)
    assert project.read_bytes() == before


def test_the_triggers_of_every_schema_that_ever_shipped_are_known_and_no_others() -> None:
    made = set()
    for stop in [*sorted(STEPS)[1:], None]:
        schema = Database(memory=True)
        migrations.apply(schema, stop_before=stop)
        triggers = schema.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        made |= {digest_of(sql.encode()) for (sql,) in triggers}
    assert made == TRIGGERS


def test_a_second_writer_waits_and_is_then_told(
    db: Database, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    other = open_writer(project)
    with (
        writing(db),
        pytest.raises(ProjectBusy, match="locked by another program"),
        writing(other),
    ):
        pass
    with writing(other):
        other.execute("INSERT INTO setting VALUES ('now', 'free')")
    other.close()


def test_a_torn_project_is_named_as_damaged(db: Database, project: Path) -> None:
    db.close()
    data = bytearray(project.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    project.write_bytes(data)
    with pytest.raises(ProjectDamaged, match="restore a copy"):
        open_writer(project)


def test_a_project_cut_short_is_named_as_damaged_or_refused(db: Database, project: Path) -> None:
    db.close()
    whole = project.read_bytes()
    for length in (50, 1000, 5000, len(whole) // 2):
        project.write_bytes(whole[:length])
        with pytest.raises(ProjectError):
            settings_of(open_writer(project))


def settings_of(db: Database) -> None:
    try:
        with connection.speaking_plainly("project"):
            list(db.execute("PRAGMA integrity_check(1)"))
            db.execute("SELECT count(*) FROM setting, bookmark, act, claim_fts").fetchall()
            raise NotAProject("not noticed")
    finally:
        db.close()


def test_a_full_disk_is_named_and_costs_nothing_that_is_stored(db: Database) -> None:
    settings.put(db, "kept", "yes")
    pages = pragma(db, "page_count")
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="nothing stored was lost"):
        settings.put(db, "large", "x" * 1_000_000)
    db.execute("PRAGMA max_page_count = 1000000")
    assert settings.get(db, "kept") == "yes"
    settings.put(db, "large", "small")


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


def test_a_quota_that_is_used_up_is_named_as_such(db: Database, project: Path) -> None:
    db.close()
    program = (
        "import signal, sys; from pathlib import Path;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from db import settings; from db.connection import open_writer;"
        "from db.errors import DiskFull\n"
        "db = open_writer(Path(sys.argv[1]))\n"
        "try: settings.put(db, 'large', 'x' * 1_000_000)\n"
        "except DiskFull as error: print(error)"
    )
    child = subprocess.run(
        [sys.executable, "-c", program, str(project)],
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "disk full" in child.stdout, child.stderr
    assert settings.get(open_reader(project), "large") == ""


def test_a_read_only_disk_is_named_as_such(
    db: Database, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.close()
    opened = sqlite3.connect

    def read_only(path: str, **options: object) -> sqlite3.Connection:
        return opened(f"file:{path}?mode=ro", uri=True, **options)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with pytest.raises(ProjectReadOnly, match="cannot be written to"):
        settings.put(open_writer(project), "a", "b")
    with pytest.raises(ProjectReadOnly, match="cannot be opened or made"):
        open_writer(project.with_name("new.db"))


# Two at once


def test_processes_that_make_one_project_at_once_all_succeed(project: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from db import settings;"
        "from db.connection import open_writer;"
        "sys.stdin.readline();"
        "settings.put(open_writer(Path(sys.argv[1])), sys.argv[2], 'here')"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(project), str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[1] for child in children] == [""] * 4
    reader = open_reader(project)
    assert [settings.get(reader, str(number)) for number in range(4)] == ["here"] * 4
    reader.close()


def test_a_project_waits_to_be_made_while_another_program_holds_the_new_file(
    project: Path,
) -> None:
    other = sqlite3.connect(project, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(lambda: open_writer(project).close())
        with pytest.raises(TimeoutError):
            made.result(timeout=0.1)
        other.execute("ROLLBACK")
        made.result(timeout=5)
    other.close()
    assert migrations.pending(open_reader(project)) == []


def test_threads_that_make_one_project_at_once_all_succeed(tmp_path: Path) -> None:
    def make(number: int) -> str:
        db = open_writer(tmp_path / f"{number % 5}.db")
        try:
            settings.put(db, str(number), "here")
            return settings.get(db, str(number))
        finally:
            db.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(make, range(40))) == {"here"}

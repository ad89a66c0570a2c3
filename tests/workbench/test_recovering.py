"""A damaged project: what can be read of it makes a sound one, and the rest is named."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from db import former_homes
from db.connection import open_writer
from db.errors import NotAProject
from db.records import Filter, Label
from tests.joins import joined, state
from tests.workbench.commands import claim_ids, data, done, first_cluster, refused, run
from workbench.desk import Desk
from workbench.transfer.recovering import recover

pytestmark = pytest.mark.usefixtures("toy_models")

OLD = sorted(
    (Path(__file__).parents[1] / "old_dbs").glob("*.db"), key=lambda path: int(path.stem[1:])
)
PAGE = 4096


@pytest.fixture
def worked(storm: Path, articles: Path) -> Path:
    """A project with acts of every kind, some undone, a new version, and a bookmark."""
    two = "Ferries stopped at noon, and the harbour master went home."
    (articles / "d.txt").write_text(f"Ferries rest\n\n{two}\n", "utf-8")
    done("add", articles)
    first = first_cluster()
    done("mark", first, "conflicting", "--note", "14 or 17")
    done("mark", first, "consistent", "--reviewer", "bob")
    done("undo", "--reviewer", "bob")
    done("redo", "--reviewer", "bob")
    repairs, open_, mayor = (
        data("clusters", "--search", words)[0]["id"] for words in ("repairs", "schools", "visited")
    )
    done("merge", repairs, open_)
    done("detach", claim_ids(mayor)[0])
    done("undo")
    done("join", *claim_ids(mayor))
    done("drop", claim_ids(data("clusters", "--search", "counts")[0]["id"])[0])
    done("whole", claim_ids(data("clusters", "--search", "harbour master")[0]["id"])[0])
    news = articles / "a.txt"
    news.write_text(news.read_text("utf-8").replace("Bridge", "Crossing"), "utf-8")
    done("add", articles)
    desk = Desk(storm, "ada")
    desk.remember(first, Filter(verdict=Label.CONSISTENT))
    desk.close()
    assert done("verify") == "all well\n"
    return storm


def told(project: Path) -> tuple[object, ...]:
    """All that a reviewer sees of a project."""
    acts = open_writer(project)
    log = acts.execute("SELECT * FROM act ORDER BY id").fetchall()
    acts.close()
    desk = Desk(project, "ada")
    bookmark = desk.bookmark()
    desk.close()
    table = done("export", "--level", "claim", "--project", project)
    return table, log, bookmark, data("status", "--project", project)


def test_a_sound_project_comes_back_whole(worked: Path) -> None:
    before = worked.read_bytes()
    found = data("recover", "-o", "new.db")
    assert (found["file"], found["lost"], found["problems"]) == ("new.db", [], [])
    assert (found["articles"], found["acts"]) == (5, len(told(worked)[1]))
    assert worked.read_bytes() == before
    assert told(Path("new.db")) == told(worked)
    assert done("verify", "--project", "new.db") == "all well\n"


def test_a_whole_sentence_comes_back_in_a_newer_version_and_under_another_source(
    worked: Path, articles: Path
) -> None:
    whole = "Ferries stopped at noon, and the harbour master went home."
    (articles / "d.txt").write_text(f"Ferries resting\n\n{whole}\n", "utf-8")
    done("add", articles)
    done("rename-source", "d", "Delta")
    assert whole in told(worked)[0]
    done("recover", "-o", "new.db")
    assert told(Path("new.db")) == told(worked)


def test_the_last_words_of_a_cluster_and_what_is_whose_come_back(
    worked: Path, articles: Path
) -> None:
    desk = Desk(worked, "ada")
    desk.mark(data("clusters", "--search", "cost")[0]["id"], Label.CONSISTENT)
    done("remove", next(a.id for a in desk.articles() if a.name == "b.txt"), "--yes")
    (articles / "c.txt").write_text("All is well.\n", "utf-8")
    run("add", articles)
    desk.share_out(["ada", "bob"], seed=1)
    desk.keep_draft(first_cluster(), "half a no")
    done("recover", "-o", "new.db")
    assert told(Path("new.db")) == told(worked)
    again = Desk(Path("new.db"), "ada")
    assert (again.shares(), again.draft(1)) == (desk.shares(), desk.draft(1))
    for one in (desk, again):
        one.undo()
    assert state(Path("new.db"))["homes"] == state(worked)["homes"]
    assert again.problems() == []


def test_a_joined_project_can_be_joined_further_when_it_was_recovered(
    storm: Path, articles: Path
) -> None:
    for name in ("b.db", "c.db"):
        shutil.copy(storm, name)
    (articles / "e.txt").write_text("The mayor visited the bridge.\n", "utf-8")
    done("add", articles, "--project", "b.db")
    mayor, hurt, cost, *_ = (row["id"] for row in data("clusters"))
    done("merge", hurt, mayor, "--reviewer", "ada")
    done("merge", cost, mayor, "--project", "c.db", "--reviewer", "cleo")
    done("combine", storm, "b.db", "-o", "ab.db")
    assert data("recover", "ab.db", "-o", "new.db")["lost"] == []
    assert names_of_clusters("new.db") == names_of_clusters("ab.db")
    assert state(joined(Path("new.db"), Path("c.db"))) == state(joined(Path("ab.db"), Path("c.db")))


def test_what_was_undone_in_two_copies_is_recovered_whole(storm: Path) -> None:
    done("mark", first_cluster(), "consistent")
    shutil.copy(storm, "b.db")
    for project in (storm, "b.db"):
        done("undo", "--project", project)
        done("redo", "--project", project)
        done("undo", "--project", project)
    done("combine", storm, "b.db", "-o", "ab.db")
    assert data("recover", "ab.db", "-o", "new.db")["lost"] == []
    assert state(Path("new.db"))["log"] == state(Path("ab.db"))["log"]
    assert done("verify", "--project", "new.db") == "all well\n"


def names_of_clusters(project: str) -> object:
    """Return what clusters are called in any file, and from which claims came."""
    db = open_writer(Path(project))
    found = dict(db.execute("SELECT id, uid FROM cluster").fetchall()), former_homes.get(db)
    db.close()
    assert all(found)
    return found


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.name)
def test_a_project_of_an_old_schema_can_be_recovered(old: Path) -> None:
    shutil.copy(old, "old.db")
    assert data("recover", "old.db", "-o", "new.db")["problems"] == []
    done("add", "--project", "old.db")
    assert told(Path("new.db"))[:2] == told(Path("old.db"))[:2]


def spoil(project: Path, *statements: str) -> None:
    """Damage a project behind the back of everything that guards it."""
    file = sqlite3.connect(project)
    for name, sql in file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"):
        assert sql
        file.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE document SET text = 'forged' WHERE name = 'd.txt'", "article d.txt: its text"),
        ("UPDATE source SET name = 'forged' WHERE id = 2", "b.txt: its source cannot be read"),
        ("DELETE FROM source WHERE id = 2", "b.txt: its source cannot be read"),
        ("UPDATE claim SET text = 'forged' WHERE document_id = 4", "d.txt: sentences or claims"),
        (
            "UPDATE sentence SET start = start + 1 WHERE document_id = 2",
            "b.txt: sentences or claims",
        ),
        ("DELETE FROM act WHERE id = 1", "acts: 1 of 11 cannot be read (1)"),
        ("UPDATE act SET value = 'maybe' WHERE id = 2", "act 2: makes no sense"),
        ("UPDATE act SET claims = 'torn' WHERE kind = 'join'", "makes no sense"),
        ("DELETE FROM act WHERE kind = 'drop'", "acts: 1 of 11"),
        ("DELETE FROM act WHERE kind = 'whole'", "acts: 1 of 11"),
        ("DELETE FROM act WHERE kind = 'undo'", "what it undoes or brings back"),
        ("UPDATE bookmark SET filter = 'torn'", ""),
        ("INSERT INTO withdrawn SELECT id, 99 FROM claim", ""),
        ("INSERT INTO assignment SELECT 999, '', '' FROM act LIMIT 1", ""),
        ("DELETE FROM verdict", ""),
        ("DELETE FROM undone", ""),
        ("UPDATE cluster SET claims = 9, headline = 'forged'", ""),
        ("UPDATE vector SET data = x'00'", ""),
        ("DELETE FROM setting", ""),
    ],
)
def test_what_is_forged_or_missing_is_left_out_and_the_rest_is_sound(
    worked: Path, statement: str, words: str
) -> None:
    spoil(worked, statement)
    result = run("recover", worked, "-o", "new.db")
    assert result.exit_code == 0, result.output
    assert words in result.stderr
    assert bool(result.stderr) is bool(words)
    assert done("verify", "--project", "new.db") == "all well\n"


def test_claims_that_are_split_anew_find_their_clusters_and_verdicts_again(worked: Path) -> None:
    before = told(worked)
    spoil(
        worked,
        "UPDATE claim SET text = 'forged' WHERE rule = ''",
        "UPDATE sentence SET text = 'forged'",
    )
    run("recover", "-o", "new.db")
    table, log, bookmark, _ = told(Path("new.db"))
    assert (table, log, bookmark) == before[:3]


def test_verdicts_find_claims_of_which_nothing_can_be_read(worked: Path) -> None:
    first = data("show", first_cluster())
    spoil(worked, "DELETE FROM claim WHERE cluster_id = (SELECT cluster_id FROM act WHERE id = 1)")
    spoil(worked, "UPDATE claim SET spans = 'torn' WHERE rule = ''")
    assert run("recover", "-o", "new.db").exit_code == 0
    again = data("show", first["id"], "--project", "new.db")
    assert again["verdict"] == first["verdict"]
    assert [m["claim"] for m in again["members"]] == [m["claim"] for m in first["members"]]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_pages_are_torn_the_new_project_is_sound_or_there_is_none(
    worked: Path, seed: int
) -> None:
    spoil(worked, "DELETE FROM vector")
    file = sqlite3.connect(worked, isolation_level=None)
    file.execute("VACUUM")
    file.close()
    content = bytearray(worked.read_bytes())
    chance = random.Random(seed)
    for page in chance.sample(range(1, len(content) // PAGE), 3):
        content[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    worked.write_bytes(content)
    result = run("recover", "-o", "new.db")
    if result.exit_code:
        assert "no article in it can be read" in result.stderr
        assert not Path("new.db").exists()
    else:
        # Nothing is lost where only what is derived from other things was torn.
        assert all(line.startswith("lost: ") for line in result.stderr.splitlines())
        assert done("verify", "--project", "new.db") == "all well\n"
    assert worked.read_bytes() == content
    assert not [path for path in Path().iterdir() if path.name.startswith(".recover")]


def test_what_is_only_in_the_log_of_a_killed_program_is_read_and_the_log_left(
    storm: Path,
) -> None:
    writer = open_writer(storm)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    desk = Desk(storm, "ada")
    desk.mark(1, Label.CONSISTENT)
    for side in ("", "-wal"):
        shutil.copy(f"{storm}{side}", f"torn.db{side}")
    desk.close()
    writer.close()
    log = Path("torn.db-wal").read_bytes()
    assert data("recover", "torn.db", "-o", "new.db")["acts"] == 1
    assert Path("torn.db-wal").read_bytes() == log
    assert data("show", "1", "--project", "new.db")["verdict"]["label"] == "consistent"


def test_recover_refuses_in_one_line(storm: Path, tmp_path: Path) -> None:
    Path("there.db").write_text("old")
    assert "is there already" in refused("recover", "-o", "there.db")
    assert Path("there.db").read_text() == "old"
    assert "does not exist" in refused("recover", "gone.db", "-o", "new.db")
    assert "No such file" in refused("recover", "-o", "nowhere/new.db")
    assert "is a folder" in refused("recover", tmp_path, "-o", "new.db")
    other = sqlite3.connect("other.db")
    other.execute("CREATE TABLE recipe (name)")
    other.close()
    assert "another program" in refused("recover", "other.db", "-o", "new.db")
    with pytest.raises(NotAProject, match="not SQLite"):
        recover(Path("there.db"), Path("new.db"))
    assert not Path("new.db").exists()


def test_a_newer_project_is_refused_and_a_torn_name_of_a_step_is_not_taken_for_one(
    worked: Path,
) -> None:
    spoil(worked, "UPDATE _sqlite_migrations SET name = 'm003_!urgery' WHERE name LIKE 'm003%'")
    assert data("recover", "-o", "new.db")["problems"] == []
    spoil(
        worked,
        "UPDATE _sqlite_migrations SET name = 'm999_from_the_future' WHERE name LIKE 'm003%'",
    )
    assert "newer version (m999_from_the_future)" in refused("recover", "-o", "newer.db")


def test_what_is_hidden_in_a_project_to_run_does_not_run_and_does_not_come_along(
    worked: Path,
) -> None:
    before = told(worked)
    spoil(worked, "CREATE TRIGGER helpful AFTER INSERT ON act BEGIN DELETE FROM verdict; END")
    assert "workbench recover" in refused("status", "--project", worked)
    assert data("recover", worked, "-o", "new.db")["problems"] == []
    assert told(Path("new.db")) == before


@pytest.mark.parametrize("pages", [1, 2, 3, 5])
def test_a_file_that_has_lost_its_beginning_is_read_with_that_of_a_new_project(
    worked: Path, pages: int
) -> None:
    before = told(worked)
    content = worked.read_bytes()
    worked.write_bytes(random.Random(pages).randbytes(pages * PAGE) + content[pages * PAGE :])
    result = run("recover", "-o", "new.db")
    assert result.exit_code == 0, result.output
    assert "its first pages are torn" in result.stderr
    assert done("verify", "--project", "new.db") == "all well\n"
    if pages == 1:
        assert told(Path("new.db")) == before

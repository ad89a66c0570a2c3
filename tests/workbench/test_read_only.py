"""Reading a project without leaving a trace, even where nothing can be written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from db.connection import open_read_only, open_writer, writing
from db.errors import ProjectReadOnly
from db.records import Label
from tests.workbench.commands import done, refused
from workbench.cli import cli
from workbench.desk import Desk

pytestmark = pytest.mark.usefixtures("toy_models")

OLD = Path(__file__).parents[1] / "old_dbs" / "v1.db"
READING = (["status"], ["clusters"], ["show", "1"], ["export"], ["verify"], ["history", "1"])


def trace(folder: Path) -> list[tuple[str, int, bytes]]:
    """Return all that a write would change in a folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return [
        ("", folder.stat().st_mtime_ns, b""),
        *((path.name, path.stat().st_mtime_ns, path.read_bytes()) for path in files),
    ]


@pytest.fixture
def kept(storm: Path) -> Path:
    done("mark", "1", "conflicting")
    folder = Path("kept")
    folder.mkdir()
    return storm.rename(folder / "a%20 b#?.db")


@pytest.mark.parametrize("verb", READING, ids=lambda verb: verb[0])
def test_a_reading_verb_says_the_same_and_leaves_no_trace(kept: Path, verb: list[str]) -> None:
    before = trace(kept.parent)
    shown = done(*verb, "--read-only", "--project", kept)
    assert trace(kept.parent) == before
    assert shown == done(*verb, "--project", kept)
    assert shown


def test_what_another_program_has_just_written_is_read(kept: Path) -> None:
    writer = Desk(kept, "bob")
    writer.mark(2, Label.CONSISTENT)
    before = kept.read_bytes()
    assert "decided 2 of" in done("status", "--read-only", "--project", kept)
    assert kept.read_bytes() == before
    writer.close()


def test_a_project_of_an_older_version_is_refused_and_stays_as_it_is() -> None:
    shutil.copy(OLD, "workbench.db")
    before = trace(Path())
    assert "older version" in refused("status", "--read-only")
    assert trace(Path()) == before


def test_nothing_can_be_done_to_it(kept: Path) -> None:
    desk = Desk(kept, "ada", read_only=True)
    with pytest.raises(ProjectReadOnly, match="for reading only"):
        desk.mark(1, Label.CONSISTENT)
    desk.close()
    db = open_read_only(kept)
    with pytest.raises(ProjectReadOnly), writing(db):
        db.execute("INSERT INTO setting VALUES ('a', 'b')")
    db.close()
    open_writer(kept).close()


def test_a_missing_project_is_one_line_and_stays_missing() -> None:
    assert "workbench.db does not exist" in refused("status", "--read-only")
    assert not Path("workbench.db").exists()


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_review_in_lines_of_a_project_that_is_only_read(kept: Path, option: str) -> None:
    before = trace(kept.parent)
    lines = {
        "--plain": "n\nc\nadd x.txt\nshow\nq\n",
        "--json": '{"do":"mark","label":"consistent"}',
    }
    arguments = ["review", option, "--read-only", "--project", str(kept)]
    result = CliRunner().invoke(cli, arguments, input=lines[option])
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    refusals = 2 if option == "--plain" else 1
    assert result.stdout.count("is open for reading only") == refusals
    assert trace(kept.parent) == before


def test_a_review_of_a_file_that_cannot_be_written_opens_it_for_reading(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ProjectReadOnly("kept.db cannot be written to (read-only)")

    monkeypatch.setattr("workbench.desk.Desk.prepare", refuse)
    arguments = ["review", "--plain", "--project", str(kept)]
    result = CliRunner().invoke(cli, arguments, input="c\n")
    assert result.exit_code == 0
    assert result.stderr == (
        "kept.db cannot be written to (read-only): it is opened for reading only\n"
    )
    assert "is open for reading only" in result.stdout
    assert "read-only" in refused("review", "--plain", str(kept.parent), "--project", kept)


def test_nothing_is_added_to_a_project_that_is_only_read(kept: Path, articles: Path) -> None:
    said = refused("review", articles, "--read-only", "--project", kept, code=2)
    assert "cannot be added" in said

"""Sources and articles in a review without a screen: every act of the library, and its undo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.workbench.commands import data, done
from workbench.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("toy_models", "storm")


def say(*lines: str) -> list[str]:
    result = CliRunner().invoke(cli, ["review", "--plain"], input="\n".join(lines))
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout.splitlines()


def ask(*asked: dict[str, object]) -> list[Any]:
    lines = "\n".join(map(json.dumps, asked))
    result = CliRunner().invoke(cli, ["review", "--json"], input=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def do(what: str, **fields: object) -> dict[str, object]:
    return {"do": what, **fields}


def states() -> dict[str, tuple[str, str, str]]:
    found = data("articles")["articles"]
    return {a["name"]: (a["source"], a["published"], a["state"]) for a in found}


def families() -> dict[str, str]:
    return {source["name"]: source["family"] for source in data("sources")}


def test_every_act_of_the_library_in_lines(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "d.txt").write_text("The ferry stopped at noon.\n", "utf-8")
    (tmp_path / "new" / "e.txt").write_bytes(b"\0\0\0")
    lines = say(
        "rename-source Alpha > The Post",
        "set-family The Post > Harbour Media",
        "set-date a.txt > 2031-03-12",
        "remove b.txt",
        f"add {tmp_path / 'new'}",
    )
    assert "source Alpha renamed The Post" in lines
    assert "source The Post belongs to Harbour Media" in lines
    assert "article a.txt dated 2031-03-12" in lines
    assert "article b.txt removed" in lines
    assert any(line.startswith("skipped ") and "e.txt: " in line for line in lines)
    (added,) = [n for n, line in enumerate(lines) if line.startswith("added: d.txt")]
    assert lines[added + 1].startswith("1 new article: 1 claim")
    assert states()["a.txt"] == ("The Post", "2031-03-12", "processed")
    assert states()["b.txt"][2] == "removed"
    assert "d.txt" in states()
    assert families()["The Post"] == "Harbour Media"
    lines = say("library.remove b.txt", "set-family The Post >", "set-date a.txt >")
    assert "article b.txt restored" in lines
    assert states()["a.txt"][1:] == ("", "processed")
    assert families()["The Post"] == ""


def test_what_was_done_is_told_undone_and_done_again() -> None:
    before = states()
    lines = say("remove 1", "library.history", "u", "redo", "u", "rename-source Beta > Bee", "u")
    assert "undone: article a.txt removed" in lines
    assert "done again: article a.txt removed" in lines
    assert "undone: source Beta renamed Bee" in lines
    assert any(line.endswith("ada  article a.txt removed") for line in lines)
    assert states() == before
    assert done("verify") == "all well\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("add", "name a file or a folder"),
        ("add no-such-file.txt", "no-such-file.txt"),
        ("rename-source Alpha", "write SOURCE > NAME"),
        ("rename-source Nobody > Somebody", "there is no source 'Nobody'"),
        ("rename-source Alpha >", "name"),
        ("set-family Nobody > Media", "there is no source 'Nobody'"),
        ("set-date 1 > yesterday", "'yesterday' is not a date like 2031-03-12"),
        ("set-date 99 > 2031-03-12", "there is no article '99'"),
        ("remove", "name the article"),
        ("remove 99", "there is no article '99'"),
        ("library.history now", "nothing may follow here"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(line: str, words: str) -> None:
    before = states()
    (said,) = [x for x in say(line) if x.startswith(("! ", "skipped "))]
    assert words in said
    assert states() == before


def test_the_help_tells_them_by_the_verbs_of_the_command_line() -> None:
    lines = say("?")
    assert any(
        line.startswith("rename-source SOURCE > NAME  or  library.rename SOURCE > NAME: ")
        for line in lines
    )
    assert any(line.startswith("remove ARTICLE  or  library.remove ARTICLE: ") for line in lines)
    assert any(line.startswith("library.history: ") for line in lines)


def test_every_act_of_the_library_in_json(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("The ferry stopped at noon.\n", "utf-8")
    answers = ask(
        do("rename_source", source="Alpha", name="The Post"),
        do("set_family", source="The Post", family="Harbour Media"),
        do("set_date", article="a.txt", date="2031-03-12"),
        do("remove", article=2),
        do("restore", article=2),
        do("remove", article=2),
        do("add", path=str(tmp_path / "d.txt")),
        do("undo"),
        do("library_history"),
    )
    assert [answer["ok"] for answer in answers] == [True] * 9
    assert [answer.get("said") for answer in answers[:6]] == [
        "source Alpha renamed The Post",
        "source The Post belongs to Harbour Media",
        "article a.txt dated 2031-03-12",
        "article b.txt removed",
        "article b.txt restored",
        "article b.txt removed",
    ]
    assert answers[6]["report"]["added"] == ["d.txt"]
    assert answers[7]["said"] == "undone: article b.txt removed"
    assert [act["kind"] for act in answers[8]["history"]][-2:] == ["remove", "undo"]
    assert not any("news" in answer for answer in answers[7:])
    assert states()["b.txt"][2] == "processed"
    assert families()["The Post"] == "Harbour Media"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (do("remove", article=True), "article must be a whole number from 1"),
        (do("remove"), "article must be a whole number from 1"),
        (do("restore", article=1), "in use already"),
        (do("rename_source", source="Alpha"), "name must be a string"),
        (do("set_date", article=1, date="x"), "is not a date"),
        (do("add", path="", more=1), "there is no 'more' here"),
        (do("add", path=" "), "name a file or a folder"),
    ],
)
def test_what_is_asked_wrongly_in_json_changes_nothing(
    asked: dict[str, object], words: str
) -> None:
    before = states()
    (answer,) = ask(asked)
    assert answer["ok"] is False
    assert words in answer["error"]
    assert states() == before

"""Opening a review from the command line: without a terminal, with own keys, in lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.commands import HEAVY, data, done, program, refused, run
from workbench.desk import Desk

pytestmark = pytest.mark.usefixtures("toy_models")


# Without a terminal
def test_review_without_a_terminal_prints_the_queue(articles: Path) -> None:
    shown = done("review", articles)
    assert "added: a.txt, b.txt, c.txt" in shown
    assert "conflicting (number)" in shown
    assert "No terminal here" in shown
    assert done("review").count("src") == len(data("clusters"))


def test_review_without_a_terminal_prints_no_more_than_a_page(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.cli._SHOWN", 2)
    assert "and 4 more; see: workbench clusters" in done("review", articles)


# Own keys
@pytest.mark.parametrize("way", ["option", "environment", "own file"])
def test_a_wrong_file_of_keys_is_refused_before_anything_else(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    file = tmp_path / ("own.toml" if way == "own file" else "mine.toml")
    file.write_text('# mine\n"mark.agree" = "1"\n', "utf-8")
    if way == "environment":
        monkeypatch.setenv("WORKBENCH_KEYMAP", str(file))
    option = ["--keymap", file] if way == "option" else []
    said = f"Error: {file}:2: there is no action 'mark.agree'\n"
    assert refused("review", articles, *option) == said
    assert not Path("workbench.db").exists()


def test_a_file_of_keys_that_is_not_there_is_refused() -> None:
    assert refused("review", "--keymap", "none.toml") == (
        "Error: none.toml: No such file or directory\n"
    )


# Reviews in lines
def test_articles_are_added_before_a_review_in_lines(articles: Path) -> None:
    said = done("review", "--plain", articles).splitlines()
    assert said[0] == "added: a.txt, b.txt, c.txt"
    assert "1 of 6 in the queue, decided 0 of 6" in said
    assert done("review", "--json", articles) == ""


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_review_in_lines_needs_a_project(option: str) -> None:
    assert "does not exist" in refused("review", option)


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_review_in_lines_loads_no_model_and_no_screen(storm: Path, option: str) -> None:
    code = (
        "import sys; from workbench.cli import cli\n"
        f"try: cli(['review', {option!r}])\n"
        f"except SystemExit as end: assert not end.code, end.code\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    assert program(code=code).stderr == "[]\n"


def test_an_interrupted_review_keeps_its_place(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> object:
        yield "n"
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.lines.piped._lines", interrupted)
    result = run("review", "--plain")
    assert result.exit_code == 1
    assert result.stderr == "Error: stopped; everything finished so far is stored\n"
    desk = Desk(Path("workbench.db"), "ada")
    assert desk.bookmark()[0] == [row["id"] for row in data("clusters")][1]
    desk.close()


def test_all_keys_are_printed_as_a_file_that_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "some.toml").write_text('undo = "1"', "utf-8")
    lines = done("review", "--keys", "--keymap", "some.toml").splitlines()
    assert lines[0] == "# In the review"
    assert '"undo" = "1"  # Undo your last act, and the one before, for ever' in lines
    assert '"library.add" = ["plus", "n"]  # Add a file or a folder of articles' in lines
    (tmp_path / "all.toml").write_text("\n".join(lines), "utf-8")
    assert done("review", "--keys", "--keymap", "all.toml").splitlines() == lines
    assert not Path("workbench.db").exists()


def test_a_terminal_without_a_screen_gets_the_review_in_lines(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.cli._has_screen", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert done("review").startswith("Commands are lines: ? lists them, q leaves.\n")

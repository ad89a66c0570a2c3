"""The program as a process of its own: what it loads, and how it fails."""

from __future__ import annotations

import os
import resource
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.workbench.commands import HEAVY, VERBS, done, first_cluster, program
from workbench.cli import cli

pytestmark = pytest.mark.usefixtures("toy_models")


@pytest.mark.parametrize("arguments", [["--help"], ["status"], ["clusters"], ["review"]])
def test_help_and_an_existing_project_load_no_model_and_no_screen(
    storm: Path, arguments: list[str]
) -> None:
    code = (
        "import sys; from workbench.cli import cli\n"
        f"try: cli({arguments!r})\n"
        f"except SystemExit as end: assert not end.code, end.code\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    result = program(code=code)
    assert result.stderr == "[]\n"
    assert result.stdout


def test_the_program_runs_as_a_module_and_fails_with_its_exit_code(storm: Path) -> None:
    good, bad = program("status"), program("show", "99")
    assert (good.returncode, good.stderr) == (0, "")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == "Error: there is no cluster 99; see: workbench clusters\n"
    assert not list(Path().glob("workbench.db-*"))


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.parametrize("arguments", [["mark", "1", "consistent"], ["export", "-o", "out.csv"]])
def test_a_full_disk_is_one_line_and_costs_nothing(storm: Path, arguments: list[str]) -> None:
    Path("out.csv").write_text("old")
    before = done("export")
    result = subprocess.run(
        [sys.executable, "-m", "workbench.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
    assert done("export") == before
    assert Path("out.csv").read_text() == "old"
    assert done("verify") == "all well\n"


def test_a_reader_that_goes_away_ends_the_program_without_a_word(storm: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m workbench.cli export --level claim | head -c 10"
    root = str(Path(__file__).parents[2])
    result = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("cluster_id", "")


def test_a_narrow_terminal_does_not_end_the_work(storm: Path) -> None:
    root = str(Path(__file__).parents[2])
    done("mark", first_cluster(), "consistent", "--note", "Öz – “soon”")
    result = subprocess.run(
        [sys.executable, "-m", "workbench.cli", "show", str(first_cluster())],
        env={**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"note: \xd6z ? ?soon?" in result.stdout


def test_every_option_has_a_help() -> None:
    for verb in VERBS:
        for parameter in cli.commands[verb].params:
            if isinstance(parameter, click.Option):
                assert parameter.help

"""The command line as tests use it: run a verb, and hold it to its promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from workbench.cli import cli

VERBS = sorted(cli.commands)
HEAVY = "torch, sentence_transformers, transformers, sklearn, scipy, textual".split(", ")


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def done(*args: object) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def data(*args: object) -> object:
    return json.loads(done(*args, "--json"))


def refused(*args: object, code: int = 1) -> str:
    """Run a verb that must fail: nothing on stdout, one line on stderr, no traceback."""
    result = run(*args)
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    if code == 1:
        assert result.stderr.startswith("Error: ")
        assert len(result.stderr.splitlines()) == 1
    return result.stderr


def everything() -> object:
    """Return all that `show` says of each cluster."""
    return [data("show", row["id"]) for row in data("clusters")]


def first_cluster() -> int:
    return data("clusters", "--limit", "1")[0]["id"]


def claim_ids(cluster: int) -> list[str]:
    return [member["claim_id"] for member in data("show", cluster)["members"]]


def program(*args: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = ["-c", code] if code else ["-m", "workbench.cli", *args]
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": root},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

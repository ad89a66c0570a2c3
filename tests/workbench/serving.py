"""A served review as tests use it: the verb in its own process, and the acts that it stored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def served(project: Path) -> Iterator[str]:
    """Serve a project; yield the address, then interrupt the server and hold it to a clean end."""
    command = [sys.executable, "-m", "workbench.cli", "serve", "--project", str(project)]
    server = subprocess.Popen(
        [*command, "--reviewer", "ada"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "WORKBENCH_TOUR": "off"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=60)
        assert (server.returncode, errors) == (0, "")
    finally:
        server.kill()
        server.communicate()


def acts(project: Path) -> list[str]:
    db = open_reader(project)
    kinds = [kind for (kind,) in db.execute("SELECT kind FROM act ORDER BY id")]
    db.close()
    return kinds


def wait_for(project: Path, expected: list[str]) -> None:
    """Wait until these kinds of acts are in the log. Raises TimeoutError after a minute."""
    for _ in range(600):
        if acts(project) == expected:
            return
        time.sleep(0.1)
    raise TimeoutError(f"{acts(project)} instead of {expected}")

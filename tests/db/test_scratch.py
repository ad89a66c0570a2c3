"""Folders in which files are made: each is gone in the end, and none that is in use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from db import scratch

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from db import scratch
with scratch.folder(Path(sys.argv[1]), "combine") as folder:
    (folder / "new.db").write_text("half")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_a_folder_is_gone_when_its_work_is_done(tmp_path: Path) -> None:
    with scratch.folder(tmp_path / "new.db", "combine") as folder:
        (folder / "new.db").write_text("half")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_has_left_is_removed_but_not_while_it_runs(tmp_path: Path) -> None:
    target = tmp_path / "new.db"
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert program.stdout is not None
        held = Path(program.stdout.readline().strip())
        with scratch.folder(target, "combine"), scratch.folder(target, "recover"):
            assert (held / "new.db").exists()
    finally:
        program.send_signal(signal.SIGKILL)
        program.communicate()
    assert (held / "new.db").exists()
    with scratch.folder(target, "recover"):
        assert held.exists()
    with scratch.folder(target, "combine"):
        assert not held.exists()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_removed_that_may_be_somebody_elses(tmp_path: Path) -> None:
    empty, deep, named = (tmp_path / f".combine.{end}" for end in ("abcdefg1", "abcdefg2", "mine"))
    for folder in (empty, deep / "inner", named):
        folder.mkdir(parents=True)
    (named / "new.db").write_text("mine")
    link = tmp_path / ".combine.abcdefg3"
    link.symlink_to(named)
    with scratch.folder(tmp_path / "new.db", "combine"):
        pass
    assert sorted(tmp_path.iterdir()) == sorted([empty, deep, named, link])
    assert (named / "new.db").exists()

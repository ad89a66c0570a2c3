"""What happens to machines: programs at once, clocks set back, logs cut short, disks that fill."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.process import WORKBENCH
from bench.terminal import Terminal
from db.connection import open_reader, open_writer
from db.errors import ProjectError
from db.records import Filter, Label
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.pipeline import Report

OLD = sorted(Path(__file__).with_name("old_dbs").glob("*.db"), key=lambda path: int(path.stem[1:]))


@pytest.mark.parametrize("old", OLD[:1] + OLD[-2:-1], ids=lambda path: path.stem)
def test_programs_that_migrate_one_project_at_once_do_it_once(old: Path, project: Path) -> None:
    shutil.copy(old, project)
    program = (
        "import sys; from pathlib import Path; from db.connection import open_writer;"
        "sys.stdin.readline(); open_writer(Path(sys.argv[1])).close()"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(project)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[1] for child in children] == [""] * 4
    assert Desk(project, "ada").problems() == []
    assert len(list(project.parent.glob("*.auto.db"))) <= 1


def test_a_review_ends_when_its_terminal_is_closed(project: Path) -> None:
    shutil.copy(OLD[-1], project)
    with Terminal([WORKBENCH, "review", "--project", str(project)]) as terminal:
        terminal.wait_for("decided")
        terminal.close()
    assert Desk(project, "ada").problems() == []


class SetBack:
    """A clock that goes an hour back each time it is looked at."""

    hour = 23

    @classmethod
    def now(cls, zone: object) -> datetime:
        cls.hour -= 1
        return datetime(2031, 1, 2, cls.hour, tzinfo=UTC)


def test_a_clock_that_is_set_back_changes_nothing_in_the_order_of_acts(
    add: Callable[..., Report], articles: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(articles)
    monkeypatch.setattr("db.acts.datetime", SetBack)
    cluster = desk.ids(Filter())[0]
    for label in (Label.CONSISTENT, Label.CONFLICTING, Label.SINGLE_SOURCED):
        desk.mark(cluster, label)
    assert desk.verdict(cluster).label is Label.SINGLE_SOURCED
    desk.undo()
    assert desk.verdict(cluster).label is Label.CONFLICTING
    desk.redo()
    assert desk.verdict(cluster).label is Label.SINGLE_SOURCED
    times = [act.at for act in desk.history(cluster)]
    assert times == sorted(times, reverse=True)
    assert desk.problems() == []


@pytest.mark.parametrize("seed", range(6))
def test_a_log_that_is_cut_short_or_torn_costs_at_most_what_it_held_last(
    add: Callable[..., Report], articles: Path, project: Path, desk: Desk, seed: int
) -> None:
    add(articles)
    desk.close()
    desk.mark(desk.ids(Filter())[0], Label.CONSISTENT)
    before = [act.value for act in desk.history(desk.ids(Filter())[0])]
    desk.flag(desk.ids(Filter())[0], raised=True)
    torn = project.with_name("torn.db")
    log = project.with_name(project.name + "-wal").read_bytes()
    shutil.copy(project, torn)
    dice = random.Random(seed)
    at = dice.randrange(len(log) // 2, len(log))
    tail = dice.randbytes(len(log) - at) if seed % 2 else b""
    torn.with_name("torn.db-wal").write_bytes(log[:at] + tail)
    after = Desk(torn, "ada")
    assert after.problems() == []
    told = [act.value for act in after.history(after.ids(Filter())[0])]
    assert told == [*before, "1"][: len(told)]


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_are_told_in_words(
    add: Callable[..., Report], articles: Path, project: Path, desk: Desk, seed: int
) -> None:
    add(articles)
    desk.mark(desk.ids(Filter())[0], Label.CONSISTENT)
    desk.close()
    content = bytearray(project.read_bytes())
    dice = random.Random(seed)
    for _ in range(1 + seed % 4):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    project.write_bytes(content)
    with suppress(ProjectError):
        flipped = Desk(project, "ada")
        flipped.problems()
        for cluster in flipped.ids(Filter()):
            flipped.members(cluster)


@pytest.mark.parametrize("words", [b"people were hurt", b"visited the bridge", b"two of them"])
def test_a_flipped_byte_in_what_is_told_is_found_wherever_it_is_stored(
    add: Callable[..., Report], articles: Path, project: Path, desk: Desk, words: bytes
) -> None:
    add(articles)
    desk.note(desk.ids(Filter())[0], "two of them")
    desk.close()
    db = open_writer(project)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    sound = project.read_bytes()
    places = [found.start() for found in re.finditer(re.escape(words), sound)]
    told = contents(project)
    live = 0
    for place in places:
        content = bytearray(sound)
        content[place + 1] ^= 1
        flipped = project.with_name(f"{place}.db")
        flipped.write_bytes(content)
        if contents(flipped) != told:  # what was deleted may still stand in the file
            live += 1
            assert Desk(flipped, "ada").problems(), place
    assert live


def contents(path: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(path)) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: db.execute(f"SELECT * FROM [{name}]").fetchall() for (name,) in names}


def test_a_disk_that_fills_up_while_articles_are_added_keeps_what_was_done(
    articles: Path, project: Path, tmp_path: Path
) -> None:
    program = (
        "import resource, sys; from pathlib import Path; from tests import victim;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2);"
        "victim.build(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    full = 0
    for room in (10_000, 250_000, 10**9):
        build = subprocess.run(
            [sys.executable, "-c", program, str(project), str(articles), str(room)],
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=False,
        )
        full += "DiskFull" in build.stderr
        assert (build.returncode == 0) == ("DiskFull" not in build.stderr), build.stderr
        if project.exists() and project.stat().st_size:
            left = Desk(project, "ada")
            assert [line for line in left.problems() if "unfinished" not in line] == []
            left.close()
    assert full
    db = open_reader(project)
    assert db.execute("SELECT count(*) FROM document").fetchone() == (3,)
    db.close()

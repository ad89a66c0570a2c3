"""The bench measures what it says, in small: real processes and terminals, no models, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import building, inside, keys, machine, opening, speed, table
from bench.process import PYTHON, Failed, run
from bench.reviews import Made, make
from bench.table import Row
from bench.terminal import NotShown, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.pipeline import Tools


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(tmp_path, 250)


class Clock:
    """A clock that goes on by one second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        self.now += 1
        return self.now


def test_a_table_lines_up_and_says_what_was_not_met() -> None:
    rows = [
        Row("fast", 0.5, "s", 0.25, "of the other", "<= 1", met=False),
        Row("words", "none", met=True),
    ]
    head, rule, fast, words = table.lines(rows)
    assert len({len(line) for line in (head, rule, fast, words)}) == 1
    assert [cell.strip() for cell in fast.strip("|").split("|")] == [
        "fast", "0.500", "s", "0.250 of the other", "2.00", "<= 1", "NO",
    ]  # fmt: skip
    assert words.endswith("| yes |")


def test_a_stage_inside_another_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "time", Clock())
    watch = inside.Stopwatch(began=0.0)
    with watch.on(inside.REST):
        with watch.on(inside.STORE):
            watch.timed(inside.SPLIT, lambda: None)()
        list(watch.timed_each(inside.READ, lambda: "ab")())
    found = {stage: seconds for stage, seconds in watch.seconds.items() if seconds}
    assert found[inside.START] == 1
    assert found[inside.SPLIT] == 1
    assert found[inside.STORE] == 2
    assert found[inside.READ] == 3, "two items and the end"
    assert sum(found.values()) == watch._last


def test_a_program_that_fails_says_so() -> None:
    assert run([PYTHON, "-c", "print('well')"]).output == "well\n"
    with pytest.raises(Failed, match=r"exit 3.*badly"):
        run([PYTHON, "-c", "print('badly'); raise SystemExit(3)"])


def test_a_terminal_types_and_reads() -> None:
    with Terminal([PYTHON, "-c", "print('name?'); print('hello', input())"]) as terminal:
        terminal.wait_for("name?")
        pressed = terminal.type("you\n")
        assert terminal.wait_for("hello you") > pressed
        assert terminal.end() > 0


def test_a_terminal_does_not_wait_for_a_program_that_is_gone() -> None:
    with Terminal([PYTHON, "-c", "print('bye')"]) as terminal, pytest.raises(NotShown, match="bye"):
        terminal.wait_for("hello")


def test_the_review_loads_nothing_heavy(made: Made, tmp_path: Path) -> None:
    assert [row.met for row in opening.module_rows(tmp_path, made)] == [True, True]


def test_opening_is_measured(made: Made) -> None:
    opened = list(opening.rows(made, made, 1))
    assert all(isinstance(row.figure, float) and row.figure > 0 for row in opened)


def test_keys_are_measured(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.room._LONG", 0.4)
    (tmp_path / "other").mkdir()
    other = make(tmp_path / "other", 260)
    found = list(keys.rows(made, other, 2, tmp_path))
    assert all(row.ratio is not None for row in found)
    timed = ("next cluster", "verdict", "undo", "filter to first page", "search to first hits")
    assert [row.what.partition(",")[0] for row in found[:-1:4]] == list(timed)


def test_the_stages_of_a_build_are_told_apart(
    project: Path, articles: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "models.embedder.Embedder.embed_with_words",
        lambda _, texts: tools.embedder.embed_with_words(texts),
    )
    found = inside.build(0.0, project, [articles])
    assert set(found) == set(inside.STAGES)
    assert all(seconds > 0 for seconds in found.values())
    assert building._texts(project)


@pytest.mark.parametrize(("second", "met"), [(1.0, False), (0.125, True)])
def test_the_own_work_of_a_build_is_all_but_the_model(second: float, met: bool) -> None:
    stages = {**dict.fromkeys(inside.STAGES, second), inside.ENCODE: 20.0}
    whole = sum(stages.values())
    rows = {row.what: row for row in building._stage_rows([stages], [whole + 0.5])}
    own, end = rows["build: own work"], rows["build: end of the process"]
    assert (own.figure, own.yardstick, own.met) == (7 * second, whole, met)
    assert end.figure == 0.5


def test_without_a_corpus_nothing_is_scored(tmp_path: Path) -> None:
    assert speed.score(None, None, tmp_path) == "skipped: corpus not found"
    assert speed.score(tmp_path / "none", tmp_path / "none.py", tmp_path).startswith("skipped")


def test_the_machine_is_named() -> None:
    assert "cores" in next(machine.lines())

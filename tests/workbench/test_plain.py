"""A review in lines: a whole session by pipe, and everything that can be written wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from db.errors import ProjectBusy
from db.records import Filter, Label
from tests.hostile.evil import EVIL
from workbench.cli import cli
from workbench.lines import plain
from workbench.lines.plain import COMMANDS
from workbench.ui.actions import ACTIONS, in_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.desk import Desk

ONLY_ON_A_SCREEN = {"pane", "pane.article", "select", "palette", "theme", "help", "tour"}


@pytest.fixture(autouse=True)
def filled(
    add: Callable[..., object], articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.keymap.default_path", lambda: tmp_path / "own.toml")
    monkeypatch.delenv("WORKBENCH_KEYMAP", raising=False)
    add(articles)


@pytest.fixture
def say(project: Path) -> Callable[..., list[str]]:
    """Lead a session of some lines; return the lines that are said."""

    def say(*lines: str | bytes, options: tuple[str, ...] = ()) -> list[str]:
        given = b"".join(x if isinstance(x, bytes) else x.encode() + b"\n" for x in lines)
        arguments = ["review", "--plain", "--reviewer", "tester", "--project", str(project)]
        result = CliRunner().invoke(cli, [*arguments, *options], input=given)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
        return result.stdout.splitlines()

    return say


def opened(lines: list[str]) -> list[int]:
    return [int(x.split()[1].rstrip(":")) for x in lines if x.startswith("cluster ") and ": " in x]


def claims_with(desk: Desk, words: str) -> int:
    return desk.ids(Filter(text=words))[0]


def test_every_action_that_needs_no_screen_is_a_command() -> None:
    assert {a.id for a in in_place(ACTIONS)} - set(COMMANDS) == ONLY_ON_A_SCREEN
    assert set(COMMANDS) - {a.id for a in ACTIONS} == {"go", "list"}


def test_the_help_promises_nothing_that_only_a_screen_does(say: Callable[..., list[str]]) -> None:
    told = "\n".join(say("?", "q"))
    assert "l  or  library: Show sources and articles\n" in told
    assert "a  or  overview: Show the project at a glance\n" in told
    assert "opened there" not in told


def test_a_whole_review_by_pipe(say: Callable[..., list[str]], desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    lines = say("x", "consistent", "mark.single", "e ask twice", "g", "C", "undo", "u", "redo", "q")
    assert [desk.verdict(n).label for n in ids[:4]] == [
        Label.CONFLICTING, Label.CONSISTENT, Label.SINGLE_SOURCED, None,
    ]  # fmt: skip
    assert desk.verdict(ids[3]).note == "ask twice"
    assert desk.verdict(ids[3]).flagged
    assert lines[0] == "Commands are lines: ? lists them, q leaves."
    assert lines[2] == "1 of 6 in the queue, decided 0 of 6"
    assert f"cluster {ids[0]} marked conflicting" in lines
    assert f"note on cluster {ids[3]} stored" in lines
    assert f"undone: verdict consistent on cluster {ids[3]}" in lines
    assert f"done again: flag raised on cluster {ids[3]}" in lines
    assert opened(lines) == ids[:4]


def test_the_open_cluster_is_told_as_show_tells_it(
    say: Callable[..., list[str]], project: Path, desk: Desk
) -> None:
    first = desk.ids(Filter())[0]
    shown = CliRunner().invoke(cli, ["show", str(first), "--project", str(project)]).stdout
    said = [line.replace("  1. ", "  ").replace("  2. ", "  ") for line in say("q")]
    assert said[4:] == shown.splitlines()


def test_undo_and_redo_go_where_it_was(say: Callable[..., list[str]], desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    assert opened(say("x", "n", "u", "n", "redo")) == [*ids[:3], ids[0], ids[1], ids[0]]


def test_when_all_is_decided_it_says_so(say: Callable[..., list[str]], desk: Desk) -> None:
    lines = say(*["c"] * 6, "U")
    assert desk.progress() == (6, 6)
    assert lines[-2].endswith("marked consistent; nothing undecided is left here")
    assert lines[-1] == "! nothing undecided is left here"


def test_the_end_of_the_input_leaves_and_the_next_session_goes_on(
    say: Callable[..., list[str]], desk: Desk
) -> None:
    ids = list(desk.ids(Filter()))
    assert opened(say("n", "n")) == ids[:3]
    assert opened(say("p")) == [ids[2], ids[1]]
    assert opened(say("go " + str(ids[5]), "q", "n")) == [ids[1], ids[5]]
    assert desk.bookmark()[0] == ids[5]


def test_a_filter_and_a_search_are_kept_and_ended(
    say: Callable[..., list[str]], desk: Desk
) -> None:
    lines = say("f", "f 2", "/ repair")
    assert "2. undecided" in lines
    assert "undecided: 6 in the queue" in lines
    assert 'undecided + "repair": 1 in the queue' in lines
    assert "1 of 1 in the queue, decided 0 of 6" in say("")
    assert "2. undecided  (in force)" in say("f")
    assert say("/none")[-1] == "nothing fits this filter"
    assert "! no cluster is open" in say("c", "n", "k")
    assert desk.progress() == (0, 6)
    assert "all clusters: 6 in the queue" in say("stop")
    assert say("f 99")[-1] == "! there is no choice 99"


def test_filters_are_written_in_words_and_saved_by_name(say: Callable[..., list[str]]) -> None:
    lines = say('f undecided source "Gamma" since 2031-01-03', "f save late news", "stop", "f")
    assert "undecided + source Gamma + since 2031-01-03: 3 in the queue" in lines
    assert "saved late news: undecided + source Gamma + since 2031-01-03" in lines
    lines = say("f saved late news", "f forget late news", "f forget late news")
    assert "undecided + source Gamma + since 2031-01-03: 3 in the queue" in lines
    assert lines[-2:] == [
        "the filter 'late news' is forgotten",
        "! no filter is saved as 'late news'",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("f x", "! 'x' is none of undecided, decided, verdict"),
        ("f kind colour", "! 'colour' is none of number"),
        ("f since yesterday", "! 'yesterday' is not a date"),
        ("f source", "! source needs something behind it"),
        ('f source "', "! No closing quotation"),
        ("f save", "! a filter is saved by a name"),
        ("f saved", "! no filter is saved as ''"),
    ],
)
def test_a_filter_that_makes_no_sense_changes_nothing(
    say: Callable[..., list[str]], line: str, words: str
) -> None:
    lines = say(line, "")
    assert any(found.startswith(words) for found in lines), lines
    assert "1 of 6 in the queue, decided 0 of 6" in lines


def test_a_cluster_that_the_filter_hides_can_be_opened(
    say: Callable[..., list[str]], desk: Desk
) -> None:
    bridge = desk.ids(Filter())[0]
    lines = say("/ repair", f"go {bridge}")
    assert "the filter hid it; all clusters are shown again" in lines
    assert opened(lines)[-1] == bridge


def test_claims_are_named_by_number_or_id(say: Callable[..., list[str]], desk: Desk) -> None:
    conflict = claims_with(desk, "14 people")
    key = desk.members(conflict)[1].claim.key
    lines = say(f"go {conflict}", "k", "k 3", "k 2", "u", f"drop {key}", "u", "d 1", "d 1")
    assert "! name the claim: its number, 1 to 2, or its id" in lines
    assert "! the open cluster has no claim 3" in lines
    dropped = f"claim of cluster {conflict} left out as nothing to check"
    assert lines.count(dropped) == 2
    assert lines.count(f"undone: {dropped}") == 2
    assert [m.claim.key for m in desk.members(conflict)] == [key]
    assert any("nothing to detach from" in line for line in lines)


def test_a_cluster_is_put_into_the_open_one(say: Callable[..., list[str]], desk: Desk) -> None:
    ids = list(desk.ids(Filter()))
    lines = say(f"m {ids[1]}", f"m {ids[0]}", "m 99", "m", "merge -1")
    assert f"merge of cluster {ids[1]} into cluster {ids[0]}" in lines
    assert len(desk.ids(Filter())) == 5
    assert "! there is no cluster 99" in lines
    assert lines[-2:] == ["! name the cluster by its number"] * 2


def test_the_whole_sentence_is_taken(say: Callable[..., list[str]]) -> None:
    assert say("w 1")[-1] == "! this claim is its whole sentence already"


def test_origins_are_told_joined_and_parted(say: Callable[..., list[str]], desk: Desk) -> None:
    first = desk.ids(Filter())[0]
    lines = say("i join 1 2", "i part 1 2", "i", "i mix 1 2", "i join 1")
    assert f"articles held to share an origin, from cluster {first}" in lines
    assert f"articles held to share no origin, from cluster {first}" in lines
    assert any("common origin is known" in line for line in lines)
    assert "! write join or part, then the numbers of the claims" in lines
    assert [act.kind for act in desk.history(first)] == ["join", "part"]


def test_the_last_note_is_repeated(say: Callable[..., list[str]], desk: Desk) -> None:
    assert say(";")[-1] == "! no note of yours to repeat"
    ids = list(desk.ids(Filter()))
    lines = say("e as the fire chief said", "n", ";", "; ", "c", "same note", "e")
    assert {desk.verdict(n).note for n in ids[:3]} == {"as the fire chief said"}
    assert f"! cluster {ids[1]} has this note already" in lines


def test_history_why_article_note_and_queue_are_told(
    say: Callable[..., list[str]], desk: Desk
) -> None:
    assert "Nothing has been done to it yet." in say("h")
    lines = say("X", "h", "y", "o 1", "list 2", "e", "e why?", "e", "e -", "e", "r")
    assert any("verdict conflicting on cluster" in line for line in lines)
    assert any(line.startswith("1. nearest to Beta for words") for line in lines)
    article = [line for line in lines if line.startswith("> ")]
    assert article == ["> The old bridge was closed on Monday after 14 people were hurt."]
    assert "  The mayor visited the bridge." in lines
    assert sum(" src" in line for line in lines) == 2 + len(opened(lines))
    assert lines.count("no note; write it after the command") == 2
    assert "note: why?" in lines
    assert "order: as they were found" in lines


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "! there is no command 'nonsense'; ? lists them"),
        ("c c", "! name the cluster by its number"),
        ("q now", "! nothing may follow here, but there is 'now'"),
        ("w 0", "! the open cluster has no claim 0"),
        ("w ²", "! the open cluster has no claim ²"),
        ("m " + "9" * 30, "! name the cluster by its number"),
        ("go 999999999999999999", "! there is no cluster 999999999999999999"),
        ("d", "! name the claims: their numbers or their ids"),
        ("u", "! nothing to undo"),
        ("redo", "! nothing to do again"),
        ("p", "! this is the first cluster of the queue"),
        ("theme", "! there is no command 'theme'; ? lists them"),
        ("\x1b[31mc", "! there is no command '\\x1b[31mc'; ? lists them"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    say: Callable[..., list[str]], desk: Desk, line: str, said: str
) -> None:
    lines = say(line)
    assert lines[-1] == said
    assert len(opened(lines)) == 1
    assert not any(desk.history(n) for n in desk.ids(Filter()))


def test_own_keys_are_the_commands_and_are_told(
    say: Callable[..., list[str]], desk: Desk, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('"mark.consistent" = "1"\nhelp = ["f1", "!"]\n"queue.next" = "]"\n', "utf-8")
    first, second = list(desk.ids(Filter()))[:2]
    lines = say("]", "p", "1", "c", "!", options=("--keymap", str(mine)))
    assert lines[0] == "Commands are lines: f1 ! lists them, q leaves."
    assert desk.verdict(first).label is Label.CONSISTENT
    assert opened(lines)[:3] == [first, second, first]
    assert any(line.startswith("! there is no command 'c'") for line in lines)
    assert any(line.startswith("1 [CLUSTER...]  or  consistent [CLUSTER...]: ") for line in lines)


def test_help_tells_every_command(say: Callable[..., list[str]]) -> None:
    lines = say("?")
    for action in in_place(ACTIONS):
        if action.id in COMMANDS:
            assert any(line.startswith(f"{action.shown} ") for line in lines), action.id


def test_a_blind_review_hides_what_was_suggested_until_decided(
    say: Callable[..., list[str]], desk: Desk
) -> None:
    conflict = claims_with(desk, "14 people")
    lines = say(f"go {conflict}", "r", "f", "list", "h", options=("--blind",))
    told = "\n".join(lines)
    assert "shown once decided: The old bridge" in told
    assert "number: " not in told
    assert "  conflicting" not in told
    assert "suggested " not in told
    assert "! a blind review keeps one order, which betrays nothing" in lines
    after = say(f"go {conflict}", "S", options=("--blind",))
    assert any("number: '14'" in line for line in after)


@pytest.mark.parametrize("reviewer_text", [b"e \xff\xfe\n", b"e \xed\xa0\x80\n", b"e a\x00b\n"])
def test_bytes_that_are_no_text_do_not_end_the_review(
    say: Callable[..., list[str]], desk: Desk, reviewer_text: bytes
) -> None:
    first = desk.ids(Filter())[0]
    assert f"note on cluster {first} stored" in say(reviewer_text, "e")
    assert desk.verdict(first).note


def test_hostile_articles_are_told_harmlessly(
    say: Callable[..., list[str]], add: Callable[..., object], tmp_path: Path, desk: Desk
) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    for number, text in enumerate(EVIL.values()):
        (folder / f"{number:02}.txt").write_text(text, "utf-8", errors="surrogatepass")
    add(folder)
    told = "\n".join(say("e \x1b]0;note\x07", "h", *["o 1", "y", "i", "n"] * 40, "list 99"))
    assert len(told) > 10_000
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in told.replace("\n", ""))
    assert not set("\u202e\u202c\u2066\u2069\u200b\u2028") & set(told)


def test_a_file_that_cannot_be_written_is_said_and_the_review_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise ProjectBusy("project.db is locked by another program; try again")

    def gone(*_: object) -> None:
        raise KeyError(1)

    monkeypatch.setattr(desk, "mark", busy)
    monkeypatch.setattr(desk, "flag", gone)
    said: list[str] = []
    plain.review(desk, ACTIONS, ["c", "g", "n"], said.append)
    assert "! project.db is locked by another program; try again" in said
    assert "! this cluster has just been replaced by another" in said
    assert opened(said) == list(desk.ids(Filter()))[:2]


def test_an_empty_project_says_how_to_begin(desk: Desk, tmp_path: Path) -> None:
    desk.path = tmp_path / "new.db"
    desk.close()
    desk.prepare()
    said: list[str] = []
    plain.review(desk, ACTIONS, ["c", "n", "f", "list"], said.append)
    assert "no claims yet: workbench review PATHS" in said


def test_a_reader_that_goes_away_costs_nothing(project: Path, desk: Desk) -> None:
    """The place is kept and nothing is said when what is written has no reader any more."""
    ids = list(desk.ids(Filter()))
    command = [sys.executable, "-m", "workbench.cli", "review", "--plain", "--reviewer", "tester"]
    with subprocess.Popen(
        [*command, "--project", str(project)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stdin.write("n\n")
        program.stdin.flush()
        while f"cluster {ids[1]}: undecided\n" != program.stdout.readline():
            pass
        program.stdout.close()
        with suppress(BrokenPipeError):
            program.stdin.write("\n" * 3)
            program.stdin.close()
        said = program.stderr.read()
    assert said == ""
    assert desk.bookmark()[0] == ids[1]


def test_an_undo_says_when_the_filter_hides_where_it_was(
    say: Callable[..., list[str]], desk: Desk
) -> None:
    first = desk.ids(Filter())[0]
    words = f"undone: verdict consistent on cluster {first}"
    assert f"{words}, which the filter hides" in say("C", "/zebra", "u", "q")
    assert words in say("stop", "C", "u", "q")

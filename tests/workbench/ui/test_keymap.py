"""A reviewer's own keys: they work, they are shown, and a wrong file is refused in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.records import Label
from workbench.errors import InputError
from workbench.ui.actions import ACTIONS
from workbench.ui.key_names import LIST_KEYS, normal, shown
from workbench.ui.keymap import default_path, in_force, in_toml, parse
from workbench.ui.widgets.cluster_view import ClusterView
from workbench.ui.widgets.key_bar import LOW
from workbench.ui.widgets.page_list import PageList

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Enter = Any


def keys(text: str) -> dict[str, tuple[str, str]]:
    return {a.id: (a.key, a.shown) for a in parse(text.encode(), "k.toml")}


def refused(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(InputError) as caught:
        parse(data, "k.toml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_empty_file_changes_nothing() -> None:
    assert parse(b"", "k.toml") == ACTIONS
    assert parse(b"# nothing\r\n", "k.toml") == ACTIONS


def test_every_action_can_be_given_another_key() -> None:
    for action in ACTIONS:
        table = keys(f'"{action.id}" = "f9"')
        assert table[action.id] == ("f9", "f9")
        assert {i: k for i, k in table.items() if i != action.id} == {
            a.id: (a.key, a.shown) for a in ACTIONS if a.id != action.id
        }


def test_a_list_gives_several_keys_and_names_of_characters_are_the_characters() -> None:
    assert keys('note = ["?", "Ctrl+E", ",", " "]\nhelp = "f1"')["note"] == (
        "question_mark,ctrl+e,comma,space", "? ^e , space",
    )  # fmt: skip
    assert keys('note = ["1", "1"]')["note"] == ("1", "1")


@pytest.mark.parametrize(
    "text",
    ['"mark.consistent" = "1"', 'mark.consistent = "1"', '[mark]\nconsistent = "1"', "\ufeff"],
)
def test_an_id_can_be_quoted_dotted_or_in_a_table(text: str) -> None:
    key = keys(text)["mark.consistent"][0]
    assert key == ("c" if text == "\ufeff" else "1")


def test_the_table_as_a_file_is_the_table_again() -> None:
    own = parse(b'undo = ["1", "["]\n"note.store" = "f5"', "k.toml")
    for table in (ACTIONS, own):
        again = parse("\n".join(in_toml(table)).encode(), "k.toml")
        assert [(a.id, a.key) for a in again] == [(a.id, a.key) for a in table]


def test_keys_can_be_swapped() -> None:
    table = keys('"mark.consistent" = "x"\n"mark.conflicting" = "c"')
    assert table["mark.consistent"][0] == "x"
    assert table["mark.conflicting"][0] == "c"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# mine\n"mark.agree" = "1"', "k.toml:2: there is no action 'mark.agree'"),
        ('undo = "1"\n[mark]\n\nagree = "2"', "k.toml:4: there is no action 'mark.agree'"),
        ('undo = ""', "k.toml:1: undo: a key cannot be empty"),
        ('undo = "  "', "k.toml:1: undo: a key cannot be empty"),
        ("\nundo = []", "k.toml:2: undo has no key"),
        ("undo = 1", "k.toml:1: the key of undo must be a string, or a list of strings"),
        ('undo = ["1", [2]]', "k.toml:1: the key of undo must be a string, or a list of strings"),
        ("mark = {}", "k.toml:1: there is no action 'mark'"),
        ('undo = "enter"', "k.toml:1: undo: 'enter' moves in the lists"),
        ('undo = "ctrl+m"', "k.toml:1: undo: 'ctrl+m' moves in the lists"),
        ('undo = "ctrl+c"', "k.toml:1: undo: 'ctrl+c' copies what is selected"),
        ('undo = "ctrl+q"', "k.toml:1: undo: ^q always leaves"),
        ('undo = "nokey"', "k.toml:1: undo: 'nokey' is not a key"),
        ('undo = "hyperspace+a"', "k.toml:1: undo: 'hyperspace+a' is not a key"),
        ('undo = "ctrl+"', "k.toml:1: undo: 'ctrl+' is not a key"),
        ('undo = "\\u001b"', "k.toml:1: undo: '\\x1b' is not a key"),
        ('undo = "\\u202e"', "k.toml:1: undo: '\\u202e' is not a key"),
        (
            'undo = "shift+a"',
            "k.toml:1: undo: 'shift+a': write the character that it makes, as A for shift+a",
        ),
        ('undo = "c"', "k.toml:1: undo: c is the key of mark.consistent already"),
        (
            'undo = "1"\nredo = [\n "2",\n # 3\n "1",\n]\nnote = "5"',
            "k.toml:2: redo: 1 is the key of undo already",
        ),
        (
            'redo = [\n"2",\n]\n\n# mine\nundo = "c"',
            "k.toml:6: undo: c is the key of mark.consistent already",
        ),
        ('redo = "question_mark"', "k.toml:1: redo: ? is the key of help already"),
        (
            'undo = "e"\nnote = "1"',
            "k.toml:1: undo: e is the key of library.rename already, in the library",
        ),
        (
            '"library.add" = "1"\n\n"library.date" = "1"',
            "k.toml:3: library.date: 1 is the key of library.add already, in the library",
        ),
        ('back = "question_mark"', "k.toml:1: back: ? is the key of help already, in an article"),
        ('[note]\nstore = "s"', "k.toml:2: note.store: s is written where it works"),
        ('"line.leave" = ["f9", "z"]', "k.toml:1: line.leave: z is written where it works"),
        (
            '"tour.next" = "ctrl+p"',
            "k.toml:1: tour.next: ^p is the key of palette already, on the tour",
        ),
        ('"article.prev" = "x"', "k.toml:1: there is no action 'article.prev'"),
        ('undo = "1"\nundo = "2"', "k.toml:2: Cannot overwrite a value"),
        ("undo = ", "k.toml:1: Invalid value"),
        ('undo = "1"\n\nredo = ["2",\n', "k.toml:3: Invalid value"),
        ("a." * 3000 + 'b = "1"', "k.toml:1: nested too deeply"),
        (b"\xef\xbb\xbf# ok\n# \xff", "k.toml:2: not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str | bytes, said: str) -> None:
    assert refused(text) == said


def test_without_a_file_of_the_users_own_the_keys_are_the_usual_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.keymap.default_path", lambda: tmp_path / "keymap.toml")
    assert in_force(None) == ACTIONS
    (tmp_path / "keymap.toml").write_text('undo = "1"', "utf-8")
    assert in_force(None) == parse(b'undo = "1"', "")


def test_the_users_own_file_lies_in_their_folder_of_settings() -> None:
    assert default_path().name == "keymap.toml"
    assert default_path().parent.name == "claim-workbench"


def test_a_file_without_an_end_is_not_read_for_ever(tmp_path: Path) -> None:
    endless = tmp_path / "k.toml"
    endless.write_bytes(b"#" * 200_000)
    with pytest.raises(InputError, match="too long"):
        in_force(endless)


def test_the_keys_of_the_lists_are_those_that_cannot_be_given_away() -> None:
    known = {
        key
        for widget in (PageList, ClusterView)
        for base in widget.__mro__
        for binding in base.__dict__.get("BINDINGS", ())
        for key in binding.key.split(",")
    }
    assert known == LIST_KEYS


def test_the_table_is_written_in_normal_names() -> None:
    for action in ACTIONS:
        names = action.key.split(",")
        assert [normal(name) for name in names] == names
        assert action.shown == shown(names[0])


@pytest.fixture
def filled(add: Callable[..., object], articles: Path) -> None:
    add(articles)


OWN = """
"mark.consistent" = ["1", "f5"]
"mark.conflicting" = "c"
note = "x"
palette = "k"
"claim.drop" = "ctrl+p"
undo = "["
stop = "z"
help = "f1"
"""


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("key", "label"),
    [("1", Label.CONSISTENT), ("f5", Label.CONSISTENT), ("c", Label.CONFLICTING)],
)
async def test_own_keys_act_and_the_old_ones_do_what_they_now_mean(
    enter: Enter, key: str, label: Label
) -> None:
    async with enter(keys=OWN) as room:
        first = room.cluster
        await room.press(key)
        assert room.desk.verdict(first).label is label
        assert "[ undoes it" in room.status
        await room.press("left_square_bracket")
        assert room.desk.verdict(first).label is None
        await room.press("u")
        assert room.status.startswith("undone")


@pytest.mark.usefixtures("filled")
async def test_bar_help_and_palette_show_the_keys_in_force(enter: Enter) -> None:
    async with enter(keys=OWN) as room:
        shown = " ".join(room.text().split())
        low = room.app.size.height < LOW  # then the most used keys alone have room
        more = () if low else ("k palette", "^p drop")
        for words in ("1 f5 consistent", "c conflicting", "x note", "f1 help", *more):
            assert words in shown
        commands = {c.title: c.help for c in room.app.get_system_commands(room.screen)}
        assert commands["consistent"].startswith("1 f5  ")
        assert commands["undo"].startswith("left_square_bracket  ")
        await room.press("question_mark")
        assert room.app.screen is room.screen
        await room.press("f1")
        assert " 1 f5  Mark the cluster consistent" in room.text()


@pytest.mark.usefixtures("filled")
async def test_the_palette_opens_with_its_own_key_only_and_never_while_writing(
    enter: Enter,
) -> None:
    async with enter(keys=OWN) as room:
        first = room.cluster
        await room.press("ctrl+p")
        assert room.app.screen is room.screen
        assert len(room.desk.members(first)) == 1
        await room.press("slash", "k")
        assert room.app.screen is room.screen
        assert '"k"' in room.text()
        await room.press("enter", "z", "k")
        assert type(room.app.screen).__name__ == "CommandPalette"


@pytest.mark.usefixtures("filled")
async def test_writing_a_note_is_not_disturbed_by_own_keys(enter: Enter) -> None:
    async with enter(keys=OWN) as room:
        cluster = room.cluster
        await room.press("x", "1", "c", "ctrl+s")
        assert room.desk.verdict(cluster).note == "1c"
        assert room.desk.verdict(cluster).label is None


@pytest.mark.usefixtures("filled")
async def test_whatever_quit_is_ctrl_q_leaves(enter: Enter) -> None:
    async with enter(keys='quit = "0"') as room:
        await room.press("q")
        assert room.app.is_running
        await room.press("ctrl+q")
        assert not room.app.is_running


@pytest.mark.usefixtures("filled")
async def test_own_keys_of_the_palette_open_it_over_another_page(enter: Enter) -> None:
    async with enter(keys='palette = ["f2", "0"]') as room:
        await room.press("h", "0")
        assert type(room.app.screen).__name__ == "HistoryScreen"
        await room.press("f2")
        assert type(room.app.screen).__name__ == "CommandPalette"

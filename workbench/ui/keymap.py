"""A reviewer's own keys: a TOML file that gives actions of the table other keys, by their ids.

"mark.consistent" = "1"
"queue.next" = ["j", "f5"]

Textual is loaded only when there is such a file: a review without a screen starts without it.
"""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.ui.action import REVIEW
from workbench.ui.actions import ACTIONS, in_place
from workbench.ui.page_actions import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from workbench.ui.action import Action

_MOST_BYTES = 100_000
_AT = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.S)


class _Wrong(Exception):
    """What is wrong with the entry of an action."""

    def __init__(self, id_: str, what: str) -> None:
        super().__init__(what)
        self.id = id_
        self.what = what


def default_path() -> Path:
    """Return where the file lies that is read when no other is named."""
    from platformdirs import user_config_path

    return user_config_path("claim-workbench", appauthor=False) / "keymap.toml"


def in_force(path: Path | None) -> tuple[Action, ...]:
    """Return the table of actions with the keys of the file at `path`, or of the user's own file.

    Raises InputError, one line with the file, the line and what is wrong; OSError.
    """
    if path is None:
        path = default_path()
        if not path.is_file():
            return ACTIONS
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InputError(f"{path}: too long for a file of keys")
    return parse(data, str(path))


def parse(data: bytes, name: str) -> tuple[Action, ...]:
    """Return the table of actions with the keys of a file's bytes. Raises InputError."""
    text = _decode(data, name)
    try:
        entries = dict(_flat(tomllib.loads(text)))
        keys = {id_: _keys(id_, value) for id_, value in entries.items()}
        return _checked(_rebound(keys), list(keys))
    except tomllib.TOMLDecodeError as error:
        line, what = _place(error, text)
        raise InputError(f"{name}:{line}: {what}") from None
    except RecursionError:
        raise InputError(f"{name}:1: nested too deeply") from None
    except _Wrong as error:
        raise InputError(f"{name}:{_line_of(text, error.id)}: {error.what}") from None


def in_toml(table: Sequence[Action]) -> Iterator[str]:
    """Yield a table of actions as the lines of a file of keys, each with what it does."""
    place = ""
    for action in table:
        if action.place != place:
            place = action.place
            title = PLACES[place].title if place in PLACES else "In the review"
            yield f"# {title}"
        keys = action.key.split(",")
        value = json.dumps(keys if len(keys) > 1 else keys[0])
        yield f'"{action.id}" = {value}  # {action.help}'


def _decode(data: bytes, name: str) -> str:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"{name}:{line}: not UTF-8") from None


def _place(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    found = _AT.match(str(error))
    if found is None:
        return 1, str(error)
    return int(found["line"] or text.rstrip("\n").count("\n") + 1), found["what"]


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield (id, value): an id may be quoted, dotted, or split into a table and its key."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _keys(id_: str, value: object) -> tuple[str, ...]:
    from workbench.ui.key_names import normal

    if id_ not in {action.id for action in ACTIONS}:
        raise _Wrong(id_, f"there is no action {id_!r}")
    values = value if isinstance(value, list) else [value]
    if not values:
        raise _Wrong(id_, f"{id_} has no key")
    names = [one for one in values if isinstance(one, str)]
    if len(names) < len(values):
        raise _Wrong(id_, f"the key of {id_} must be a string, or a list of strings")
    try:
        return tuple(dict.fromkeys(normal(name) for name in names))
    except ValueError as error:
        raise _Wrong(id_, f"{id_}: {error}") from None


def _rebound(keys: Mapping[str, Sequence[str]]) -> tuple[Action, ...]:
    from workbench.ui.key_names import shown

    return tuple(
        replace(action, key=",".join(keys[action.id]), shown=" ".join(map(shown, keys[action.id])))
        if action.id in keys
        else action
        for action in ACTIONS
    )


def _checked(table: tuple[Action, ...], changed: Sequence[str]) -> tuple[Action, ...]:
    """Return the table if no two actions of a page share a key. Raises _Wrong for the later entry.

    A key of the review alone may mean something else on another page.
    """
    for name in (REVIEW, *PLACES):
        there = in_place(table, name)
        if name != REVIEW:
            there += [_palette_over_pages(table)]
        _check_page(sorted(there, key=lambda a: _rank(a, changed)), name)
    return table


def _rank(action: Action, changed: Sequence[str]) -> int:
    return changed.index(action.id) if action.id in changed else -1


def _palette_over_pages(table: Iterable[Action]) -> Action:
    from workbench.ui.key_names import is_typed

    palette = next(action for action in table if action.id == "palette")
    keys = [key for key in palette.key.split(",") if not is_typed(key)]
    return replace(palette, key=",".join(keys))


def _check_page(there: Sequence[Action], name: str) -> None:
    from workbench.ui.key_names import is_typed, shown

    title = "" if name == REVIEW else PLACES[name].title
    owner: dict[str, str] = {}
    for action in there:
        for key in filter(None, action.key.split(",")):
            if key == "ctrl+q" and action.id != "quit":
                raise _Wrong(action.id, f"{action.id}: ^q always leaves")
            if name != REVIEW and PLACES[name].written and is_typed(key):
                raise _Wrong(action.id, f"{action.id}: {shown(key)} is written where it works")
            if key in owner:
                where = f", {title[0].lower()}{title[1:]}" if title else ""
                words = f"{shown(key)} is the key of {owner[key]} already{where}"
                raise _Wrong(action.id, f"{action.id}: {words}")
            owner[key] = action.id


def _line_of(text: str, id_: str) -> int:
    """Return the line on which the entry of an id begins: after the last one that is without it."""
    lines = text.split("\n")
    begin = 1
    for number in range(1, len(lines) + 1):
        try:
            found = dict(_flat(tomllib.loads("\n".join(lines[:number]))))
        except tomllib.TOMLDecodeError:
            continue  # in the midst of a list of several lines
        if id_ in found:
            break
        begin = number + 1
    return begin

"""What a key is called: by a person in a file, by Textual, and on the screen."""

from __future__ import annotations

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, format_key, key_to_character

LIST_KEYS = frozenset(
    "up down left right home end pageup pagedown ctrl+pageup ctrl+pagedown enter".split()
)
"""What the lists know by themselves: no action could ever see these."""

_RESERVED = {
    **dict.fromkeys(LIST_KEYS, "moves in the lists"),
    "ctrl+c": "copies what is selected",
}
_NAMES = {key.value for key in Keys if "<" not in key.value} | set(KEY_NAME_REPLACEMENTS.values())
_SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ctrl+left_square_bracket": "escape",
}
"""Keys that a terminal cannot tell apart, and short names."""

_SPELLED = {" ": "space", ",": "comma"}
"""Characters that Textual's lists of keys would not take for one."""

_MODIFIERS = {"alt", "ctrl", "hyper", "meta", "shift", "super"}


def normal(key: str) -> str:
    """Return a key as Textual names it: "question_mark" for "?", "ctrl+r" for "Ctrl+R".

    Raises ValueError, in words, for what is no key or is not free.
    """
    if not key.strip(" ") and key != " ":
        raise ValueError("a key cannot be empty")
    *modifiers, base = [key] if len(key) == 1 else key.lower().split("+")
    if not set(modifiers) <= _MODIFIERS:
        raise ValueError(f"{key!r} is not a key")
    named = _base(base, key)
    if "shift" in modifiers and key_to_character(named) and named != "space":
        raise ValueError(f"{key!r}: write the character that it makes, as A for shift+a")
    name = "+".join([*sorted(set(modifiers)), named])
    name = _SAME.get(name, name)
    if name in _RESERVED:
        raise ValueError(f"{key!r} {_RESERVED[name]}")
    return name


def _base(base: str, key: str) -> str:
    if base in _SAME or base in _NAMES:
        return _SAME.get(base, base)
    character = base if len(base) == 1 else key_to_character(base)
    if not character or not character.isprintable():
        raise ValueError(f"{key!r} is not a key")
    if character in _SPELLED:
        return _SPELLED[character]
    (binding,) = Binding.make_bindings([Binding(character, "")])
    return binding.key


def shown(key: str) -> str:
    """Return a key as a reader knows it: "?" for "question_mark", "^r" for "ctrl+r"."""
    modifier, separator, base = key.rpartition("+")
    character = key_to_character(base)
    drawn = character if character and _is_drawn(character) else format_key(base)
    return f"^{drawn}" if modifier == "ctrl" else f"{modifier}{separator}{drawn}"


def is_typed(key: str) -> bool:
    """Say whether a key writes a character where text is written."""
    character = key_to_character(key)
    return key in KEY_NAME_REPLACEMENTS.values() or bool(character and character.isprintable())


def _is_drawn(character: str) -> bool:
    return character.isprintable() and character != " "

"""What any room may do to text: make it harmless on a terminal and in a spreadsheet."""

from __future__ import annotations

import re
import unicodedata

_SAFE_CONTROLS = "\n"
_CONTROL_PICTURES = 0x2400
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r]")


def printable(text: str) -> str:
    """Replace what a terminal would obey, one character for one, so that offsets hold.

    Escape and control characters become their pictures (U+2400 block); C1 controls, bidi
    overrides and other invisible format characters become U+FFFD; line feeds stay.
    """
    return text.translate(_HARMLESS)


class _Harmless(dict[int, int]):
    """A translation table that decides about each character when it first meets it."""

    def __missing__(self, code: int) -> int:
        self[code] = _harmless(code)
        return self[code]


def _harmless(code: int) -> int:
    character = chr(code)
    if character in _SAFE_CONTROLS:
        return code
    if character == "\t":
        return ord(" ")
    if code < 0x20:
        return _CONTROL_PICTURES + code
    if code == 0x7F:
        return 0x2421
    # Zero-width joiners hold emoji and several scripts together and obey nobody.
    if code in (0x200C, 0x200D):
        return code
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return 0xFFFD
    return code


_HARMLESS = _Harmless()


def storable(text: str) -> str:
    """Write what is no character (half of a file name's broken UTF-8, say) as its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def one_line(text: str) -> str:
    """Make text fit for one line of a terminal: harmless, and no run of white space."""
    return " ".join(printable(text).split())


def cell(text: str) -> str:
    """Make a CSV cell that no spreadsheet runs as a formula, by an apostrophe before it."""
    return "'" + text if _FORMULA.match(text) else text


def uncell(text: str) -> str:
    """Take away the apostrophe that `cell` put before a text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def count(number: int, thing: str) -> str:
    """Say how many: "1 claim", "2 claims", "12,000 claims"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

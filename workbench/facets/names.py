"""Names of people and places, and the titles that stand before them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

_TITLES = (
    "captain capt lieutenant lt colonel col general gen major maj sergeant sgt commander cmdr"
    " admiral adm brigadier brig president minister secretary senator sen governor gov mayor judge"
    " chief chairman director dr doctor professor prof prosecutor sheriff officer detective coach"
    " spokesman spokeswoman ambassador master inspector superintendent supt manager"
    " attorney lawyer publicist".split()
)
_SAME = {
    "captain": "capt", "lieutenant": "lt", "colonel": "col", "general": "gen", "major": "maj",
    "sergeant": "sgt", "commander": "cmdr", "admiral": "adm", "brigadier": "brig",
    "senator": "sen", "governor": "gov", "doctor": "dr", "professor": "prof",
    "lawyer": "attorney", "spokeswoman": "spokesman", "superintendent": "supt",
}  # fmt: skip
_NAME = r"(?:(?:[A-Z]\.){2,3}|[A-Z][\w’'-]*(?:\.(?=\s[A-Z]))?)"
_FIRST = "".join(sorted({title[0] for title in _TITLES}))
"""What any of them begins with: most words need not be tried further."""
_TITLED = re.compile(
    rf"\b(?i:(?=[{_FIRST}]))(?P<title>(?i:{'|'.join(_TITLES)}))\b(?:\.?\s|(?<=ney),\s|(?<=yer),\s|(?<=ist),\s)(?P<name>{_NAME}(?:\s{_NAME}){{0,3}})"
)
_NAMES = re.compile(rf"{_NAME}(?:\s(?:of\s|the\s|de\s|al-)?{_NAME})*")
_ALIKE = 75.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name at text[start:end], with the title before it ("capt"), '' when it has none."""

    start: int
    end: int
    text: str
    title: str


def titled(text: str) -> list[Name]:
    """Return the names that a title stands before."""
    return [
        Name(match.start("name"), match.end("name"), match["name"], _title(match["title"]))
        for match in _TITLED.finditer(text)
    ]


def names(text: str) -> list[Name]:
    """Return every run of capitalised words; the first word of the text only in a run of two."""
    found = [Name(m.start(), m.end(), m[0], "") for m in _NAMES.finditer(text)]
    return [name for name in found if name.start > 0 or " " in name.text]


def same(a: str, b: str) -> bool:
    """Say whether two names may be one: a part in common, or another spelling of one."""
    parts_a, parts_b = _parts(a), _parts(b)
    return any(fuzz.ratio(x, y) >= _ALIKE for x in parts_a for y in parts_b)


def _parts(name: str) -> list[str]:
    """Return the parts of a name in lower case, without initials: many people share those."""
    parts = [part.strip(".’'").lower() for part in name.split()]
    return [part for part in parts if len(part) > 1 and "." not in part]


def _title(title: str) -> str:
    return _SAME.get(title.lower(), title.lower())

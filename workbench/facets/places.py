"""Places: the names that stand behind a preposition of place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"[A-Z][\w’'.-]*"
_PLACE = re.compile(
    r"(?<![\w-])(?P<where>in|at|near|outside|from|of|off|to)\s(?:the\s|(?:north|south|east|west)\w*\s)*"
    rf"(?P<name>{_PART}(?:,?\s(?:of\s|the\s|de\s)?{_PART})*)"
)
_WHERE = frozenset({"in", "at", "near", "outside", "off"})
_NO_PLACE = re.compile(
    r"^(?:Interstate|Route|Highway|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place at text[start:end], the preposition `where`; `parts` are its words, lower case."""

    start: int
    end: int
    where: str
    name: str
    parts: frozenset[str]


def places(text: str) -> list[Place]:
    """Return the places that `text` says something happened at."""
    found = []
    for match in _PLACE.finditer(text):
        name = match["name"].rstrip(".,’'")
        if match["where"] in _WHERE and not _NO_PLACE.match(name):
            parts = frozenset(re.findall(r"[\w’'-]+", name.lower()))
            start = match.start("name")
            found.append(Place(start, start + len(name), match["where"], name, parts))
    return found


_DIRECTION = re.compile(
    r"\b(?P<direction>(?:north|south|east|west)(?:-?(?:north|south)?-?(?:east|west))?)"
    rf"(?:ern\s(?:tip|coast|edge|end|part))?\sof\s(?:the\s)?(?P<name>{_PART})",
    re.IGNORECASE,
)


def directions(text: str) -> list[Place]:
    """Return where something lies as seen from a named place: "14 miles northeast of Healdsburg".

    `where` is the direction, `name` the place that it is seen from.
    """
    found = []
    for match in _DIRECTION.finditer(text):
        name = match["name"].rstrip(".,’'")
        if name[:1].isupper():
            where = match["direction"].lower().replace("-", "")
            found.append(Place(*match.span("direction"), where, name, frozenset({name.lower()})))
    return found

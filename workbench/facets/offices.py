"""Offices and ranks with who holds them: "CEO Lena Moss"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from db.records import Span

_GROUPS = (
    "ceo coo cfo cto",
    "mayor governor senator congressman congresswoman ambassador",
    "captain lieutenant sergeant corporal colonel major",
)
"""Offices and ranks of which a person has one at a time."""
_NAME = r"(?:[A-Z][\w’'-]*|[A-Z]\.)(?:\s(?:[A-Z][\w’'-]*|[A-Z]\.)){0,3}"
_GROUP_OF = {office: n for n, group in enumerate(_GROUPS) for office in group.split()}
_HELD = re.compile(rf"\b(?P<office>(?i:{'|'.join(_GROUP_OF)}))\.?\s(?P<name>{_NAME})")


class Held(NamedTuple):
    """An office at text[span], of a `group` of which a person has one, and who holds it."""

    span: Span
    office: str
    group: int
    name: str


def offices(text: str) -> list[Held]:
    """Return the offices of `text` that stand before a name, in order."""
    return [
        Held(match.span("office"), office, _GROUP_OF[office], match["name"])
        for match in _HELD.finditer(text)
        for office in [match["office"].lower()]
    ]

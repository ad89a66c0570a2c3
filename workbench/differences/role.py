"""One person, two offices that nobody holds at once."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found
from workbench.facets import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

_GROUPS = (
    "ceo coo cfo cto",
    "mayor governor senator congressman congresswoman ambassador",
    "captain lieutenant sergeant corporal colonel major",
)
"""Offices and ranks of which a person has one at a time."""
_NAME = r"(?:[A-Z][\w’'-]*|[A-Z]\.)(?:\s(?:[A-Z][\w’'-]*|[A-Z]\.)){0,3}"
_OFFICES = {office: n for n, group in enumerate(_GROUPS) for office in group.split()}
_HELD = re.compile(rf"\b(?P<office>(?i:{'|'.join(_OFFICES)}))\.?\s(?P<name>{_NAME})")


def roles_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "CEO Lena Moss" against "COO Lena Moss"."""
    for x, y in product(_HELD.finditer(a.text), _HELD.finditer(b.text)):
        first, second = x["office"].lower(), y["office"].lower()
        if first == second or _OFFICES[first] != _OFFICES[second]:
            continue
        if names.same(x["name"], y["name"]):
            yield Found(Kind.ROLE, x.span("office"), y.span("office"), first, second)

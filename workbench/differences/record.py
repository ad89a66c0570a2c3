"""Scores and records of wins and losses: "53-3" against "52-3"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.records import Kind
from workbench.differences.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.differences.reading import Reading

_RECORD = re.compile(
    r"(?<![\w$.,-])(\d{1,3}-\d{1,3}(?:-\d{1,3})?)(?![\w%-])(?!\s?(?:years?|percent|million))"
)


def records_differ(a: Reading, b: Reading) -> Iterator[Found]:
    """Yield "with a record of 53-3" against "with a record of 52-3"."""
    left, right = list(_RECORD.finditer(a.text)), list(_RECORD.finditer(b.text))
    if len(left) == len(right) == 1 and left[0][1] != right[0][1]:
        yield Found(Kind.NUMBER, left[0].span(1), right[0].span(1), left[0][1], right[0][1])

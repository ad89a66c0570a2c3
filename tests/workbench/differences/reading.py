"""What a rule finds in two texts, as the tests of the rules compare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Claim
from workbench.differences.reading import Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.differences.reading import Found

    Rule = Callable[[Reading, Reading], Iterator[Found]]


def found(rule: Rule, left: str, right: str, published: tuple[str, str] = ("", "")) -> list[tuple]:
    """Return (words, words, value, value, doubt) of each difference."""
    readings = [
        Reading(Statement(Claim(text, ((0, len(text)),), document_id=n, id=n), f"s{n}", date))
        for n, (text, date) in enumerate(zip((left, right), published, strict=True), 1)
    ]
    return [
        (left[slice(*f.left)], right[slice(*f.right)], f.left_value, f.right_value, f.doubt)
        for f in rule(*readings)
    ]

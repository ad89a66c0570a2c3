"""What was measured, as a table that reads well in a terminal and in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEAD = ("what", "figure", "unit", "yardstick in the same run", "ratio", "asked", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside a yardstick of the same run; `asked` is what it should be, if anything."""

    what: str
    figure: float | str
    unit: str = ""
    yardstick: float | None = None
    of: str = ""
    asked: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        """Return figure / yardstick, None where there is no yardstick."""
        if isinstance(self.figure, str) or not self.yardstick:
            return None
        return self.figure / self.yardstick

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts, in the order of the table's columns."""
        yardstick = "" if self.yardstick is None else f"{_number(self.yardstick)} {self.of}"
        return (
            self.what,
            _number(self.figure),
            self.unit,
            yardstick,
            "" if self.ratio is None else f"{self.ratio:.2f}",
            self.asked,
            "" if self.met is None else ("yes" if self.met else "NO"),
        )


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the table line by line."""
    table = [_HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for number, cells in enumerate(table):
        yield "| " + " | ".join(map(str.ljust, cells, widths)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


def _number(value: float | str) -> str:
    """Write three digits that matter, never an exponent."""
    if isinstance(value, str):
        return value
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"

"""Read the table that `export --level claim` wrote: clusters with what somebody judged of them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db.evidence import heard
from db.records import Label
from workbench.errors import InputError
from workbench.text import one_line, uncell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from db.evidence import Evidence

NEEDED = (
    "cluster_id", "claim_id", "claim", "source", "document", "spans", "verdict", "reviewer",
    "decided_at", "note",
)  # fmt: skip
KEY = re.compile(r"[0-9a-f]{16}")
"""What the id of a claim looks like."""
LONGEST = 10_000_000
"""Characters of a line, and of a cell, beyond which a file is no table of ours."""

_DELIMITERS = ",;\t"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A claim of the table, and the line of the file that it ends on."""

    number: int
    claim_id: str
    claim: str
    source: str
    document: str
    spans: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody said of a cluster; `at` is '' when the table does not tell it.

    `evidence` is what it was said on, None where the cluster of the table held the same still.
    """

    label: Label | None
    note: str
    reviewer: str
    at: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A cluster of the table with its claims."""

    cluster: str
    judgement: Judgement
    lines: list[Line]
    suggestion: Label = Label.SINGLE_SOURCED

    @property
    def withdrawn(self) -> bool:
        """Say whether its claims were all gone: then one line tells what it was called."""
        (first, *others) = self.lines
        return bool(first.claim) and not (first.claim_id or first.document or others)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A line of the table that is not taken over, and why."""

    line: int
    cluster: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The judged clusters of a table, how many others it has, and the lines that make no sense."""

    judged: list[Judged] = field(default_factory=list)
    undecided: int = 0
    refused: list[Unmatched] = field(default_factory=list)


def read(path: Path) -> Table:
    """Read a table as UTF-8; a spreadsheet may have put another delimiter.

    Raises InputError when it is no such table, OSError.
    """
    before = csv.field_size_limit(LONGEST)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _table(_lines(file))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 ({error.reason})") from None
    except (csv.Error, ValueError) as error:
        raise InputError(f"{path}: {error}") from None
    finally:
        csv.field_size_limit(before)


def short(text: str) -> str:
    """Return so much of a text as fits in a message."""
    text = one_line(text[: 2 * _SHOWN])
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise ValueError(f"has a line of more than {LONGEST:,} characters")
        yield line


def _table(lines: Iterator[str]) -> Table:
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    lacking = [name for name in NEEDED if header.count(name) != 1]
    if lacking:
        raise ValueError(
            f"has no column {', '.join(lacking)}; write it with: workbench export --level claim"
        )
    rows = csv.reader(lines, delimiter=delimiter)
    return _clusters(header, ((rows.line_num + 1, row) for row in rows))


def _clusters(header: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Table:
    table = Table()
    found: dict[str, Judged] = {}
    wrong: dict[str, Unmatched] = {}
    for number, row in rows:
        if not row:
            continue
        cells = dict(zip(header, row, strict=False))
        cluster = cells.get("cluster_id", "").strip()
        try:
            judgement = _judgement(header, row, cells)
        except ValueError as error:
            if cluster:
                wrong.setdefault(cluster, Unmatched(number, cluster, str(error)))
            else:
                table.refused.append(Unmatched(number, cluster, str(error)))
            continue
        here = found.setdefault(cluster, Judged(cluster, judgement, [], _suggestion(cells)))
        if here.judgement != judgement:
            reason = "its lines do not say the same of it"
            wrong.setdefault(cluster, Unmatched(number, cluster, reason))
        elif judgement.label or judgement.note:
            here.lines.append(_line(number, cells))
    sound = [judged for judged in found.values() if judged.cluster not in wrong]
    judged = [j for j in sound if j.judgement.label or j.judgement.note]
    refused = sorted([*table.refused, *wrong.values()], key=lambda r: r.line)
    return Table(judged, len(sound) - len(judged), refused)


def _judgement(header: Sequence[str], row: Sequence[str], cells: dict[str, str]) -> Judgement:
    """Read what a row says of its cluster. Raises ValueError with the reason when it cannot."""
    if len(row) != len(header):
        raise ValueError(f"has {len(row)} cells, the header {len(header)}")
    if any("\0" in cell for cell in row):
        raise ValueError("holds a NUL character")
    if not cells["cluster_id"].strip():
        raise ValueError("names no cluster_id")
    verdict = cells["verdict"].strip()
    if verdict and verdict not in set(Label):
        raise ValueError(f"unknown verdict {short(verdict)!r}")
    return Judgement(
        label=Label(verdict) if verdict else None,
        note=uncell(cells["note"]),
        reviewer=uncell(cells["reviewer"]),
        at=_time(cells["decided_at"]),
        evidence=_evidence(cells.get("evidence", "")),
    )


def _evidence(cell: str) -> Evidence | None:
    """Read what a verdict was given on, None where the cell is empty. Raises ValueError."""
    if not cell.strip():
        return None
    try:
        found = heard(uncell(cell))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        raise ValueError("its evidence cannot be read") from None
    if not all(KEY.fullmatch(key) for key in found.claims):
        raise ValueError("its evidence names claims by no key")
    return found


def _suggestion(cells: dict[str, str]) -> Label:
    told = cells.get("suggestion", "").strip()
    return Label(told) if told in set(Label) else Label.SINGLE_SOURCED


def _line(number: int, cells: dict[str, str]) -> Line:
    return Line(
        number=number,
        claim_id=cells["claim_id"].strip(),
        claim=uncell(cells["claim"]),
        source=uncell(cells["source"]),
        document=uncell(cells["document"]),
        spans=cells["spans"].strip(),
    )


def _time(text: str) -> str:
    """Return a time as the log writes it; '' for none that can be: without a zone, or to come."""
    try:
        at = datetime.fromisoformat(text.strip())
        if at.tzinfo is None or at > datetime.now(UTC):
            return ""
        return at.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError):
        return ""

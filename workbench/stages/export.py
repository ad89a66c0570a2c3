"""The project -> a verdict table: CSV (RFC 4180) or JSON, always in the same order.

Columns are a contract: they change only with a line in the CHANGELOG.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from db.places import format_spans
from workbench.text import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.records import Member, Row

CLAIM_COLUMNS = (
    "cluster_id", "claim_id", "claim", "source", "document", "title", "published", "sentence",
    "char_start", "char_end", "spans", "speaker", "suggestion", "verdict", "reviewer",
    "decided_at", "note", "evidence",
)  # fmt: skip
CLUSTER_COLUMNS = (
    "cluster_id", "claim", "verdict", "reviewer", "decided_at", "note", "suggestion", "sources",
    "documents", "claims", "origins",
)  # fmt: skip

Cells = dict[str, str | int]


def claim_cells(row: Row, member: Member, evidence: str = "") -> Cells:
    """Return one line of the table of claims.

    `evidence` is what the verdict was given on, where its cluster holds something else now.
    """
    claim, document = member.claim, member.document
    return {
        "cluster_id": row.cluster.id,
        "claim_id": claim.key,
        "claim": claim.text,
        "source": document.source,
        "document": document.name,
        "title": document.title,
        "published": document.published,
        "sentence": member.sentence.text,
        "char_start": min(claim.spans)[0],
        "char_end": max(claim.spans)[1],
        "spans": format_spans(claim.spans),
        "speaker": claim.speaker,
        "suggestion": row.cluster.suggestion or "",
        "verdict": row.verdict.label or "",
        "reviewer": row.verdict.reviewer,
        "decided_at": row.verdict.decided_at,
        "note": row.verdict.note,
        "evidence": evidence,
    }


def withdrawn_cells(row: Row, evidence: str = "") -> Cells:
    """Return the line of a cluster whose claims are all gone: its verdict is kept, no place is."""
    cells: Cells = dict.fromkeys(CLAIM_COLUMNS, "")
    known = {name: cell for name, cell in cluster_cells(row).items() if name in CLAIM_COLUMNS}
    return cells | known | {"evidence": evidence}


def cluster_cells(row: Row) -> Cells:
    """Return one line of the table of clusters."""
    return {
        "cluster_id": row.cluster.id,
        "claim": row.cluster.headline,
        "verdict": row.verdict.label or "",
        "reviewer": row.verdict.reviewer,
        "decided_at": row.verdict.decided_at,
        "note": row.verdict.note,
        "suggestion": row.cluster.suggestion or "",
        "sources": row.cluster.sources,
        "documents": row.cluster.documents,
        "claims": row.cluster.claims,
        "origins": row.cluster.origins,
    }


def to_csv(columns: Iterable[str], rows: Iterable[Cells]) -> Iterator[str]:
    """Yield the lines of a CSV, header first; text cells are safe to open in a spreadsheet."""
    names = list(columns)
    yield _line(names)
    for cells in rows:
        values = (cells[name] for name in names)
        yield _line([cell(value) if isinstance(value, str) else value for value in values])


def to_json(rows: Iterable[Cells]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for cells in rows:
        yield json.dumps(cells, ensure_ascii=False) + "\n"


def _line(values: Iterable[str | int]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()

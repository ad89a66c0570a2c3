"""Plain lines and JSON about a project, for the command line and for terminals without a screen."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Difference, Member, Row, Tally
    from workbench.pipeline import Report

MARKS = {"consistent": "=", "conflicting": "x", "single-sourced": "1", None: " "}


def row_line(row: Row, width: int = 100) -> str:
    """Return a cluster as one line: verdict, id, sources, suggestion, claim."""
    cluster, verdict = row.cluster, row.verdict
    flags = ("!" if verdict.flagged else " ") + ("~" if verdict.changed else " ")
    kinds = f" ({', '.join(row.kinds)})" if row.kinds else ""
    line = (
        f"[{MARKS[verdict.label]}]{flags}{cluster.id:>6}  {cluster.sources} src"
        f"  {cluster.suggestion}{kinds}: {one_line(cluster.headline)}"
    )
    return line if len(line) <= width else line[: width - 1] + "…"


def row_data(row: Row) -> dict[str, object]:
    """Return a cluster as JSON data."""
    return {
        **asdict(row.cluster),
        "kinds": list(row.kinds),
        "verdict": asdict(row.verdict),
    }


def cluster_lines(
    row: Row, members: Sequence[Member], differences: Sequence[Difference]
) -> Iterator[str]:
    """Yield a cluster in full: its claims by source, then what differs."""
    yield row_line(row, width=10_000)
    if row.verdict.note:
        yield f"  note: {one_line(row.verdict.note)}"
    if not members:
        yield "  its claims are gone: their articles were changed"
    texts = {}
    for member in members:
        claim, document = member.claim, member.document
        texts[claim.id] = document
        said = f" [{one_line(claim.speaker)}]" if claim.speaker else ""
        start, end = min(claim.spans)[0], max(claim.spans)[1]
        place = f"{one_line(document.name)}:{start}-{end}"
        origin = one_line(f"{document.source} {document.published}")
        yield f"  {origin} ({place}){said}"
        yield f"    {one_line(claim.text)}"
    for d in differences:
        left, right = texts[d.left.claim_id], texts[d.right.claim_id]
        yield (
            f"  {d.kind}: {one_line(left.text[d.left.start : d.left.end])!r}"
            f" ({one_line(left.source)}) | {one_line(right.text[d.right.start : d.right.end])!r}"
            f" ({one_line(right.source)})"
        )


def cluster_data(
    row: Row, members: Sequence[Member], differences: Sequence[Difference]
) -> dict[str, object]:
    """Return a cluster in full as JSON data."""
    return {
        **row_data(row),
        "members": [
            {
                "claim_id": m.claim.key,
                "claim": m.claim.text,
                "spans": m.claim.spans,
                "filled": [asdict(filled) for filled in m.claim.filled],
                "speaker": m.claim.speaker,
                "certainty": m.claim.certainty,
                "sentence": m.sentence.text,
                "source": m.document.source,
                "document": m.document.name,
                "published": m.document.published,
            }
            for m in members
        ],
        "differences": [
            {"kind": d.kind, "left": asdict(d.left), "right": asdict(d.right)} for d in differences
        ],
    }


def tally_lines(tally: Tally) -> Iterator[str]:
    """Yield the state of a project in words."""
    yield (
        f"{count(tally.documents, 'article')} of {count(tally.sources, 'source')},"
        f" {count(tally.sentences, 'sentence')}, {count(tally.claims, 'claim')},"
        f" {count(tally.clusters, 'cluster')}"
    )
    share = f" ({tally.decided / tally.clusters:.0%})" if tally.clusters else ""
    yield f"decided {tally.decided} of {tally.clusters}{share}"
    for label, number in tally.verdicts.items():
        yield f"  marked {label}: {number}"
    for label, number in tally.suggestions.items():
        yield f"  suggested {label}: {number}"
    yield f"flagged {tally.flagged}, evidence changed since the verdict {tally.changed}"


def report_lines(report: Report) -> Iterator[str]:
    """Yield what became of the files that were added; skipped ones are said elsewhere."""
    for words, names in (
        ("added", report.added),
        ("new version of", report.new_versions),
        ("details updated of", report.updated),
        ("already there", report.unchanged),
    ):
        if names:
            shown = ", ".join(one_line(name) for name in names[:5])
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            yield f"{words}: {shown}{more}"


def report_data(report: Report) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        "added": report.added,
        "new_versions": report.new_versions,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": [asdict(skipped) for skipped in report.skipped],
        "embedded": report.embedded,
        "reclustered": report.reclustered,
    }

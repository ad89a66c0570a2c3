"""Plain lines and JSON about several reviewers: where each stands, and how far they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Label
from workbench.agreement import agreed, kappa
from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Verdict
    from workbench.agreement import Pair, Reliability


def side_lines(verdict: Verdict, sides: Sequence[Verdict]) -> Iterator[str]:
    """Yield who holds what of a cluster, and what was settled; nothing where nobody did."""
    if verdict.reason:
        by = f"{verdict.label} by {one_line(verdict.reviewer)}"
        yield f"settled: {by}: {one_line(verdict.reason)}"
    elif verdict.disputed:
        yield "reviewers disagree"
    for side in sides:
        old = " on other claims" if side.changed else ""
        note = f'  "{one_line(side.note)}"' if side.note else ""
        yield f"  {one_line(side.reviewer)}: {side.label or 'no verdict'}{old}{note}"


def reliability_lines(found: Reliability) -> Iterator[str]:
    """Say how far reviewers agree, with a table of what each pair marked."""
    if not found.units:
        yield "no claims have been judged by two reviewers yet"
        return
    yield (
        f"judged by several: {count(found.units, 'cluster')},"
        f" Krippendorff's alpha {_number(found.alpha)}"
    )
    for kind, (units, value) in found.by_kind.items():
        yield f"  {kind}: {count(units, 'cluster')}, alpha {_number(value)}"
    for pair in found.pairs:
        same, cases = agreed(pair.counts)
        yield (
            f"{one_line(pair.left)} and {one_line(pair.right)}: agree in {same} of {cases},"
            f" Cohen's kappa {_number(kappa(pair.counts))}"
        )
        yield from _table(pair)


def reliability_data(found: Reliability) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        "units": found.units,
        "alpha": found.alpha,
        "by_kind": {
            kind: {"units": units, "alpha": value} for kind, (units, value) in found.by_kind.items()
        },
        "pairs": [
            {
                "reviewers": [pair.left, pair.right],
                "agreed": agreed(pair.counts)[0],
                "cases": agreed(pair.counts)[1],
                "kappa": kappa(pair.counts),
                "confusion": [
                    {"left": a, "right": b, "cases": n} for (a, b), n in pair.counts.items()
                ],
            }
            for pair in found.pairs
        ],
    }


def _table(pair: Pair) -> Iterator[str]:
    """Yield the confusion table: a line for each label of the left, a column for the right's."""
    width = max(map(len, Label)) + 2
    yield f"  {'':{width}}" + "".join(f"{label:>{width}}" for label in Label)
    for own in Label:
        cells = "".join(f"{pair.counts.get((own, other), 0):>{width}}" for other in Label)
        yield f"  {own:{width}}{cells}"


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"

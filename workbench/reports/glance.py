"""The project at a glance in words, bars and JSON data: what of the overview needs no screen."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from workbench.text import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.overview import Copy, Overview, Shared

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_MOST_LINES = 15

BLIND = "blind: only what has been decided is counted; kinds of difference stay hidden"


def bar(part: float, whole: float, width: int) -> str:
    """Draw `part` of `whole` in `width` characters; what is not nothing shows at least a sliver."""
    eighths = round(8 * width * part / whole) if whole else 0
    if part:
        eighths = max(1, eighths)
    full, rest = divmod(min(eighths, 8 * width), 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def columns(numbers: Sequence[int], height: int) -> list[str]:
    """Draw numbers as columns of `height` lines, the top line first."""
    most = max(numbers, default=0)
    eighths = [max(1, round(8 * height * n / most)) if n else 0 for n in numbers]
    return [
        "".join(_HEIGHTS[max(0, min(8, e - 8 * level))] for e in eighths)
        for level in reversed(range(height))
    ]


def short(number: int) -> str:
    """Write a number in four characters at most: 999, 12k, 3M."""
    if number < 1000:
        return str(number)
    return f"{number / 1000:.0f}k" if number < 999_500 else f"{number / 1_000_000:.0f}M"


def buckets(days: Sequence[tuple[str, int]], most: int) -> list[tuple[str, str, int]]:
    """Put (ISO date, articles) into at most `most` runs of days: (first, last, articles) of each.

    All runs are of one length and follow each other without a gap.
    """
    if not days or most < 1:
        return []
    first, last = date.fromisoformat(days[0][0]), date.fromisoformat(days[-1][0])
    span = (last - first).days + 1
    length = -(-span // most)
    numbers = [0] * -(-span // length)
    for day, articles in days:
        numbers[(date.fromisoformat(day) - first).days // length] += articles
    found = []
    for place, articles in enumerate(numbers):
        start = first + timedelta(days=place * length)
        end = min(last, start + timedelta(days=length - 1))
        found.append((start.isoformat(), end.isoformat(), articles))
    return found


def days_words(first: str, last: str, articles: int) -> str:
    """Say how many articles are of these days."""
    return f"{first if first == last else f'{first} to {last}'}: {count(articles, 'article')}"


def shared_words(shared: Shared) -> str:
    """Say how the clusters stand that two sources share."""
    other = shared.clusters - shared.conflicting - shared.consistent
    rest = f", {other:,} neither" if other else ""
    return (
        f"{one_line(shared.left)} and {one_line(shared.right)}:"
        f" {count(shared.clusters, 'cluster')}, {shared.conflicting:,} conflicting,"
        f" {shared.consistent:,} consistent{rest}"
    )


def copy_words(copy: Copy) -> str:
    """Say which two articles are near-copies, and how near."""
    left, right = (
        f"{one_line(source)} ({one_line(name)})"
        for source, name in ((copy.left_source, copy.left), (copy.right_source, copy.right))
    )
    return f"{copy.share:>4.0%}  {left} and {right}"


def lines(found: Overview, *, blind: bool = False, width: int = 24) -> Iterator[str]:
    """Yield the overview as lines, the longest lists cut."""
    yield f"decided {found.decided:,} of {count(found.clusters, 'cluster')}"
    parts = [(f"marked {label}", n) for label, n in found.verdicts.items()]
    parts += [(f"suggested {label}", n) for label, n in found.suggestions.items()]
    for words, n in parts:
        yield f"  {words:<26} {bar(n, found.clusters, width)} {n:,}"
    if blind:
        yield BLIND
    yield "sources beside each other"
    most = sorted(found.shared, key=lambda s: (-s.conflicting, -s.clusters, s.left, s.right))
    yield from _cut([f"  {shared_words(shared)}" for shared in most])
    if found.kinds:
        yield "differences by kind"
    for kind in found.kinds:
        yield (
            f"  {kind.kind:<26} {bar(kind.clusters, found.kinds[0].clusters, width)}"
            f" {kind.clusters:,}, {kind.conflicting:,} marked conflicting,"
            f" {kind.undecided:,} undecided"
        )
    yield "articles by day"
    for first, last, n in buckets(found.days, _MOST_LINES):
        yield f"  {days_words(first, last, n)}"
    if found.undated:
        yield f"  without a date: {count(found.undated, 'article')}"
    yield "how often each source stands alone"
    yield from _cut(
        [
            f"  {s.alone / s.clusters:>4.0%}  {one_line(s.source)}:"
            f" {s.alone:,} of {count(s.clusters, 'cluster')}"
            for s in found.sources
        ]
    )
    yield f"near-copies: {found.near_copies:,}"
    yield from _cut([f"  {copy_words(copy)}" for copy in found.copies])


def data(found: Overview) -> dict[str, object]:
    """Return the overview as JSON data, nothing cut but near-copies beyond the closest."""
    return {**asdict(found), "decided": found.decided}


def _cut(words: list[str]) -> Iterator[str]:
    yield from words[:_MOST_LINES]
    if len(words) > _MOST_LINES:
        yield f"  ... and {len(words) - _MOST_LINES:,} more; --json has them"

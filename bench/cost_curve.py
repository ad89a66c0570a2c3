"""The cost curve: what a project of each size took, kept in a file, and the plot drawn of it.

    python -m bench.cost_curve docs/scale.json

A million claims take an hour: each size may be measured by a run of its own (bench.scale), and the
curve keeps the newest figures of each.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Point:
    """What a project of one size took, in CPU seconds and MB: to build, and for one article more.

    `wall` is the building's by the clock; `stages` parts it by the stages of progress. What was not
    measured is None.
    """

    claims: int
    build: float
    peak: float
    join: float | None = None
    join_peak: float | None = None
    stages: dict[str, float] = field(default_factory=dict)
    wall: float | None = None


def read(path: Path) -> list[Point]:
    """Return the points of a file, none if it is not there. ValueError, TypeError for others."""
    return [Point(**raw) for raw in json.loads(path.read_text("utf-8"))] if path.exists() else []


def keep(path: Path, measured: Iterable[Point]) -> list[Point]:
    """Put points in the place of those of the same size, within a tenth; return all, by size."""
    new = list(measured)
    old = [one for one in read(path) if not any(_like(one, other) for other in new)]
    points = sorted([*old, *new], key=lambda point: point.claims)
    lines = ",\n".join(json.dumps(asdict(point)) for point in points)
    path.write_text(f"[\n{lines}\n]\n", "utf-8")
    return points


def _like(one: Point, other: Point) -> bool:
    return abs(one.claims - other.claims) < 0.1 * other.claims


def draw(points: Sequence[Point], path: Path) -> None:
    """Draw seconds and memory over claims as a PNG, both axes in powers of ten."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (seconds, memory) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    lines = (
        (seconds, "build", "o-", [(p.claims, p.build) for p in points]),
        (seconds, "one article more", "s--", [(p.claims, p.join) for p in points]),
        (memory, "build", "o-", [(p.claims, p.peak) for p in points]),
        (memory, "one article more", "s--", [(p.claims, p.join_peak) for p in points]),
    )
    for axes, label, style, pairs in lines:
        known = [pair for pair in pairs if pair[1] is not None]
        if known:
            axes.loglog(*zip(*known, strict=True), style, label=label)
    seconds.set(xlabel="claims", ylabel="CPU seconds, without encoding")
    memory.set(xlabel="claims", ylabel="peak memory, MB")
    for axes in (seconds, memory):
        axes.legend(frameon=False)
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


if __name__ == "__main__":
    given = Path(sys.argv[1])
    draw(read(given), given.with_suffix(".png"))

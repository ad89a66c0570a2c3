"""Measure how the work grows with the claims: one table, and a plot for the documents.

    python -m bench.scale [--data DIR] [--sizes 1000 10000 100000] [--whole 10000] [--plot FILE]

Claims are made (bench.made_claims): sentences of DIR, or templates, with planted facts told in
other words. Articles are built end to end on the real model (--whole says how many); for the curve
vectors are made (bench.made_vectors), since a million claims would be encoded for an hour. A
million claims are one more of --sizes; the plot keeps what was measured of others
(bench.cost_curve). Seconds are CPU seconds of the program, which a busy machine changes little.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import table
from bench.cost_curve import Point, draw, keep
from bench.joining import Joined
from bench.joining import rows as joined_rows
from bench.made_claims import articles, of_claims, patterns, write
from bench.process import PYTHON, run
from bench.table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (1_000, 10_000, 100_000)
CLUSTERED = 100_000
WHOLE = 10_000
TEXTS, ROUNDS = 512, 3
MOST_OF_ALL = 0.15
"""The share of the whole that a stage but encoding may take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a project of one size took: to build, and for one article more.

    `warm` is what that takes once all is loaded; see bench.joining.
    """

    claims: int
    built: dict[str, Any]
    joined: dict[str, Any]
    warm: dict[str, Any]


def inside(*args: str) -> Any:
    """Run a job of bench.scale_inside; return its last line."""
    output = run([PYTHON, "-m", "bench.scale_inside", *args]).output
    return json.loads(output.splitlines()[-1])


def encode_rows(folder: Path, data: Path | None) -> Iterator[Row]:
    """Encode made claims by ours and by plain sentence-transformers, in turn."""
    made = of_claims(patterns(data), TEXTS)
    texts = folder / "texts.json"
    texts.write_text(json.dumps([t.text for one in made for t in one.told][:TEXTS]))
    output = run([PYTHON, "-m", "bench.inside", "encode", str(texts), str(ROUNDS)]).output
    found = json.loads(output.splitlines()[-1])
    ours, plain, bare = (TEXTS / median(found[way]) for way in ("ours", "plain", "bare"))
    name = "plain SentenceTransformer.encode"
    yield Row("encoding", ours, "claims/s", plain, name, ">= 2.7 times", ours >= 2.7 * plain)
    yield Row("the same", ours, "claims/s", bare, "bare products of the same size")
    least = found["cosine"]
    yield Row("least cosine to it", f"{least['ours']:.6f}", asked=">= .99999",
              met=least["ours"] >= 0.99999)  # fmt: skip
    if "half" in found:
        half = TEXTS / median(found["half"])
        yield Row("encoding in half precision", half, "claims/s", plain, name)
        yield Row("least cosine to it", f"{least['half']:.6f}")


def first_rows(folder: Path) -> Iterator[Row]:
    """Embed one text in a new process, by ours and by plain sentence-transformers."""
    text = folder / "text.json"
    text.write_text('["The court freed the editor."]')
    ways = {"ours": ["first", str(text)], "plain": ["plain", str(text)]}
    took: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, args in ways.items():
            took[way].append(run([PYTHON, "-m", "bench.inside", *args]).seconds)
    ours, plain = median(took["ours"]), median(took["plain"])
    yield Row("first embedding, new process", ours, "s", plain, "plain sentence-transformers",
              "<= 1 s", ours <= 1)  # fmt: skip


def cluster_rows(count: int, data: Path | None) -> Iterator[Row]:
    """Link and cluster beside community_detection and a bare matrix product."""
    found = inside("cluster", str(count), *([str(data)] if data else []))
    what = f"candidates, scores and clusters, {found['claims']} claims"
    cpu = found["cpu"]
    peer = "util.community_detection"
    yield Row(what, cpu, "CPU s", found["peer"], peer, "<= 0.2 times", cpu <= 0.2 * found["peer"])
    yield Row("the same", cpu, "CPU s", found["matmul"], "bare matmul", "<= 1.35 times",
              cpu <= 1.35 * found["matmul"])  # fmt: skip
    better = found["f1"] > found["peer_f1"]
    yield Row("pair F1 on planted facts", found["f1"], "", found["peer_f1"], peer, "better", better)
    yield Row("extra memory", found["extra"], "MB", None, "", "<= 500", found["extra"] <= 500)


def measure(folder: Path, count: int, data: Path | None) -> Measured:
    """Build a project of so many claims, and add one article to it and to an empty one."""
    made = of_claims(patterns(data), count + 50)
    write(folder / "many", made[:-1])
    write(folder / "one", made[-1:])
    project = str(folder / "many.db")
    built = inside("build", project, str(folder / "many"))
    warm = inside("join", project, str(folder / "one"))
    joined = inside("build", project, str(folder / "one"))
    return Measured(built["claims"], built, joined, warm)


def whole_rows(folder: Path, count: int, data: Path | None) -> Iterator[Row]:
    """Build articles end to end, with real vectors; say what each stage takes."""
    write(folder / "whole", list(islice(articles(patterns(data)), count)))
    built = inside("build", str(folder / "whole.db"), str(folder / "whole"), "real")
    claims = built["claims"]
    yield Row(f"{count:,} articles end to end, {claims:,} claims", built["cpu"], "CPU s")
    yield Row("the same by the clock", built["wall"], "s")
    for stage, seconds in built["stages"].items():
        share, peak = seconds / built["cpu"], built["peaks"][stage]
        name = f"{stage}: {claims / seconds:,.0f} claims/CPU s, peak so far {peak:,.0f} MB"
        met = None if stage == "embedding" else share <= MOST_OF_ALL
        yield Row(name, seconds, "CPU s", built["cpu"], "all", f"<= {MOST_OF_ALL}", met)


def curve_rows(one: Measured) -> Iterator[Row]:
    """Say of one size what a build took, and what one more article."""
    built, joined = one.built, one.joined
    name = f"{one.claims} claims"
    yield Row(f"build, {name}", built["cpu"], "CPU s")
    yield Row(f"build, {name}", one.claims / built["cpu"], "claims/CPU s")
    yield Row(f"build by the clock, {name}", built["wall"], "s")
    yield Row(f"peak memory, {name}", built["peak"], "MB")
    longest = sorted(built["stages"].items(), key=lambda stage: -stage[1])[:4]
    words = ", ".join(
        f"{stage} {seconds:.1f} ({built['walls'][stage]:.1f})" for stage, seconds in longest
    )
    yield Row(f"longest stages, CPU s (by the clock), {name}", words)
    yield Row(f"one article more, {name}", joined["cpu"], "CPU s", built["cpu"], "the build",
              "<= 0.05 times", joined["cpu"] <= 0.05 * built["cpu"])  # fmt: skip
    alone, more = Joined(**one.warm["alone"]), Joined(**one.warm["joined"])
    yield from joined_rows(alone, [more], one.warm["encoding"])


def point_of(one: Measured) -> Point:
    """Return what the cost curve keeps of a size."""
    return Point(
        claims=one.claims,
        build=round(one.built["cpu"], 2),
        peak=round(one.built["peak"]),
        join=round(one.joined["cpu"], 2),
        join_peak=round(one.joined["peak"]),
        stages={stage: round(took, 2) for stage, took in one.built["stages"].items()},
        wall=round(one.built["wall"], 2),
    )


def main() -> None:
    """Measure, print the table, and draw the plot where one is asked for."""
    parser = argparse.ArgumentParser(description="Measure how the work grows.")
    parser.add_argument("--data", type=Path, help="a folder of .txt and .md files to take from")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--clustered", type=int, default=CLUSTERED)
    parser.add_argument("--whole", type=int, default=WHOLE, help="articles built end to end")
    parser.add_argument("--plot", type=Path, help="the PNG file to draw, with its points beside")
    parser.add_argument("--no-encoding", action="store_true")
    given = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        if not given.no_encoding:
            rows += encode_rows(Path(scratch), given.data)
            rows += first_rows(Path(scratch))
        if given.clustered:
            rows += cluster_rows(given.clustered, given.data)
        if given.whole:
            rows += whole_rows(Path(scratch), given.whole, given.data)
        for size in given.sizes:
            one = measure(Path(scratch, str(size)), size, given.data)
            rows += curve_rows(one)
            if given.plot:
                draw(keep(given.plot.with_suffix(".json"), [point_of(one)]), given.plot)
    for line in table.lines(rows):
        print(line)


if __name__ == "__main__":
    main()

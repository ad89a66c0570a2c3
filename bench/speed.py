"""Measure the program and print one table: each figure beside a yardstick of the same run.

    python -m bench.speed [--quick] [--articles DIR] [--scratch DIR] [--events DIR --score FILE]

Whole processes are timed from the moment they are started; the review runs in a real terminal, and
its clock stops when the characters have arrived there. "met" is a column and nothing more: the exit
code is 0 whatever the figures are.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench import inside, table
from bench.made_project import REVIEWER
from bench.process import PYTHON, WORKBENCH, run
from bench.table import Row
from bench.terminal import Terminal
from db import acts, bookmarks, claims, clusters, pages
from db.connection import open_reader
from db.records import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAVY = ("torch", "sentence_transformers", "transformers", "sklearn")
PACKAGES = (
    "textual",
    "sqlite-utils",
    "numpy",
    "onnxruntime",
    "torch",
    "sentence-transformers",
    "transformers",
)

_AS = {"WORKBENCH_REVIEWER": REVIEWER}
_PASS = (PYTHON, "-c", "pass")
_BARE = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Bare(App):\n"
    "    def compose(self):\n"
    "        yield Static('painted')\n"
    "    def key_q(self):\n"
    "        self.exit()\n"
    "Bare().run()\n"
)
_LISTING = (
    "import atexit, sys\n"
    "out, *sys.argv[1:] = sys.argv[1:]\n"
    "atexit.register(lambda: open(out, 'w').write(' '.join(sys.modules)))\n"
    "from workbench.cli import main\n"
    "main()\n"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured."""

    small: int = 1_000
    large: int = 100_000
    helps: int = 9
    openings: int = 9
    presses: int = 60
    builds: int = 3
    texts: int = 512
    rounds: int = 3


QUICK = Scale(large=10_000, helps=3, openings=2, presses=12, builds=1, texts=96, rounds=2)


@dataclass(frozen=True, slots=True)
class Opening:
    """One review from its start to its end: seconds until each sight, and its largest memory."""

    paint: float
    place: float
    peak: float


@dataclass(frozen=True, slots=True)
class Made:
    """A made project, and how it is called in the table."""

    path: Path
    count: int

    @property
    def name(self) -> str:
        """Return the size in words."""
        return f"{self.count // 1000}k clusters" if self.count >= 1000 else f"{self.count} clusters"


def make(folder: Path, count: int) -> Made:
    """Make a project in a process of its own, so that this one stays small."""
    path = folder / f"made-{count}.db"
    run([PYTHON, "-m", "bench.made_project", str(path), str(count)])
    return Made(path, count)


# The command line


def help_rows(times: int) -> Iterator[Row]:
    """Time `workbench --help` beside a Python that does nothing, in turn."""
    ours, bare = [], []
    for _ in range(times):
        ours.append(run([WORKBENCH, "--help"]).seconds)
        bare.append(run(_PASS).seconds)
    yield Row("workbench --help", median(ours), "s", median(bare), "python -c pass")


def module_rows(folder: Path, made: Made) -> Iterator[Row]:
    """Look which modules the help and an open review have loaded."""
    listing = folder / "modules.txt"
    command = [PYTHON, "-c", _LISTING, str(listing)]
    run([*command, "--help"])
    yield _modules("--help", listing.read_text())
    with Terminal([*command, "review", "--project", str(made.path)], _AS) as terminal:
        terminal.wait_for("decided ")
        terminal.settle()
        terminal.type("q")
        terminal.end()
    yield _modules("review of an existing project", listing.read_text())


def _modules(what: str, listing: str) -> Row:
    loaded = listing.split()
    heavy = [name for name in HEAVY if name in loaded]
    figure = f"{len(loaded)}, with {', '.join(heavy)}" if heavy else f"{len(loaded)}, none heavy"
    asked = "no torch, sentence_transformers, transformers, sklearn"
    return Row(f"modules loaded by {what}", figure, asked=asked, met=not heavy)


# The review


def opening_rows(small: Made, large: Made, times: int) -> Iterator[Row]:
    """Open both projects in turn, beside a Textual program of one word."""
    found: dict[Made, list[Opening]] = {small: [], large: []}
    bare = []
    for _ in range(times):
        bare.append(_open_bare())
        for made, openings in found.items():
            openings.append(_open(made))
    for made in (small, large):
        yield Row(
            f"cold review to first paint, {made.name}",
            median(opening.paint for opening in found[made]),
            "s",
            median(bare),
            "bare Textual program",
        )
    ratio = _ratio([o.paint for o in found[large]], [o.paint for o in found[small]])
    yield _beside("first paint", found, small, large, "paint", asked="<= 1.3", met=ratio <= 1.3)
    yield _beside("until the reviewer's place is open", found, small, large, "place")
    yield _beside("peak memory of the review", found, small, large, "peak", unit="MB")


def _beside(
    what: str,
    found: dict[Made, list[Opening]],
    small: Made,
    large: Made,
    field: str,
    *,
    unit: str = "s",
    asked: str = "",
    met: bool | None = None,
) -> Row:
    figures = {made: median(getattr(o, field) for o in found[made]) for made in found}
    return Row(
        f"{what}, {large.name}", figures[large], unit, figures[small], small.name, asked, met
    )


def _ratio(figures: Sequence[float], yardstick: Sequence[float]) -> float:
    return median(figures) / median(yardstick)


def _open(made: Made) -> Opening:
    """Open a review where the reviewer stopped, and leave it."""
    db = open_reader(made.path)
    place, _ = bookmarks.get(db, REVIEWER)
    lines = [clusters.get(db, number).headline[:20] for number in pages.ids(db, Filter(), 200)]
    rows = [line.encode() for line in lines]
    db.close()
    with Terminal([WORKBENCH, "review", "--project", str(made.path)], _AS) as terminal:
        painted = terminal.wait_until(
            lambda shown: b"decided " in shown and any(row in shown for row in rows)
        )
        opened = terminal.wait_for(_head(place))
        terminal.settle()
        terminal.type("q")
        return Opening(painted - terminal.began, opened - terminal.began, terminal.end())


def _open_bare() -> float:
    with Terminal([PYTHON, "-c", _BARE]) as terminal:
        painted = terminal.wait_for("painted")
        terminal.settle()
        terminal.type("q")
        terminal.end()
        return painted - terminal.began


def _head(cluster: int | None) -> str:
    """Return what the head of an open cluster shows, with the change of style behind it."""
    return f"  cluster {cluster}\x1b"


def press_rows(small: Made, large: Made, presses: int, folder: Path) -> Iterator[Row]:
    """Give verdicts by key, beside bare commits to the same disk."""
    commit = _commits(folder, presses)
    for made in (small, large):
        seconds = _press(made, presses)
        for part, asked in ((50, ""), (95, "< 100 ms" if made is large else "")):
            figure = _percentile(seconds, part) * 1000
            yield Row(
                f"key to stored verdict and repainted screen, p{part}, {made.name}",
                figure,
                "ms",
                _percentile(commit, part) * 1000,
                "one SQLite commit",
                asked,
                figure < 100 if asked else None,
            )


def _press(made: Made, presses: int) -> list[float]:
    """Mark the clusters of a queue one after the other; return the seconds that each took.

    A press is over when the last character of the repainted screen has arrived; by then the act
    must be in the log.
    """
    db = open_reader(made.path)
    queue = pages.ids(db, Filter(decided=False), presses + 1)
    seconds: list[float] = []
    with Terminal([WORKBENCH, "review", "--project", str(made.path)], _AS) as terminal:
        terminal.wait_for(_head(queue[0]))
        terminal.settle()
        for cluster, following in pairwise(queue):
            pressed = terminal.type("c")
            terminal.wait_for(f"cluster {cluster} marked", _head(following))
            seconds.append(terminal.settle() - pressed)
            if not acts.of_cluster(db, cluster):
                raise AssertionError(f"cluster {cluster} was repainted before it was stored")
        terminal.type("q")
        terminal.end()
    db.close()
    return seconds


def _commits(folder: Path, times: int) -> list[float]:
    """Return the seconds of commits of one row each, as durable as a verdict's."""
    db = sqlite3.connect(folder / "commits.db")
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x)")
    seconds = []
    for number in range(times):
        began = time.perf_counter()
        with db:
            db.execute("INSERT INTO t VALUES (?)", [number])
        seconds.append(time.perf_counter() - began)
    db.close()
    return seconds


def _percentile(values: Sequence[float], part: int) -> float:
    return quantiles(values, n=100, method="inclusive")[part - 1]


# The build


def build_rows(articles: Path, folder: Path, scale: Scale) -> Iterator[Row]:
    """Build the articles cold, by stage, beside a program that only loads and encodes."""
    stages, wholes, peaks, plains = [], [], [], []
    texts = folder / "texts.json"
    for number in range(scale.builds):
        project = folder / f"build-{number}.db"
        began = time.perf_counter()
        command = [PYTHON, "-m", "bench.inside", "build", repr(began), str(project), str(articles)]
        ran = run(command)
        stages.append(json.loads(ran.output.splitlines()[-1]))
        wholes.append(ran.seconds)
        peaks.append(ran.peak)
        texts.write_text(json.dumps(_texts(project)), "utf-8")
        plains.append(run([PYTHON, "-m", "bench.inside", "plain", str(texts)]))
    plain = median(ran.seconds for ran in plains)
    yield Row("build, whole process", median(wholes), "s", plain, "load and encode alone")
    yield from _stage_rows(stages, wholes)
    peak = median(ran.peak for ran in plains)
    yield Row("peak memory of the build", median(peaks), "MB", peak, "load and encode alone")
    again = run([WORKBENCH, "add", str(articles), "--project", str(project)]).seconds
    yield Row("add the same articles again", again, "s", median(wholes), "first build")


def _texts(project: Path) -> list[str]:
    """Return the texts that a build encoded: each claim once."""
    db = open_reader(project)
    texts = sorted({claim.text for claim in claims.current(db)}, key=lambda text: (len(text), text))
    db.close()
    return texts


def _stage_rows(builds: Sequence[dict[str, float]], wholes: Sequence[float]) -> Iterator[Row]:
    totals = [sum(stages.values()) for stages in builds]
    total = median(totals)
    for stage in inside.STAGES:
        yield Row(f"build: {stage}", median(b[stage] for b in builds), "s", total, "whole build")
    ends = [whole - total for whole, total in zip(wholes, totals, strict=True)]
    yield Row("build: end of the process", median(ends), "s", total, "whole build")
    owns = [t - b[inside.LOAD] - b[inside.ENCODE] for b, t in zip(builds, totals, strict=True)]
    own = median(owns)
    yield Row("build: own work", own, "s", total, "whole build", "<= 1 s", own <= 1)


def encode_rows(folder: Path, scale: Scale) -> Iterator[Row]:
    """Encode the claims of the build by ours and by sentence-transformers, in one process."""
    texts = json.loads((folder / "texts.json").read_text("utf-8"))
    many = (texts * (scale.texts // len(texts) + 1))[: scale.texts]
    path = folder / "many.json"
    path.write_text(json.dumps(many), "utf-8")
    ran = run([PYTHON, "-m", "bench.inside", "encode", str(path), str(scale.rounds)])
    found = json.loads(ran.output.splitlines()[-1])
    ours, plain = (len(many) / median(found[name]) for name in ("ours", "plain"))
    yield Row(
        f"encode {len(many)} claims, {found['threads']} threads",
        ours,
        "claims/s",
        plain,
        f"plain sentence-transformers (least cosine {found['cosine']:.5f})",
    )


# The labelled events


def score(events: Path | None, scorer: Path | None, folder: Path) -> str:
    """Export each labelled event and return what the scorer says of them."""
    if events is None or scorer is None or not events.is_dir() or not scorer.is_file():
        return "skipped: corpus not found"
    out = folder / "events"
    run([PYTHON, "-m", "bench.events", str(events), str(out)])
    pairs: list[str] = []
    for labels in sorted(events.glob("*/labels.json")):
        pairs += [str(labels), str(out / f"{labels.parent.name}.csv")]
    return run([PYTHON, str(scorer), *pairs]).output.rstrip()


# All of it


def machine() -> Iterator[str]:
    """Say what the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{_processor()}, {cores} cores, {platform.system()} {platform.machine()}"
    names = [f"{name} {version(name)}" for name in PACKAGES]
    yield ", ".join([f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"])
    yield ", ".join(names)
    yield f"load average at the start: {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"


def measure(scale: Scale, articles: Path, folder: Path) -> Iterator[Row]:
    """Yield every row of the table as it is measured."""
    _say("command line")
    yield from help_rows(scale.helps)
    _say(f"making projects of {scale.small} and {scale.large} clusters")
    small, large = make(folder, scale.small), make(folder, scale.large)
    yield from module_rows(folder, large)
    _say("opening the review")
    yield from opening_rows(small, large, scale.openings)
    _say("giving verdicts")
    yield from press_rows(small, large, scale.presses, folder)
    _say("building")
    yield from build_rows(articles, folder, scale)
    _say("encoding")
    yield from encode_rows(folder, scale)


def _say(words: str) -> None:
    print(f"... {words}", file=sys.stderr, flush=True)


def main(args: Sequence[str] | None = None) -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, smaller projects")
    parser.add_argument("--articles", type=Path, default=Path("seeds"), help="what to build")
    parser.add_argument("--scratch", type=Path, help="a folder on the disk to measure on")
    parser.add_argument("--events", type=Path, help="labelled events, a folder each")
    parser.add_argument("--score", type=Path, help="the program that scores their exports")
    chosen = parser.parse_args(args)
    for line in machine():
        print(line)
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        folder = Path(scratch)
        rows = list(measure(QUICK if chosen.quick else Scale(), chosen.articles, folder))
        print("", *table.lines(rows), "", sep="\n")
        _say("labelled events")
        print(score(chosen.events, chosen.score, folder))


if __name__ == "__main__":
    main()

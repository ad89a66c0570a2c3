"""Time how the program starts, and how a review opens on a small project and on a large one."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.made_project import REVIEWER
from bench.process import PYTHON, WORKBENCH, run
from bench.reviews import AS_REVIEWER, head
from bench.table import Row
from bench.terminal import Terminal
from db import bookmarks, clusters, pages
from db.connection import open_reader
from db.records import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.reviews import Made

HEAVY = ("torch", "sentence_transformers", "transformers", "sklearn")
MOST_SECONDS = 1.0
"""Until the first paint, however large the project."""
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
class Opening:
    """One review from its start to its end: seconds until each sight, and its largest memory."""

    paint: float
    place: float
    peak: float


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
    with Terminal([*command, "review", "--project", str(made.path)], AS_REVIEWER) as terminal:
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


def rows(small: Made, large: Made, times: int) -> Iterator[Row]:
    """Open both projects in turn, beside a Textual program of one word."""
    found: dict[Made, list[Opening]] = {small: [], large: []}
    bare = []
    for _ in range(times):
        bare.append(_open_bare())
        for made, openings in found.items():
            openings.append(_open(made))
    for made in (small, large):
        paint = median(opening.paint for opening in found[made])
        yield Row(
            f"cold review to first paint, {made.name}",
            paint,
            "s",
            median(bare),
            "bare Textual program",
            f"< {MOST_SECONDS:g} s",
            paint < MOST_SECONDS,
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
    with Terminal([WORKBENCH, "review", "--project", str(made.path)], AS_REVIEWER) as terminal:
        painted = terminal.wait_until(
            lambda shown: b"decided " in shown and any(row in shown for row in rows)
        )
        opened = terminal.wait_for(head(place))
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

"""Measure what one article more costs: in an empty project, and in larger ones.

    python -m bench.joining [--made] ARTICLES PROJECT...

ARTICLES, a file or a folder, are added in this process to a copy of each project and to an empty
one, models loaded and libraries imported before. All that `add` does is counted, from opening the
project to closing it, in CPU seconds, the least of some rounds; encoding and the search for near
claims are told apart. Then the whole command is timed by the clock, in processes of its own.
`--made` is for projects of made vectors (bench.made_vectors): encoding is then measured with the
real model on the same claims, and is part of the command (bench.made_adding).
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import table
from bench.made_vectors import MadeEmbedder
from bench.process import PYTHON, WORKBENCH, run
from bench.table import Row
from db.connection import open_writer
from models.embedder import Embedder
from models.linker import Linker
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ROUNDS = 3
LONGEST = 5
"""Seconds in which one article more should be there, however large the project."""
MOST = 1.5
"""Times what an article costs in an empty project, beside the search: what was asked for."""


@dataclass(slots=True)
class Joined:
    """What adding articles took, in CPU seconds, and the work that was done.

    `searching` is the search by the clock (it has several threads), as is the whole `command`.
    """

    claims: int = 0
    new: int = 0
    cpu: float = 0.0
    search: float = 0.0
    searching: float = 0.0
    encoding: float = 0.0
    near: int = 0
    pairs: int = 0
    written: int = 0
    command: float = 0.0
    texts: list[str] = field(default_factory=list)

    @property
    def rest(self) -> float:
        """Return all but the search and the encoding."""
        return self.cpu - self.search - self.encoding


class _TimedLinker(Linker):
    """Tells what is looked for and scored."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.found = Joined()

    def near(self, *args: Any) -> tuple[NDArray[Any], NDArray[Any]]:
        began, clock = time.process_time(), time.perf_counter()
        rows, names = super().near(*args)
        self.found.search += time.process_time() - began
        self.found.searching += time.perf_counter() - clock
        self.found.near = len(set(names.tolist()))
        return rows, names

    def link_new(self, *args: Any) -> Any:
        self.found.pairs = len(args[7][0])
        return super().link_new(*args)


class _TimedEmbedder:
    """Tells what is encoded, and how long that takes."""

    def __init__(self, embedder: Embedder | MadeEmbedder) -> None:
        self.version, self.word_version = embedder.version, embedder.word_version
        self.found = Joined()
        self._embedder = embedder

    def embed_with_words(self, texts: Sequence[str]) -> Any:
        began = time.process_time()
        rows = self._embedder.embed_with_words(texts)
        self.found.encoding += time.process_time() - began
        self.found.texts += texts
        return rows


def join(project: Path | None, articles: Path, embedder: Embedder | MadeEmbedder) -> Joined:
    """Add articles to a copy of a project, or to an empty one."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "project.db")
        if project is None:
            open_writer(copy).close()
        else:
            shutil.copy(project, copy)
        linker, timed = _TimedLinker.load(), _TimedEmbedder(embedder)
        linker.found = found = timed.found
        tools = Tools(timed, linker, RuleSplitter())
        began = time.process_time()
        db = open_writer(copy)
        there = _claims(db)
        Pipeline(db, tools).run(document.find([articles]))
        found.claims, found.written = _claims(db), db.conn.total_changes
        db.close()
        found.cpu = time.process_time() - began
    found.new = found.claims - there
    return found


def least(project: Path | None, articles: Path, embedder: Embedder | MadeEmbedder) -> Joined:
    """Add articles some times, each time to a new copy; return what took least."""
    return min((join(project, articles, embedder) for _ in range(ROUNDS)), key=lambda j: j.rest)


def measure(
    articles: Path, projects: Sequence[Path], *, made: bool
) -> tuple[Joined, list[Joined], float]:
    """Return what articles take in an empty project, in each of some, and what encoding takes."""
    embedder = MadeEmbedder() if made else Embedder()
    join(None, articles, embedder)
    for project in projects[:1]:
        join(project, articles, embedder)
    alone = least(None, articles, embedder)
    every = [least(project, articles, embedder) for project in projects]
    alone.command = command(None, articles, made=made)
    for project, one in zip(projects, every, strict=True):
        one.command = command(project, articles, made=made)
    return alone, every, encoding(alone.texts) if made else alone.encoding


def command(project: Path | None, articles: Path, *, made: bool) -> float:
    """Return the seconds by the clock that `workbench add` takes, the least of some rounds."""
    add = [PYTHON, "-m", "bench.made_adding"] if made else [WORKBENCH, "add"]
    took = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch, "project.db")
            if project is not None:
                shutil.copy(project, copy)
                os.sync()  # else the command waits until what was copied is on the disk
            took.append(run([*add, str(articles), "--project", str(copy)]).seconds)
    return min(took)


def encoding(texts: Sequence[str]) -> float:
    """Return what the real model takes for some texts, the least of some rounds."""
    embedder = Embedder()
    took = []
    for _ in range(1 + ROUNDS):
        began = time.process_time()
        embedder.embed_with_words(texts)
        took.append(time.process_time() - began)
    return min(took[1:])


def rows(alone: Joined, every: Sequence[Joined], encoding: float) -> Iterator[Row]:
    """Say of each project what the articles cost there, beside an empty one."""
    yield Row("claims that join", str(alone.new))
    for one in every:
        name = f"{one.claims - one.new:,} claims"
        asked, of = f"<= {MOST} times", "in an empty project"
        seconds, least = one.command - one.searching, alone.command
        yield Row(f"whole command, {name}", one.command, "s", least, of, f"< {LONGEST} s",
                  one.command < LONGEST)  # fmt: skip
        yield Row(f"whole command but the search, {name}", seconds, "s", least, of, asked,
                  seconds <= MOST * least)  # fmt: skip
        whole, empty = one.rest + encoding, alone.rest + encoding
        yield Row("in one process, all but the search", whole, "CPU s", empty, of)
        yield Row("the same without encoding", one.rest, "CPU s", alone.rest, of)
        yield Row("the search", one.search, "CPU s")
        yield Row("the same by the clock", one.searching, "s")
        work = f"{one.near:,} near claims, {one.pairs:,} pairs, {one.written:,} rows written"
        yield Row("work", work)


def _claims(db: Any) -> int:
    return int(db.execute("SELECT count(*) FROM claim").fetchone()[0])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Measure what one article more costs.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("projects", type=Path, nargs="+")
    parser.add_argument("--made", action="store_true", help="the projects have made vectors")
    given = parser.parse_args()
    for line in table.lines(list(rows(*measure(given.articles, given.projects, made=given.made)))):
        print(line)


if __name__ == "__main__":
    main()

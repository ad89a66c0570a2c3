"""Measure whether clusters depend on the order in which articles came.

    python -m bench.orders EVENTS_DIR [clauses|atomic]

Each event is built at once, then article by article, in the order of the names and against it. What
is compared are the clusters as sets of claims, and the numbers that they rest on.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db import claims, clusters, grounds
from db.connection import open_reader, open_writer
from models.embedder import Embedder
from models.linker import Linker
from workbench.build import splitter
from workbench.kinds import CLAUSES
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ENDINGS = (".txt", ".md")


@dataclass(slots=True)
class Built:
    """The clusters of a project by their claims, with all that is told of them, and its vectors."""

    clusters: Mapping[frozenset[str], object] = field(default_factory=dict)
    vectors: dict[str, bytes] = field(default_factory=dict)


def main(folder: Path, kind: str = CLAUSES) -> None:
    """Print a line for each event, and how many give the same clusters in every order."""
    for line in measure(folder, kind):
        print(line)


def measure(folder: Path, kind: str = CLAUSES) -> Iterator[str]:
    """Yield a line for each event in a folder, and one for all."""
    embedder = Embedder()
    tools = Tools(embedder, Linker.load(), splitter(kind, embedder))
    same = events = 0
    for event in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(path for path in event.iterdir() if path.suffix in ENDINGS)
        if not files:
            continue
        at_once = build([files], tools)
        others = [build([[f] for f in order], tools) for order in (files, files[::-1])]
        equal = [one.clusters.keys() == at_once.clusters.keys() for one in others]
        told = all(one.clusters == at_once.clusters for one in others)
        bits = [_alike(one, at_once) for one in others]
        events += 1
        same += all(equal)
        yield (
            f"{event.name:<14} {len(at_once.clusters):>4} clusters;"
            f" one by one: {_words(equal[0])}, from the last: {_words(equal[1])};"
            f" headlines, origins, suggestions and differences: {_words(told)};"
            f" vectors bit by bit the same: {min(bits):.1%}"
        )
    yield f"the same clusters in every order: {same} of {events} events"


def build(steps: Sequence[Sequence[Path]], tools: Tools) -> Built:
    """Build a project, a step after the other, and return what became of it."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch, "project.db")
        db = open_writer(project)
        for files in steps:
            Pipeline(db, tools).run(document.find(files))
        db.close()
        return read(project)


def read(project: Path) -> Built:
    """Read the clusters and vectors of a project."""
    db = open_reader(project)
    homes = claims.cluster_of(db)
    groups: dict[int, set[str]] = defaultdict(set)
    for claim in claims.current(db):
        groups[homes[claim.id]].add(claim.key)
    held = grounds.now(db, groups)
    vectors = {row[0]: bytes(row[1]) for row in db.execute("SELECT key, data FROM vector")}
    told = {
        frozenset(keys): (replace(clusters.get(db, number), id=0), held[number])
        for number, keys in groups.items()
    }
    db.close()
    return Built(told, vectors)


def _alike(one: Built, other: Built) -> float:
    same = sum(one.vectors[key] == row for key, row in other.vectors.items())
    return same / max(1, len(other.vectors))


def _words(equal: bool) -> str:
    return "the same" if equal else "OTHERS"


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])

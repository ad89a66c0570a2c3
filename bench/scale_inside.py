"""What bench.scale measures, each in a process of its own that prints one line of JSON:

    python -m bench.scale_inside build PROJECT FOLDER [real]
    python -m bench.scale_inside join PROJECT FOLDER
    python -m bench.scale_inside cluster CLAIMS [DATA]

`build` adds the articles of FOLDER to a project with made vectors, or with real ones, `join` to
copies of it and of an empty one (bench.joining); `cluster` links and clusters made claims beside a
bare matrix product and util.community_detection. Seconds are those of this
process's CPU time, so that a busy machine changes them little; "wall" is by the clock.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.made_claims import of_claims, patterns
from bench.made_vectors import MadeEmbedder
from bench.process import UNITS_PER_MB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from db.records import Progress

_BLOCK = 4096


class Stages:
    """Adds up what passes between one report of progress and the next, by stage.

    That is, `seconds` of CPU time, and of `walls` by the clock; also the memory that was needed at
    most until the stage's end, `peaks` in MB.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.walls: dict[str, float] = defaultdict(float)
        self.peaks: dict[str, float] = {}
        self._last = time.process_time(), time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        """Count what was done since the last report for the stage that reports."""
        (cpu, wall), self._last = self._last, (time.process_time(), time.perf_counter())
        self.seconds[progress.stage] += self._last[0] - cpu
        self.walls[progress.stage] += self._last[1] - wall
        self.peaks[progress.stage] = _peak()


def build(project: Path, folder: Path, *, real: bool = False) -> dict[str, Any]:
    """Add a folder of articles to a project; return the seconds of each stage."""
    from db.connection import open_writer
    from models.embedder import Embedder
    from models.linker import Linker
    from workbench.pipeline import Pipeline, Tools
    from workbench.stages import document
    from workbench.stages.claim import RuleSplitter

    tools = Tools(Embedder() if real else MadeEmbedder(), Linker.load(), RuleSplitter())
    stages = Stages()
    began, clock = time.process_time(), time.perf_counter()
    db = open_writer(project)
    Pipeline(db, tools, on_progress=stages).run(document.find([folder]))
    claims = db.execute("SELECT count(*) FROM claim").fetchone()[0]
    db.close()
    return {
        "claims": claims,
        "cpu": time.process_time() - began,
        "wall": time.perf_counter() - clock,
        "stages": dict(stages.seconds),
        "walls": dict(stages.walls),
        "peaks": stages.peaks,
    }


def join(project: Path, folder: Path) -> dict[str, Any]:
    """Add a folder of articles to a copy of a project and to an empty one."""
    from bench.joining import measure

    alone, (joined,), encoding = measure(folder, [project], made=True)
    return {"alone": asdict(alone), "joined": asdict(joined), "encoding": encoding}


def cluster(count: int, data: Path | None) -> dict[str, Any]:
    """Link and cluster made claims, and let others do what they do with the same vectors."""
    made = of_claims(patterns(data), count)
    told = [(telling, number) for number, one in enumerate(made) for telling in one.told]
    texts = [telling.text for telling, _ in told]
    rows, words = MadeEmbedder().embed_with_words(texts)
    facts = np.array([telling.fact for telling, _ in told])
    documents = [number for _, number in told]
    found: dict[str, Any] = {"claims": len(texts)}
    found["matmul"] = _timed(lambda: _matmul(rows))[0]
    before = _peak()
    found["cpu"], labels = _timed(lambda: _ours(texts, rows, documents, words))
    found["extra"] = _peak() - before
    found["f1"] = pair_f1(labels, facts)
    found["peer"], peer = _timed(lambda: _community(rows))
    found["peer_f1"] = pair_f1(peer, facts)
    return found


def _ours(
    texts: Sequence[str],
    rows: NDArray[np.float32],
    documents: Sequence[int],
    words: Sequence[NDArray[np.float16]],
) -> NDArray[np.int32]:
    from models.linker import Linker
    from workbench.stages.cluster import agglomerate, settle

    linker = Linker.load()
    sentences = range(len(texts))
    links = linker.link(texts, rows, documents, sentences, words)
    scored = (links.left, links.right, links.probability, linker.threshold)
    merged = agglomerate(len(texts), *scored, None, sentences)
    return settle(merged, *scored, None, sentences)


def _matmul(rows: NDArray[np.float32]) -> None:
    for at in range(0, len(rows), _BLOCK):
        for other in range(at, len(rows), _BLOCK):
            rows[at : at + _BLOCK] @ rows[other : other + _BLOCK].T


def _community(rows: NDArray[np.float32]) -> NDArray[np.int32]:
    from sentence_transformers import util

    labels = np.arange(len(rows), dtype=np.int32) + len(rows)
    for number, members in enumerate(
        util.community_detection(rows, threshold=0.65, min_community_size=2)
    ):
        labels[members] = number
    return labels


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNITS_PER_MB


def pair_f1(labels: NDArray[np.integer], facts: NDArray[np.integer]) -> float:
    """F1 of the pairs that share a label against the pairs that share a fact."""
    pairs = zip(labels.tolist(), facts.tolist(), strict=True)
    found, planted, common = map(_pairs, (labels.tolist(), facts.tolist(), pairs))
    return 2 * common / max(1, found + planted)


def _pairs(names: Iterable[Any]) -> int:
    return sum(k * (k - 1) // 2 for k in Counter(names).values())


def main(args: Sequence[str]) -> None:
    """Do what the arguments name and print its result."""
    what, first, *rest = args
    if what == "build":
        found = build(Path(first), Path(rest[0]), real=len(rest) > 1)
    elif what == "join":
        found = join(Path(first), Path(rest[0]))
    else:
        found = cluster(int(first), Path(rest[0]) if rest else None)
    print(json.dumps({**found, "peak": _peak()}))


if __name__ == "__main__":
    main(sys.argv[1:])

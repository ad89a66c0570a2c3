"""Several reviewers who mark at once, each in a process: is an act lost, how long does one take?

    python -m bench.writers [WRITERS] [SECONDS] [PAUSE]

Each marks the clusters of one made project as fast as it is let, or with a pause of so many seconds
between two acts, and remembers what was acknowledged. Beside it the same with one writer.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import made_project
from db.records import Filter, Label
from workbench.desk import Desk

CLUSTERS = 2_000


def mark(project: Path, name: str, until: float, pause: float) -> tuple[list[str], list[float]]:
    """Mark until a moment; return the acts that were acknowledged and how long each took."""
    desk = Desk(project, name)
    queue, labels = desk.ids(Filter()), list(Label)
    done: list[str] = []
    took: list[float] = []
    while time.time() < until:
        cluster = queue[len(done) % len(queue)]
        began = time.perf_counter()
        act = desk.mark(cluster, labels[len(done) % 3])
        took.append(time.perf_counter() - began)
        done.append(act.uid)
        time.sleep(pause)
    desk.close()
    return done, took


def measure(writers: int, seconds: float, pause: float) -> tuple[int, int, list[float]]:
    """Return (acts acknowledged, acts lost or problems found, how long each took, ascending)."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "writers.db"
        made_project.make(project, CLUSTERS)
        until = time.time() + seconds + 1
        with ProcessPoolExecutor(writers, mp_context=get_context("spawn")) as pool:
            jobs = [pool.submit(mark, project, f"r{n}", until, pause) for n in range(writers)]
            results = [job.result() for job in jobs]
        desk = Desk(project, "reader")
        there = {act.uid for cluster in desk.ids(Filter()) for act in desk.history(cluster)}
        told = [uid for done, _ in results for uid in done]
        wrong = len(set(told) - there) + len(desk.problems())
        desk.close()
        return len(told), wrong, sorted(t for _, took in results for t in took)


def main(writers: int = 8, seconds: float = 60.0, pause: float = 0.0) -> None:
    """Print a line for one writer and one for several."""
    for number in (1, writers):
        acts, wrong, took = measure(number, seconds, pause)
        p50, p95 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.95))
        print(
            f"{number} at once: {acts} acts, {wrong} lost or wrong, p50 {p50:.0f} ms,"
            f" p95 {p95:.0f} ms, longest {took[-1] * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main(*(kind(arg) for kind, arg in zip((int, float, float), sys.argv[1:], strict=False)))

"""Add the same articles by each engine, in turn: seconds, CPU, memory, and whether it is the same.

    python -m bench.engines [--claims N] [--kind clauses|atomic] [--data DIR] [--rounds N]

Articles are made (bench.made_claims). A Dask cluster of two workers with a thread each is begun for
each run, and its start counts. Memory is the largest sum of the resident sets of all processes of
a run, looked at twenty times a second, so what processes share is counted for each.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.made_claims import of_claims, patterns, write
from bench.process import PYTHON, Failed, environment, run
from workbench.kinds import ATOMIC, CLAUSES

ENGINES = ("local", "processes:2", "dask")
WORKERS = 2
_LOOK_SECONDS = 0.05

_CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=%d, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address.removeprefix("tcp://"), flush=True)
        sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds until it was over, CPU seconds, MB, and seconds to start."""

    seconds: float
    cpu: float
    memory: float
    start: float


class Watched:
    """Processes with all that they begin: their CPU time, and the most memory they had."""

    def __init__(self) -> None:
        self.programs: list[psutil.Process] = []
        self.memory = 0.0
        self._cpu: dict[int, float] = {}

    @property
    def cpu(self) -> float:
        """Return the CPU seconds of all, as they were when last looked at."""
        return sum(self._cpu.values())

    def look(self) -> None:
        """Take note of what there is."""
        memory = 0
        for program in self.programs:
            try:
                family = [program, *program.children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
            for one in family:
                try:
                    used = one.cpu_times()
                    memory += one.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
                self._cpu[one.pid] = used.user + used.system
        self.memory = max(self.memory, memory / 1e6)


def add(folder: Path, project: Path, engine: str, kind: str) -> Cost:
    """Add the articles of a folder to a new project. Raises Failed."""
    watched, began = Watched(), time.perf_counter()
    cluster = _cluster(watched) if engine == "dask" else None
    if cluster is not None and cluster.stdout is not None:
        engine = f"dask://{cluster.stdout.readline().strip()}"
    start = time.perf_counter() - began
    command = [PYTHON, "-m", "workbench.cli", "add", str(folder), "--project", str(project)]
    program = subprocess.Popen(
        [*command, "--claims", kind, "--engine", engine],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    watched.programs.append(psutil.Process(program.pid))
    while program.poll() is None:
        watched.look()
        time.sleep(_LOOK_SECONDS)
    seconds = time.perf_counter() - began
    watched.look()
    if cluster is not None:
        cluster.communicate()
    if program.returncode:
        words = program.stderr.read() if program.stderr else ""
        raise Failed(f"{engine}: exit {program.returncode}: {words[-2000:]}")
    return Cost(seconds, watched.cpu, watched.memory, start)


def _cluster(watched: Watched) -> subprocess.Popen[str]:
    made = subprocess.Popen(
        [PYTHON, "-c", _CLUSTER % WORKERS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        text=True,
    )
    watched.programs.append(psutil.Process(made.pid))
    return made


def exported(project: Path) -> str:
    """Return the verdicts of all claims as a table."""
    verb = ["export", "--level", "claim", "--project", str(project)]
    return run([PYTHON, "-m", "workbench.cli", *verb]).output


def main() -> None:
    """Measure and print a line for each engine."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=2_000)
    options.add_argument("--kind", choices=(CLAUSES, ATOMIC), default=CLAUSES)
    options.add_argument("--data", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    costs: dict[str, list[Cost]] = {engine: [] for engine in ENGINES}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "articles")
        write(folder, of_claims(patterns(given.data), given.claims))
        tables = set()
        for number in range(given.rounds):
            for engine in ENGINES:
                project = Path(place, f"{number}-{engine.replace(':', '-')}.db")
                costs[engine].append(add(folder, project, engine, given.kind))
                tables.add(exported(project))
    for engine, found in costs.items():
        middle = {
            name: round(median(getattr(cost, name) for cost in found), 1)
            for name in ("seconds", "cpu", "memory", "start")
        }
        print(json.dumps({"engine": engine, **middle}))
    print("all exports the same" if len(tables) == 1 else f"{len(tables)} DIFFERENT EXPORTS")


if __name__ == "__main__":
    main()

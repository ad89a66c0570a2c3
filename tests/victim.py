"""The program that test_kill kills: it works on a project until it is done or dead.

    python -m tests.victim

Each line of input is JSON: [work, project, path, seconds]. A child of this process does the work
and is killed by SIGKILL after `seconds`, or never if that is null. The answer is one line: how many
seconds the child lived. Forking spares each child the imports.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from itertools import count
from pathlib import Path

from db.connection import open_writer
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from workbench import pipeline
from workbench.desk import Desk
from workbench.stages import document
from workbench.stages.claim import RuleSplitter


def build(project: Path, articles: Path) -> None:
    """Add articles in the smallest of batches."""
    pipeline.BATCH = 1
    db = open_writer(project)
    tools = pipeline.Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
    pipeline.Pipeline(db, tools).run(document.find([articles]))
    db.close()


def review(project: Path, log: Path) -> None:
    """Mark, annotate and undo for ever; write each act to `log` once it is acknowledged."""
    desk = Desk(project, "ada")
    ids = desk.ids(Filter())
    with log.open("a") as file:
        for turn in count():
            cluster = ids[turn % len(ids)]
            if turn % 7 == 3:
                act = desk.note(cluster, f"turn {turn}")
            elif turn % 7 == 5:
                act = desk.undo()
            else:
                act = desk.mark(cluster, list(Label)[turn % 3])
            desk.remember(cluster, Filter(decided=False))
            file.write(json.dumps([act.kind, act.cluster_id, act.value, act.at]) + "\n")
            file.flush()
            os.fsync(file.fileno())


def main() -> None:
    """Have children work, one after the other, and kill them as asked."""
    for line in sys.stdin:
        work, project, path, seconds = json.loads(line)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            {"build": build, "review": review}[work](Path(project), Path(path))
            os._exit(0)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)  # not waited for yet, so the id is still the child's
        os.waitpid(child, 0)
        sys.stdout.write(f"{time.monotonic() - began}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""The program that test_kill kills: it works on a project until it is done or dead.

    python -m tests.victim

Each line of input is JSON: [work, project, path, seconds]. A child of this process does the work
and is killed by SIGKILL after `seconds`, or never if that is null. The answer is one line: how many
seconds the child lived. Forking spares each child the imports.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING

import models.embedder
import models.linker
import workbench.build
from db import backups
from db.connection import open_writer
from db.records import Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker, ToySplitter
from workbench import pipeline, splitting
from workbench.cli import cli
from workbench.clustering import rebuilding
from workbench.desk import Desk
from workbench.kinds import ATOMIC
from workbench.stages import document
from workbench.stages.claim import RuleSplitter
from workbench.transfer import tables
from workbench.transfer.combining import combine

if TYPE_CHECKING:
    from db.records import Act


LOOSE = "0.15"
"""The threshold of a rebuild."""


def build(project: Path, articles: Path) -> None:
    """Add articles in the smallest of batches."""
    pipeline.BATCH = splitting.AT_ONCE = 1
    tools = pipeline.Tools(ToyEmbedder(), ToyLinker(), RuleSplitter())
    with closing(open_writer(project)) as db:
        pipeline.Pipeline(db, tools).run(document.find([articles]))


def rebuild(project: Path, _: Path) -> None:
    """Make the clusters anew with another threshold."""
    _rebuild(project, threshold=LOOSE)


def split_anew(project: Path, _: Path) -> None:
    """Split the articles anew into other claims."""
    _rebuild(project, claims=ATOMIC)


def _rebuild(project: Path, **how: str) -> None:
    """Do what the verb does, but with toy models."""
    pipeline.BATCH = splitting.AT_ONCE = 1
    models.embedder.Embedder = lambda model, backend: ToyEmbedder()
    models.linker.Linker.load = ToyLinker
    workbench.build.splitter = lambda kind, embedder: ToySplitter()
    rebuilding.rebuild(project, how)


def join(folder: Path, new: Path) -> None:
    """Join the two projects of a folder."""
    combine([folder / "ada.db", folder / "bob.db"], new)


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
            _acknowledge(file, act)


def surgery(project: Path, log: Path) -> None:
    """Move, leave out and join claims, undo and redo, for ever; log each acknowledged act."""
    desk = Desk(project, "ada")
    done = len(log.read_text().splitlines())
    with log.open("a") as file:
        for turn in count(done):
            try:
                act = operate(desk, turn, random.Random(turn))
            except (KeyError, ValueError):
                continue  # what cannot be done is refused, and is no act
            if act is not None:
                _acknowledge(file, act)


def operate(desk: Desk, turn: int, dice: random.Random) -> Act | None:
    """Do one act of the kind whose turn it is, to clusters and claims at random."""
    clusters = desk.ids(Filter())
    here, other = dice.choice(clusters), dice.choice(clusters)
    keys = [member.claim.key for member in desk.members(here)]
    some = dice.sample(keys, dice.randint(1, len(keys))) if keys else ["none"]
    acts = (
        lambda: desk.merge(here, other),
        lambda: desk.detach(some),
        lambda: desk.take_whole(some[0]),
        desk.undo,
        lambda: desk.drop(some[0]),
        lambda: desk.join(some),
        lambda: desk.mark(here, dice.choice(list(Label))),
        desk.undo,
        desk.redo,
        lambda: desk.part(some),
        lambda: desk.flag(here, dice.random() < 0.5),
    )
    return acts[turn % len(acts)]()


def migrate(project: Path, old: Path) -> None:
    """Bring a copy of an old project up to date."""
    if not project.exists():
        whole = project.with_suffix(".part")
        shutil.copy(old, whole)
        whole.replace(project)
    open_writer(project).close()


def export(project: Path, table: Path) -> None:
    """Write the same table again and again."""
    while True:
        cli(
            ["export", "--level", "claim", "--project", str(project), "-o", str(table)],
            standalone_mode=False,
        )


def import_(project: Path, table: Path) -> None:
    """Take a table of verdicts over, and take all of it back, again and again."""
    desk = Desk(project, "ada")
    while True:
        desk.bring_in(tables.read(table))
        while desk.undo():
            pass


def backup(project: Path, copy: Path) -> None:
    """Copy the project to one place again and again."""
    while True:
        backups.write(project, copy, force=True)


def _acknowledge(log: IO[str], act: Act) -> None:
    log.write(json.dumps([act.kind, act.cluster_id, act.value, act.at]) + "\n")
    log.flush()
    os.fsync(log.fileno())


WORK = {
    "build": build,
    "rebuild": rebuild,
    "split anew": split_anew,
    "join": join,
    "review": review,
    "surgery": surgery,
    "migrate": migrate,
    "export": export,
    "import": import_,
    "backup": backup,
}


def main() -> None:
    """Have children work, one after the other, and kill them as asked."""
    for line in sys.stdin:
        work, project, path, seconds = json.loads(line)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            WORK[work](Path(project), Path(path))
            os._exit(0)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)  # not waited for yet, so the id is still the child's
        os.waitpid(child, 0)
        sys.stdout.write(f"{time.monotonic() - began}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Export the claims of labelled events, one CSV an event: what a scorer and the trainer read.

    python -m bench.events EVENTS_DIR OUT_DIR [clauses|atomic]

EVENTS_DIR holds one folder of articles for each event. The tools are loaded once for all.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import open_writer
from db.records import Filter
from models.embedder import Embedder
from models.linker import Linker
from workbench.build import splitter
from workbench.desk import Desk
from workbench.kinds import CLAUSES
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document, export

if TYPE_CHECKING:
    from collections.abc import Callable


def export_event(folder: Path, out: Path, tools: Tools) -> None:
    """Build the articles of `folder` in a project of their own and write its table of claims."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch, "event.db")
        db = open_writer(project)
        Pipeline(db, tools).run(document.find([folder]))
        db.close()
        desk = Desk(project, "bench")
        rows = desk.rows(sorted(desk.ids(Filter())))
        cells = (export.claim_cells(row, m) for row in rows for m in desk.members(row.cluster.id))
        out.write_text("".join(export.to_csv(export.CLAIM_COLUMNS, cells)), "utf-8", newline="")
        desk.close()


def main(
    events: Path, out: Path, kind: str = CLAUSES, *, say: Callable[[str], object] = print
) -> None:
    """Export every event below `events` to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    embedder = Embedder()
    tools = Tools(embedder, Linker.load(), splitter(kind, embedder))
    for folder in sorted(path for path in events.iterdir() if path.is_dir()):
        export_event(folder, out / f"{folder.name}.csv", tools)
        say(folder.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])

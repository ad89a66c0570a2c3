"""Put the real tools together and run the pipeline on a project file.

The only place where the work meets the models; everything else gets them behind a Protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import documents, settings
from db.connection import open_writer
from db.errors import speaking_plainly
from workbench.engines import choosing
from workbench.errors import InputError, ModelError
from workbench.kinds import CLAUSES, NONE
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter, TreeSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from db.records import Progress
    from models.embedder import Embedder
    from models.parser import Parser
    from workbench.pipeline import Report
    from workbench.stages.claim import Splitter
    from workbench.stages.opinion import Entailer


def build(
    project: Path,
    paths: Sequence[Path],
    *,
    options: document.Options | None = None,
    model: str = "",
    claims: str = "",
    backend: str = "",
    entailer: str = "",
    threshold: str = "",
    engine: str = "",
    anew: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Add the articles at `paths` to a project and finish whatever was pending there.

    `model` is "default", a name or a path, `claims` one of CLAIMS, `backend` one of BACKENDS,
    `entailer` "default", a name, a path or NONE, `threshold` "default" or a number above 0 and at
    most 1; '' takes what the project has used so far. `engine` says where the work is done; see
    `workbench.engines.choosing`. `anew` makes the clusters anew in any case, and splits articles
    anew that have other claims than `claims`.
    Raises InputError when nothing at `paths` is usable or the project has other claims, ModelError,
    EngineError, Cancelled, ProjectError.
    """
    from models.embedder import DEFAULT, Embedder, ModelUnavailable
    from models.linker import Linker

    found = document.find(paths)
    if paths and not found.files:
        raise _nothing_usable(found.skipped)
    worker = choosing.engine(engine)
    try:
        db = open_writer(project)
    except BaseException:
        worker.close()
        raise
    try:
        used = settings.get(db, "model", DEFAULT)
        chosen = model or used
        # A backend that suited one model need not suit another.
        runs_on = backend or (settings.get(db, "backend") if chosen == used else "")
        embedder = Embedder(chosen, runs_on)
        cutter = splitter(_kind_of_claims(db, claims, anew=anew), embedder)
        second = entailer or settings.get(db, "entailer", NONE)
        bar = threshold or settings.get(db, "threshold", DEFAULT)
        turn = settings.get(db, "rebuilds")
        turn = str(int(turn or 0) + 1) if anew else turn
        least = None if bar == DEFAULT else float(bar)
        split_anew = claims if anew else ""
        tools = Tools(embedder, Linker.load(), cutter, _entailer(second), least, turn, split_anew)
        pipeline = Pipeline(db, tools, worker, on_progress=on_progress, cancelled=cancelled)
        with speaking_plainly(project):
            report = pipeline.run(found, options)
        settings.put(db, "model", chosen)
        settings.put(db, "backend", runs_on)
        settings.put(db, "entailer", second)
        if bar != settings.get(db, "threshold", DEFAULT):
            settings.put(db, "threshold", bar)
        if anew:
            settings.put(db, "rebuilds", turn)
    except ModelUnavailable as error:
        raise ModelError(str(error)) from error
    finally:
        db.close()
        worker.close()
    if paths and not report.usable:
        raise _nothing_usable(report.skipped)
    return report


def _kind_of_claims(db: Database, wanted: str, *, anew: bool) -> str:
    """Settle how this project splits sentences; another way is only for all articles `anew`."""
    used = (settings.get(db, "claims") or CLAUSES) if documents.any_split(db) else ""
    if wanted and used and wanted != used:
        if anew:
            return wanted
        raise InputError(
            f"this project has {used} claims; for {wanted} claims begin another one, or split its"
            f" articles anew: workbench rebuild --claims {wanted} --dry-run"
        )
    chosen = wanted or used or CLAUSES
    settings.put(db, "claims", chosen)
    return chosen


def splitter(kind: str, embedder: Embedder) -> Splitter:
    """Return the splitter of one of CLAIMS; a parser shares the embedder's model."""
    if kind == CLAUSES:
        return RuleSplitter()
    return TreeSplitter(_Parser(embedder))


@dataclass(frozen=True)
class _Parser:
    """Loads the parser upon the embedder's model, here or where it is sent to."""

    embedder: Embedder

    def __call__(self) -> Parser:
        from models.parser import Parser

        return Parser.load(encoder=self.embedder.encoder)


def _entailer(name: str) -> Entailer | None:
    """Load the model of a second opinion. Raises ModelError."""
    if name == NONE:
        return None
    from models.embedder import DEFAULT, ModelUnavailable
    from models.entailer import Entailer, WrongWeights

    try:
        return Entailer.load(None if name == DEFAULT else name)
    except (ModelUnavailable, WrongWeights, OSError) as error:
        raise ModelError(f"entailer {name} cannot be loaded: {error}") from error


def _nothing_usable(skipped: Sequence[document.Skipped]) -> InputError:
    reasons = [f"{skip.path}: {skip.reason}" for skip in skipped[:3]]
    if len(skipped) > len(reasons):
        reasons.append(f"and {len(skipped) - len(reasons)} more")
    return InputError(f"no article could be read ({'; '.join(reasons) or 'none was named'})")

"""Put the real tools together and run the pipeline on a project file.

The only place where the work meets the models; everything else gets them behind a Protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import settings
from db.connection import open_writer
from db.errors import speaking_plainly
from workbench.errors import InputError, ModelError
from workbench.pipeline import Pipeline, Tools
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.records import Progress
    from workbench.pipeline import Report


def build(
    project: Path,
    paths: Sequence[Path],
    *,
    options: document.Options | None = None,
    model: str = "",
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Add the articles at `paths` to a project and finish whatever was pending there.

    `model` is "default", a name or a path; '' takes the model that the project has used so far.
    Raises InputError when nothing at `paths` is usable, ModelError, Cancelled, ProjectError.
    """
    from models.embedder import DEFAULT, Embedder, ModelUnavailable
    from models.linker import Linker

    found = document.find(paths)
    if paths and not found.files:
        raise _nothing_usable(found.skipped)
    db = open_writer(project)
    try:
        chosen = model or settings.get(db, "model", DEFAULT)
        embedder = Embedder(chosen)
        tools = Tools(embedder, Linker.load(), RuleSplitter())
        pipeline = Pipeline(db, tools, on_progress=on_progress, cancelled=cancelled)
        with speaking_plainly(project):
            report = pipeline.run(found, options)
        settings.put(db, "model", chosen)
    except ModelUnavailable as error:
        raise ModelError(str(error)) from error
    finally:
        db.close()
    if paths and not report.usable:
        raise _nothing_usable(report.skipped)
    return report


def _nothing_usable(skipped: Sequence[document.Skipped]) -> InputError:
    reasons = [f"{skip.path}: {skip.reason}" for skip in skipped[:3]]
    if len(skipped) > len(reasons):
        reasons.append(f"and {len(skipped) - len(reasons)} more")
    return InputError(f"no article could be read ({'; '.join(reasons) or 'none was named'})")

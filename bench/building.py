"""Time how articles are built into a project, by stage, and how fast claims are encoded."""

from __future__ import annotations

import json
import time
from statistics import median
from typing import TYPE_CHECKING

from bench import inside
from bench.process import PYTHON, WORKBENCH, run
from bench.table import Row
from db import claims
from db.connection import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def build_rows(articles: Path, folder: Path, builds: int) -> Iterator[Row]:
    """Build the articles cold, by stage, beside a program that only loads and encodes."""
    stages, wholes, peaks, plains = [], [], [], []
    texts = folder / "texts.json"
    for number in range(builds):
        project = folder / f"build-{number}.db"
        began = time.perf_counter()
        command = [PYTHON, "-m", "bench.inside", "build", repr(began), str(project), str(articles)]
        ran = run(command)
        stages.append(json.loads(ran.output.splitlines()[-1]))
        wholes.append(ran.seconds)
        peaks.append(ran.peak)
        texts.write_text(json.dumps(_texts(project)), "utf-8")
        plains.append(run([PYTHON, "-m", "bench.inside", "plain", str(texts)]))
    plain = median(ran.seconds for ran in plains)
    yield Row("build, whole process", median(wholes), "s", plain, "load and encode alone")
    yield from _stage_rows(stages, wholes)
    peak = median(ran.peak for ran in plains)
    yield Row("peak memory of the build", median(peaks), "MB", peak, "load and encode alone")
    again = run([WORKBENCH, "add", str(articles), "--project", str(project)]).seconds
    yield Row("add the same articles again", again, "s", median(wholes), "first build")


def _texts(project: Path) -> list[str]:
    """Return the texts that a build encoded: each claim once."""
    db = open_reader(project)
    texts = sorted({claim.text for claim in claims.current(db)}, key=lambda text: (len(text), text))
    db.close()
    return texts


def _stage_rows(builds: Sequence[dict[str, float]], wholes: Sequence[float]) -> Iterator[Row]:
    totals = [sum(stages.values()) for stages in builds]
    total = median(totals)
    for stage in inside.STAGES:
        yield Row(f"build: {stage}", median(b[stage] for b in builds), "s", total, "whole build")
    ends = [whole - total for whole, total in zip(wholes, totals, strict=True)]
    yield Row("build: end of the process", median(ends), "s", total, "whole build")
    owns = [t - b[inside.LOAD] - b[inside.ENCODE] for b, t in zip(builds, totals, strict=True)]
    own = median(owns)
    yield Row("build: own work", own, "s", total, "whole build", "<= 1 s", own <= 1)


def encode_rows(folder: Path, at_least: int, rounds: int) -> Iterator[Row]:
    """Encode the claims of the build by ours and by sentence-transformers, in one process."""
    texts = json.loads((folder / "texts.json").read_text("utf-8"))
    many = (texts * (at_least // len(texts) + 1))[:at_least]
    path = folder / "many.json"
    path.write_text(json.dumps(many), "utf-8")
    ran = run([PYTHON, "-m", "bench.inside", "encode", str(path), str(rounds)])
    found = json.loads(ran.output.splitlines()[-1])
    ours, plain = (len(many) / median(found[name]) for name in ("ours", "plain"))
    yield Row(
        f"encode {len(many)} claims, {found['threads']} threads",
        ours,
        "claims/s",
        plain,
        f"plain sentence-transformers (least cosine {found['cosine']['ours']:.5f})",
    )

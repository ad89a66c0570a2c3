"""Made projects to review, and what a review of one shows in its terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.made_project import CLAIMS_PER_CLUSTER, REVIEWER
from bench.process import PYTHON, run

if TYPE_CHECKING:
    from pathlib import Path

AS_REVIEWER = {"WORKBENCH_REVIEWER": REVIEWER}


@dataclass(frozen=True, slots=True)
class Made:
    """A made project, and how it is called in the table."""

    path: Path
    clusters: int

    @property
    def name(self) -> str:
        """Return the size in words."""
        claims = int(self.clusters * CLAIMS_PER_CLUSTER)
        if claims >= 1_000_000:
            return f"{claims / 1_000_000:g}M claims"
        return f"{claims / 1_000:g}k claims" if claims >= 1_000 else f"{claims} claims"


def make(folder: Path, claims: int) -> Made:
    """Make a project of about so many claims in a process of its own: this one stays small."""
    made = Made(folder / f"made-{claims}.db", round(claims / CLAIMS_PER_CLUSTER))
    run([PYTHON, "-m", "bench.made_project", str(made.path), str(made.clusters)])
    return made


def head(cluster: int | None) -> str:
    """Return what the head of an open cluster shows, with the change of style behind it."""
    return f"  cluster {cluster}\x1b"

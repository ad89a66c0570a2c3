"""Counts of a whole project."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the whole project.

    `compared` says which pairs of claims the clusters come from: "all pairs", or less. Of the
    `judged_claims`, those in decided clusters or found badly split, `taken_whole` were given up
    for their whole sentence and `dropped` as nothing to check.
    """

    sources: int = 0
    documents: int = 0
    sentences: int = 0
    claims: int = 0
    clusters: int = 0
    decided: int = 0
    flagged: int = 0
    changed: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    suggestions: dict[str, int] = field(default_factory=dict)
    compared: str = ""
    judged_claims: int = 0
    taken_whole: int = 0
    dropped: int = 0
    disputed: int = 0
    settled: int = 0

"""Facts of labelled events: which ones are told to conflict, by a score and by the typed rules.

A fact is given with all claims that state it, so only the comparing is measured, not the linking.
Its score is that of its most contradictory pair of two articles.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from db.records import Claim, Kind
from models.entailer_training.judging import average_precision
from models.linker_training.events import place, touches
from workbench.stages.suggestion import Statement, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.records import Suggestion
    from models.linker_training.events import Event


@dataclass(frozen=True, slots=True)
class Fact:
    """The claims, as (article, text), that state one fact, and whether its labels conflict."""

    conflicting: bool
    kind: str
    claims: tuple[tuple[str, str], ...]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs of texts of two articles."""
        return [(a[1], b[1]) for a, b in combinations(self.claims, 2) if a[0] != b[0]]

    def differences(self) -> frozenset[Kind]:
        """Return the kinds of differences that the typed rules find."""
        return frozenset(difference.kind for difference in self.suggestion().differences)

    def suggestion(self) -> Suggestion:
        """Return what is suggested for the claims."""
        documents = sorted({document for document, _ in self.claims})
        statements = [
            Statement(
                Claim(text, ((0, len(text)),), document_id=documents.index(document), id=number),
                source=document,
            )
            for number, (document, text) in enumerate(self.claims)
        ]
        return suggest(statements)


def facts_of(folder: Path, event: Event) -> list[Fact]:
    """Return the facts of an event that claims of two articles state; `folder` has its labels."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))["facts"]
    found = []
    for label, mentions in zip(labels, event.gold.facts, strict=True):
        claims = tuple(
            (row["document"], row["claim"])
            for row in event.rows
            if any(touches(place(row), mention) for mention in mentions)
        )
        if len({document for document, _ in claims}) > 1:
            conflicting = label["status"] == "conflicting"
            found.append(Fact(conflicting, label["kind"] or "", claims))
    return found


def table(facts: Sequence[Fact], scores: Sequence[float]) -> list[str]:
    """Return lines: rules alone, the score alone, and the rules first, then the score.

    At the end: of the facts that no rule fires on, how many a score at the rules' own number of
    false alarms would add.
    """
    truth = np.array([fact.conflicting for fact in facts])
    score = np.array(scores)
    kinds = [fact.differences() for fact in facts]
    number = np.array([Kind.NUMBER in kind for kind in kinds])
    ruled = np.array([bool(kind) for kind in kinds])
    chance = truth.mean()
    lines = [f"{len(facts)} facts, {truth.sum()} conflicting (by chance AP {chance:.3f})"]
    for name, told in (("number rule", number), ("all rules", ruled)):
        top = score >= np.sort(score)[::-1][max(0, int(told.sum()) - 1)]
        lines.append(
            f"{name:<16}{told.sum():>4} told, precision {_share(truth, told):.3f}"
            f" recall {_share(told, truth):.3f} AP {average_precision(truth, told * 1.0):.3f};"
            f" entailer, as many told: {_share(truth, top):.3f} {_share(top, truth):.3f}"
        )
    lines.append(f"entailer        AP {average_precision(truth, score):.3f}")
    lines.append(f"rules, entailer AP {average_precision(truth, score + ruled):.3f}")
    rest = ~ruled
    lines.append(
        f"entailer where no rule fires: {truth[rest].sum()} of {rest.sum()} conflict,"
        f" AP {average_precision(truth[rest], score[rest]):.3f}"
    )
    likely = np.array([fact.suggestion().likelihood for fact in facts])
    lines.append(f"likelihood AP {average_precision(truth, likely):.3f}")
    lines.append(f"likelihood, entailer AP {average_precision(truth, likely + score):.3f}")
    return lines


def _share(of: np.ndarray, among: np.ndarray) -> float:
    return float(of[among].mean()) if among.any() else 0.0

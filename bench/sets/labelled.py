"""An event with labels, and what clusters are worth against them: linking and conflicts.

A claim touches a mention of a fact when they share at least half of the shorter one's characters.
Linking is scored over pairs across articles: of mentions of one fact (recall), of claims in one
cluster (precision). A conflict is found when a cluster that joins two mentions of it, of different
articles, is suggested conflicting.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, fields
from itertools import combinations
from typing import TYPE_CHECKING

from models.linker_training.events import place, read_gold, touches
from models.linker_training.judge import Score as Linking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from models.linker_training.events import Gold, Mention

    Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The facts of an event with what is said of each conflict, "" where there is none."""

    name: str
    gold: Gold
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one or more events: of linking, and of conflicts found and suggested."""

    linking: Linking = field(default_factory=Linking)
    hits: int = 0
    conflicts: int = 0
    true: int = 0
    alarms: int = 0

    def __add__(self, other: Score) -> Score:
        sums = (getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        return Score(*sums)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of the precision and recall of linking."""
        return self.linking.f1

    def __str__(self) -> str:
        found = f"P {self.true}/{self.alarms} R {self.hits}/{self.conflicts}"
        return f"link {self.linking}  conflict {found}"


@dataclass(slots=True)
class Judged:
    """The score of an event's clusters, and its conflicts missed and raised for nothing."""

    score: Score
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)


def read(folder: Path) -> Labelled:
    """Read the labels of an event. Raises KeyError, ValueError, OSError."""
    facts = json.loads((folder / "labels.json").read_text("utf-8"))["facts"]
    said = tuple(
        f"{fact['kind']}: {fact['difference']}" if fact["status"] == "conflicting" else ""
        for fact in facts
    )
    return Labelled(folder.name, read_gold(folder), said)


def judge(event: Labelled, rows: Sequence[Cells]) -> Judged:
    """Score clusters, given as the lines of an export of claims."""
    clusters = _Clusters(rows)
    judged = Judged(Score())
    true: set[str] = set()
    found = pairs = hits = 0
    for mentions, difference in zip(event.gold.facts, event.conflicts, strict=True):
        together = [clusters.joining(a, b) for a, b in combinations(mentions, 2) if a[0] != b[0]]
        pairs += len(together)
        found += sum(map(bool, together))
        right = set().union(*together) & clusters.alarming if difference else set()
        hits += bool(right)
        true |= right
        if difference and not right:
            linked = "linked" if any(together) else "not linked"
            judged.missed.append(f"{event.name} {difference} ({linked})")
    judged.false += [clusters.text(c) for c in sorted(clusters.alarming - true)]
    joined = [(a, b) for c in clusters.members.values() for a, b in combinations(c, 2)]
    joined = [(a, b) for a, b in joined if place(a)[0] != place(b)[0]]
    linking = Linking(
        found,
        pairs,
        sum(_of_one_fact(event.gold.facts, a, b) for a, b in joined),
        len(joined),
        sum(not clusters.joining(a, b) for a, b in event.gold.apart),
        len(event.gold.apart),
        sum(clusters.alone(mention) for mention in event.gold.single),
        len(event.gold.single),
    )
    conflicts = sum(map(bool, event.conflicts))
    judged.score = Score(linking, hits, conflicts, len(true), len(clusters.alarming))
    return judged


class _Clusters:
    def __init__(self, rows: Iterable[Cells]) -> None:
        self.members: dict[str, list[Cells]] = defaultdict(list)
        for row in rows:
            self.members[row["cluster_id"]].append(row)
        self.alarming = {
            c for c, rows in self.members.items() if rows[0]["suggestion"] == "conflicting"
        }

    def joining(self, a: Mention, b: Mention) -> set[str]:
        """Return the clusters that hold both mentions."""
        return set(self._on(a)) & set(self._on(b))

    def alone(self, mention: Mention) -> bool:
        """Say whether every cluster with a mention is of one article."""
        return all(
            len({place(row)[0] for row in self.members[cluster]}) == 1
            for cluster in self._on(mention)
        )

    def text(self, cluster: str) -> str:
        return " | ".join(dict.fromkeys(row["claim"] for row in self.members[cluster]))

    def _on(self, mention: Mention) -> Iterator[str]:
        for cluster, rows in self.members.items():
            if any(touches(place(row), mention) for row in rows):
                yield cluster


def _of_one_fact(facts: Iterable[Sequence[Mention]], a: Cells, b: Cells) -> bool:
    return any(
        any(touches(place(a), m) for m in mentions) and any(touches(place(b), m) for m in mentions)
        for mentions in facts
    )

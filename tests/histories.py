"""Random histories of a growing story, and what became of every verdict in them.

What was decided is written down beside the project, as a reviewer saw it: the claims by article and
words, the differences in words, the number of origins. After each step every verdict must still be
there, and either be given on the same or say that its evidence has changed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import documents
from db.connection import open_writer
from db.records import ActKind, Filter, Label
from tests.conftest import ToyEmbedder, ToyLinker
from tests.made import article
from workbench.desk import Desk
from workbench.pipeline import Pipeline, Tools
from workbench.reports.report import wordings
from workbench.stages import document
from workbench.stages.claim import RuleSplitter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.records import Act

STEPS = 16
REVIEWERS = ("ada", "bob")
SOURCES = ("Alpha", "Beta", "Gamma", "Delta")
_PLACES = ("bridge", "harbour", "school", "quay")
_LINES = (
    "The old {place} was closed on Monday after {number} people were hurt.",
    "The {place} was closed on Tuesday after {number} people were hurt.",
    "The mayor visited the {place}.",
    "The mayor visited the old {place} on Monday with {number} guests.",
    "Repairs of the {place} cost ${number} million.",
    "Ann Lee said the {place} was old, and that {number} ships had sunk.",
    "Ferries stopped at noon, and the harbour master went home.",
)
_REDONE = (0.35, 0.6, 0.9)


@dataclass(slots=True)
class Outcome:
    """Verdicts at the ends of histories, and what went wrong on the way."""

    histories: int = 0
    steps: int = 0
    kept: int = 0
    flagged: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.histories + other.histories,
            self.steps + other.steps,
            self.kept + other.kept,
            self.flagged + other.flagged,
            self.wrong + other.wrong,
        )


def run(project: Path, seed: int) -> Outcome:
    """Live through one history in a new project."""
    history = _History(project, seed)
    for _ in range(3):
        history.add()
    for _ in range(STEPS):
        history.step()
    return history.end()


class _History:
    def __init__(self, project: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._seed = seed
        self._project = project
        self._desks = [Desk(project, name) for name in REVIEWERS]
        self._desks[0].prepare()
        self._files: dict[str, tuple[str, list[str], str]] = {}
        self._linker = ToyLinker()
        self._acts: dict[int, Act] = {}
        self._undone: set[int] = set()
        self._seen: dict[int, object] = {}
        self._outcome = Outcome(histories=1)

    def step(self) -> None:
        """Do something at random, then look at every verdict."""
        ways: tuple[tuple[Callable[[], object], int], ...] = (
            (self.mark, 7),
            (self.add, 4),
            (self.change, 4),
            (self.confirm, 2),
            (self.operate, 4),
            (self.back_or_forth, 2),
            (self.rename, 1),
            (self.rebuild, 1),
        )
        (way,) = self._random.choices([w for w, _ in ways], [n for _, n in ways])
        way()
        self._outcome.steps += 1
        self._look(way.__name__)

    # What can happen

    def add(self) -> None:
        """Put in one article or two, at once or one after the other."""
        for _ in range(self._random.choice((1, 1, 2))):
            name = f"{len(self._files)}.txt"
            lines = [self._line() for _ in range(self._random.randint(1, 4))]
            # No two articles are one: the same text of one source is the same article.
            lines.append(f"This was report {len(self._files)}.")
            self._files[name] = (self._random.choice(SOURCES), lines, "2031-01-02")
            if self._random.random() < 0.5:
                self._build()
        self._build()

    def change(self) -> None:
        """Write an article anew: lines altered, moved, taken out or put in; or go back."""
        name = self._random.choice(list(self._files))
        source, lines, date = self._files[name]
        lines = list(lines)
        at = self._random.randrange(len(lines))
        match self._random.choice(("alter", "alter", "remove", "insert", "shuffle")):
            case "alter":
                lines[at] = lines[at].replace("1", "3").replace("2", "1").replace("old", "new")
            case "remove":
                lines[at : at + 1] = [] if len(lines) > 1 else ["It rained."]
            case "insert":
                lines.insert(at, self._line())
            case _:
                self._random.shuffle(lines)
        self._files[name] = (source, lines, date)
        self._build()

    def rename(self) -> None:
        """Give an article another source, or another date."""
        name = self._random.choice(list(self._files))
        _, lines, date = self._files[name]
        date = self._random.choice((date, "2031-01-04"))
        self._files[name] = (self._random.choice(SOURCES), lines, date)
        self._build()

    def rebuild(self) -> None:
        """Cluster with another linker."""
        self._linker.threshold = self._random.choice(_REDONE)
        self._linker.version = f"toy {self._linker.threshold}"
        self._build()

    def mark(self) -> None:
        """Give a verdict, or a note or a flag."""
        desk, cluster = self._desk(), self._cluster()
        match self._random.choice(("mark",) * 4 + ("note", "flag")):
            case "mark":
                self._judged(desk.mark(cluster, self._random.choice(list(Label))))
            case "note":
                self._done(desk.note(cluster, self._random.choice(("", "ask", "why"))))
            case _:
                self._done(desk.flag(cluster, self._random.random() < 0.7))

    def confirm(self) -> None:
        """Confirm a verdict on its new evidence, if there is one."""
        changed = list(self._desks[0].ids(Filter(changed=True)))
        if changed:
            self._judged(self._desk().confirm(self._random.choice(changed)))

    def operate(self) -> None:
        """Merge, detach, leave out, take the whole sentence."""
        desk, cluster = self._desk(), self._cluster()
        keys = [member.claim.key for member in desk.members(cluster)]
        if not keys:
            return
        key = self._random.choice(keys)
        try:
            match self._random.choice(("merge", "detach", "drop", "whole", "join")):
                case "merge":
                    act = desk.merge(cluster, self._cluster())
                case "detach":
                    act = desk.detach([key])
                case "drop":
                    act = desk.drop(key)
                case "whole":
                    act = desk.take_whole(key)
                case _:
                    act = desk.join(keys)
        except ValueError:
            return  # it cannot be done as things stand
        self._done(act)

    def back_or_forth(self) -> None:
        """Undo, or do again."""
        desk = self._desk()
        if self._random.random() < 0.6:
            act = desk.undo()
            if act is not None:
                self._undone.add(act.id)
        else:
            act = desk.redo()
            if act is not None:
                self._undone.discard(act.id)

    # What must hold

    def end(self) -> Outcome:
        """Return what became of the verdicts."""
        desk = self._desks[0]
        for cluster in self._standing():
            changed = desk.verdict(cluster).changed
            self._outcome.flagged += changed
            self._outcome.kept += not changed
        for one in self._desks:
            one.close()
        return self._outcome

    def _look(self, after: str) -> None:
        for line in self._desks[0].problems():
            self._wrong(after, line)
        for cluster, act in self._standing().items():
            verdict = self._desks[0].verdict(cluster)
            if (verdict.label, verdict.reviewer, verdict.decided_at) != (
                act.value,
                act.reviewer,
                act.at,
            ):
                self._wrong(after, f"cluster {cluster} has lost verdict {act.id}")
            elif cluster not in self._desks[0].ids(Filter(decided=True)):
                self._wrong(after, f"cluster {cluster} is not shown")
            elif not verdict.changed and self._sight(cluster) != self._seen[act.id]:
                self._wrong(after, f"cluster {cluster} was silently changed")

    def _wrong(self, after: str, words: str) -> None:
        self._outcome.wrong.append(f"history {self._seed} after {after}: {words}")

    def _standing(self) -> dict[int, Act]:
        """Return the last verdict that stands on each cluster."""
        judged = [a for a in self._acts.values() if a.kind is ActKind.VERDICT]
        return {a.cluster_id: a for a in judged if a.id not in self._undone}

    def _judged(self, act: Act) -> None:
        self._done(act)
        self._seen[act.id] = self._sight(act.cluster_id)

    def _done(self, act: Act) -> None:
        self._acts[act.id] = act

    def _sight(self, cluster: int) -> object:
        """Return what a reviewer sees of a cluster."""
        desk = self._desks[0]
        members = desk.members(cluster)
        articles = {m.claim.id: m.document for m in members}
        told: dict[tuple[str, ...], bool] = {}
        for d in desk.differences(cluster):
            words = wordings(d, articles[d.left.claim_id], articles[d.right.claim_id])
            pair = (d.kind, *sorted(w.casefold() for w in words))
            told[pair] = told.get(pair, True) and bool(d.doubt)
        claims = sorted((m.document.name, m.claim.text, m.claim.speaker) for m in members)
        return claims, len(desk.origins(cluster)), told

    # The small things

    def _desk(self) -> Desk:
        return self._random.choice(self._desks)

    def _cluster(self) -> int:
        return self._random.choice(list(self._desks[0].ids(Filter())))

    def _line(self) -> str:
        line = self._random.choice(_LINES)
        return line.format(place=self._random.choice(_PLACES), number=self._random.randint(11, 19))

    def _build(self) -> None:
        db = open_writer(self._project)
        for name, (source, lines, date) in self._files.items():
            documents.put(db, article("\n\n".join(lines), source, name, published=date))
        tools = Tools(ToyEmbedder(), self._linker, RuleSplitter())
        Pipeline(db, tools).run(document.Found())
        db.close()

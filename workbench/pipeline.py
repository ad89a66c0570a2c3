"""The only file that knows the order: read, split, embed, cluster, suggest, store.

Each step takes what is pending in the project, works in small batches and commits each of them, so
it can be cancelled or killed at any moment and goes on where it stopped.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from db import (
    claims,
    clusters,
    documents,
    headlines,
    relations,
    sentences,
    settings,
    skipped,
    standing,
)
from db.records import Progress
from workbench import embedding, library, splitting
from workbench.clustering import grouping, growing, joining, stamp
from workbench.clustering.beside import with_others
from workbench.clustering.holding import held_now, holding, identities
from workbench.clustering.labelling import labels_of
from workbench.clustering.membership import Links
from workbench.clustering.stored import StoredClaims
from workbench.engines.engine import Elsewhere, Here
from workbench.errors import WorkbenchError
from workbench.origins.grouping import Origins
from workbench.origins.relations import find as find_shared
from workbench.stages import document, opinion, vector

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlite_utils import Database

    from db.opinion import Opinion
    from db.origin import Relation
    from db.records import Claim, Document
    from workbench.engines.engine import Engine
    from workbench.stages.claim import Splitter

BATCH = 128
"""Texts embedded between two looks at whether the work was cancelled."""

_TRIES = 5


class Linker(Protocol):
    """Scores pairs of claims; see models.linker."""

    @property
    def version(self) -> str:
        """Name the weights."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Name what can speak for a pair."""

    @property
    def threshold(self) -> float:
        """Return the mean probability at which clusters merge."""

    def link(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        documents: Sequence[int],
        sentences: Sequence[int],
        words: Sequence[NDArray[np.float16]],
        step: Callable[[str, int, int], None],
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
        """Return pairs, the probability that both state one fact, and what speaks for it.

        The numbers of an article's sentences grow along its text. `step` is told (stage, done,
        total) and may raise to stop.
        """

    def way(self, claims: int) -> str:
        """Say what is compared among so many claims: "all pairs" or less."""


class Cancelled(WorkbenchError):
    """The work was stopped before its end; everything finished so far is stored."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The trained parts and rules that the pipeline works with."""

    embedder: vector.Embedder
    linker: Linker
    splitter: Splitter
    entailer: opinion.Entailer | None = None
    threshold: float | None = None
    """The mean probability at which clusters merge, when it is not the linker's own."""
    turn: str = ""
    """Another one makes the clusters anew although nothing else is another."""
    kind: str = ""
    """The kind of claims into which `splitter` splits anew what is split into another."""

    @property
    def bar(self) -> float:
        """Return the mean probability at which clusters merge."""
        return self.threshold or self.linker.threshold

    @property
    def version(self) -> tuple[str, ...]:
        """Name all that clusters depend on beside the claims and their articles."""
        found = (
            self.embedder.word_version,
            self.linker.version,
            grouping.SUGGESTIONS,
            self.entailer.version if self.entailer else "",
        )
        return (*found, *(str(x) for x in (self.threshold, self.turn) if x))


@dataclass(slots=True)
class Report:
    """What became of the files, and whether the clusters were made anew."""

    added: list[str] = field(default_factory=list)
    new_versions: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[document.Skipped] = field(default_factory=list)
    embedded: int = 0
    reclustered: bool = False
    news: standing.News = field(default_factory=standing.News)

    @property
    def usable(self) -> int:
        """Count the files that are in the project now."""
        return sum(map(len, (self.added, self.new_versions, self.updated, self.unchanged)))


class Pipeline:
    """Brings a project up to date with its articles."""

    def __init__(
        self,
        db: Database,
        tools: Tools,
        engine: Engine | None = None,
        *,
        on_progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._db = db
        self._tools = tools
        self._engine = engine or Here()
        self._on_progress = on_progress
        self._cancelled = cancelled

    def run(self, found: document.Found, options: document.Options | None = None) -> Report:
        """Take in new files, then finish everything that is pending.

        Raises Cancelled, db.errors.ProjectError, models.embedder.ModelUnavailable.
        """
        report = Report(skipped=list(found.skipped))
        before = standing.now(self._db)
        self._read(found, options, report)
        self._split()
        self._finish(report)
        report.news = standing.since(self._db, before, standing.now(self._db))
        return report

    def _step(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage is, and stop here when the user asked for it."""
        self._on_progress(Progress(stage, done, total))
        self._look()

    def _now_and_then(self, stage: str, total: int) -> Callable[[int], None]:
        """Return what does `_step` after each batch, and in the end."""

        def step(done: int) -> None:
            if done % BATCH == 0 or done == total:
                self._step(stage, done, total)

        return step

    def _look(self) -> None:
        """Stop here when the user asked for it."""
        if self._cancelled():
            raise Cancelled("stopped; everything finished so far is stored")

    def _read(
        self, found: document.Found, options: document.Options | None, report: Report
    ) -> None:
        total = len(found.files)
        taken: set[str] = set()
        try:
            done = 0
            for group in splitting.together(document.read(found.files, options)):
                read = [item for item in group if not isinstance(item, document.Skipped)]
                report.skipped += (item for item in group if isinstance(item, document.Skipped))
                for put, article in zip(documents.put_all(self._db, read), read, strict=True):
                    _note(report, put, article)
                    taken.add(article.path)
                done += len(group)
                self._step("reading", min(done, total), total)
        finally:
            refused = [(document.place(s.path), s.reason) for s in report.skipped]
            skipped.put(self._db, (r for r in refused if r[0] not in taken), taken)

    def _split(self) -> None:
        """Split what is not split yet; once more what got another source meanwhile."""
        if self._tools.kind:
            splitting.set_aside(self._db, self._tools.splitter, self._tools.kind)
        for _ in range(_TRIES):
            pending = documents.unsplit(self._db)
            if not pending:
                return
            articles = (documents.get(self._db, document_id) for document_id in pending)
            groups = splitting.together(articles)
            work = partial(splitting.split, self._tools.splitter)
            done = 0
            with closing(self._engine.map(work, groups, self._look)) as outcomes:
                for found in outcomes:
                    splitting.store(self._db, found)
                    done += len(found)
                    self._step("splitting", done, len(pending))

    def _embed(self, current: Sequence[Claim]) -> int:
        """Store the vectors that these claims lack; return how many were made."""
        step = partial(self._step, "embedding")
        return embedding.complete(
            self._db, self._tools.embedder, self._engine, current, step, BATCH, self._look
        )

    def _finish(self, report: Report) -> None:
        """Embed and cluster all claims there are; once more when others work meanwhile."""
        for _ in range(_TRIES):
            seen = clusters.state(self._db)
            now = stamp.of(self._db, self._version())
            if now == seen.stamp:
                return
            report.reclustered = self._grow(report, seen, now) or self._renew(report, seen, now)
            if report.reclustered:
                return
        raise Cancelled("reviewers keep working; the new clusters wait for the next start")

    def _renew(self, report: Report, seen: clusters.State, made_of: str) -> bool:
        """Make all clusters anew; return False when the project has changed meanwhile."""
        current = claims.current(self._db)
        report.embedded += self._embed(current)
        self._step("clustering", 0, 1)
        memory = self._memory()
        before, bar = holding(self._db, current), self._tools.bar
        labels = labels_of(current, before.held, lambda some: self._links(some, memory), bar)
        self._step("grouping claims", 1, 1)
        memory.keep(labels, before.held)
        shared = self._shared()
        known = Origins(shared, *relations.by_reviewers(self._db))
        members = _members(current, labels.of)
        groups = self._groups(members, identities(members, before), known)
        why = labels.why(current, self._tools.linker.groups)
        try:
            clusters.replace_all(
                self._db,
                groups,
                seen=seen,
                stamp=made_of,
                shared=shared,
                why=why,
                left=memory.store,
            )
        except clusters.StaleClustering:
            return False
        settings.put(self._db, "compared", self._tools.linker.way(len(current)))
        # Nothing is left to stop: whoever called may rely on the clusters that are there now.
        self._on_progress(Progress("clustering", 1, 1))
        return True

    def _grow(self, report: Report, seen: clusters.State, made_of: str) -> bool:
        """Make anew only what new articles touch, where a large project allows it."""
        memory = self._memory()
        fresh = memory.fresh()
        if not fresh:
            return False
        report.embedded += self._embed(fresh)
        self._step("growing", 0, 1)
        held = held_now(self._db)
        grown, articles = memory.grow(fresh, self._tools.embedder, held.held)
        new = {claim.document_id for claim in fresh}
        shared = joining.relations(self._db, new, articles)
        before = replace(held, homes={**held.homes, **grown.before})
        members = _members(grown.claims, grown.labels.of)
        ids = identities(members, before)
        others = growing.changed(members, ids, grown.before)
        said = relations.by_reviewers(self._db)
        told = {claim.document_id for group in others.values() for claim in group}
        there = relations.around(self._db, told.union(*(r.documents for r in shared), *said[0]))
        groups = self._groups(others, ids, Origins([*there, *shared], *said))
        why_here = grown.labels.why(grown.claims, self._tools.linker.groups)
        why = with_others(self._db, why_here, (claim.id for claim in grown.claims), grown.near)
        try:
            clusters.replace_some(
                self._db, groups, grown.before, seen=seen, stamp=made_of, shared=shared, why=why,
                left=memory.store,
            )  # fmt: skip
        except clusters.StaleClustering:
            return False
        self._step("growing", 1, 1)
        return True

    def _memory(self) -> growing.Memory:
        tools = self._tools
        return growing.Memory(self._db, tools.linker, tools.bar, self._version())

    def _version(self) -> str:
        """Name the tools, and what reviewers have said of owners: another one changes clusters."""
        said = library.families_said(self._db)
        return "\0".join([*self._tools.version, *filter(None, [said])])

    def _shared(self) -> list[Relation]:
        """Find out which articles have something from one another, or from one agency."""
        articles = documents.current(self._db)
        told = {a.id: sentences.of_document(self._db, a.id) for a in articles}
        families = library.families(self._db)
        step = self._now_and_then("finding copies", len(articles))
        return find_shared(articles, told, families, step=step)

    def _groups(
        self, members: Mapping[int, Sequence[Claim]], ids: Mapping[int, int], known: Origins
    ) -> list[clusters.Group]:
        """Return the clusters of claims by their labels; `ids` of those that have been before."""
        homes = {claim.document_id for group in members.values() for claim in group}
        articles = {article.id: article for article in documents.some(self._db, homes)}
        chosen = headlines.chosen(self._db)
        groups = []
        step = self._now_and_then("suggesting", len(members))
        for done, label in enumerate(sorted(members), 1):
            heard, home = self._opinions(members[label]), ids.get(label, 0)
            called = chosen.get(home)
            groups.append(grouping.group(members[label], articles, known, home, heard, called))
            step(done)
        return groups

    def _opinions(self, members: Sequence[Claim]) -> list[Opinion]:
        """Ask the entailer, if there is one, about the pairs of a cluster of several articles."""
        asked = list(opinion.pairs_to_ask(members)) if self._tools.entailer else []
        if not asked or self._tools.entailer is None:
            return []
        read = self._tools.entailer.contradiction([(a.text, b.text) for a, b in asked])
        return opinion.worth_telling(asked, read.tolist())

    def _links(self, current: Sequence[Claim], memory: growing.Memory) -> Links:
        """Score the pairs of those claims that can be checked; the others stay alone."""
        checkable = np.array([n for n, c in enumerate(current) if not c.unchecked], dtype=np.int64)
        chosen = [current[n] for n in checkable]
        given = StoredClaims(self._db, self._tools.embedder, chosen)
        if memory.worthwhile(len(chosen)):
            elsewhere = Elsewhere(self._engine, self._look)
            links = memory.study(chosen, given, self._step, elsewhere)
        else:
            rows, words = given.read(np.arange(len(chosen)))
            places = given.documents.tolist(), given.sentences.tolist()
            links = self._tools.linker.link(given.texts, rows, *places, words, self._step)
        left, right, probability, reasons = links
        self._step("grouping claims", 0, 1)
        return Links(checkable[left], checkable[right], probability, reasons)


def _members(current: Sequence[Claim], labels: Sequence[int]) -> dict[int, list[Claim]]:
    members: dict[int, list[Claim]] = defaultdict(list)
    for claim, label in zip(current, labels, strict=True):
        members[label].append(claim)
    return members


def _note(report: Report, put: documents.Put, article: Document) -> None:
    lists = {
        documents.Put.ADDED: report.added,
        documents.Put.NEW_VERSION: report.new_versions,
        documents.Put.UPDATED: report.updated,
        documents.Put.UNCHANGED: report.unchanged,
    }
    if put is documents.Put.REMOVED:
        why = f"{put}; workbench restore brings it back"
        report.skipped.append(document.Skipped(article.path, why))
    else:
        lists[put].append(article.name)

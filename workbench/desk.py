"""A reviewer's desk on one project: what can be read and done, the same for terminal and screen.

May be used from several threads; each gets a connection of its own, because SQLite's do not cross.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from db import (
    acts,
    bookmarks,
    checks,
    clusters,
    documents,
    drafts,
    extent,
    filters,
    memberships,
    pages,
    relations,
    sentences,
    verdicts,
)
from db import claims as claim_table
from db import pace as verdict_times
from db.connection import interruptible
from db.records import ActKind, Filter, Order
from workbench import pace, surgery
from workbench.desk_library import LibraryDesk
from workbench.desk_team import TeamDesk

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

    from db.evidence import Evidence
    from db.origin import ClaimOrigin
    from db.records import (
        Act,
        Claim,
        Cluster,
        Difference,
        Document,
        Label,
        Member,
        Membership,
        Row,
        Sentence,
        Verdict,
    )
    from db.tally import Tally
    from workbench.origins.grouping import Origins
    from workbench.reports.changing import Since
    from workbench.reports.nearby import Near
    from workbench.transfer.importing import Brought
    from workbench.transfer.tables import Table


P = ParamSpec("P")
T = TypeVar("T")


class Desk(LibraryDesk, TeamDesk):
    """One reviewer at one project file. Every method raises ProjectError when the file fails.

    A `blind` desk shows no suggestion and no difference of a cluster before it has a verdict, and
    gives clusters in an order that betrays none. A `read_only` one writes nothing and refuses acts.
    """

    def unfinished(self) -> bool:
        """Say whether articles have been added whose work was stopped before its end."""
        return self._ask(pages.unfinished)

    def ids(
        self, filter_: Filter, limit: int = -1, stop: Callable[[], bool] | None = None
    ) -> array[int]:
        """Return the clusters that the filter lets through, in the order of the queue.

        Raises Interrupted once `stop` says so.
        """

        def read(db: Database) -> array[int]:
            with interruptible(db, stop) if stop else nullcontext():
                return pages.ids(db, self._fair(filter_), limit)

        return self._ask(read)

    def page(
        self,
        filter_: Filter,
        limit: int,
        around: int | None,
        stop: Callable[[], bool] | None = None,
    ) -> array[int]:
        """Return so many clusters of the queue to show first: see `pages.page`.

        Raises Interrupted once `stop` says so.
        """

        def read(db: Database) -> array[int]:
            with interruptible(db, stop) if stop else nullcontext():
                return pages.page(db, self._fair(filter_), limit, around)

        return self._ask(read)

    def rows(self, cluster_ids: Sequence[int]) -> list[Row]:
        """Return the list lines of some clusters; blind with the reviewer's own verdicts only."""
        rows = self._ask(pages.rows, cluster_ids, self._seen_by)
        return [_hidden(row) if self._hides(row.verdict) else row for row in rows]

    def next_undecided(self, filter_: Filter, after: int) -> int | None:
        """Return the undecided cluster that follows `after` in the queue, from its top again."""
        return self._ask(pages.next_undecided, self._fair(filter_), after)

    def first_undecided(self, filter_: Filter, cluster_ids: Sequence[int]) -> int | None:
        """Return the first undecided one of clusters that the filter has let through."""
        return self._ask(pages.first_undecided, self._fair(filter_), cluster_ids)

    def next_changed(self, filter_: Filter, after: int) -> int | None:
        """Return the same of clusters whose verdict was given on other evidence."""
        return self._ask(pages.next_changed, self._fair(filter_), after)

    def _fair(self, filter_: Filter) -> Filter:
        if not self.blind:
            return replace(filter_, seen_by=self.reviewer) if filter_.mine else filter_
        shown = replace(filter_, suggestion=None, kind=None, stands=None)
        shown = replace(shown, disputed=False, settled=False)
        return replace(shown, order=Order.TOLD, seen_by=self.reviewer)

    @property
    def _seen_by(self) -> str:
        """Return whose verdicts alone a review may show, '' when those of all."""
        return self.reviewer if self.blind else ""

    def _hides(self, verdict: Verdict) -> bool:
        return self.blind and verdict.label is None

    def progress(self) -> tuple[int, int]:
        """Return (clusters decided, clusters); blind the reviewer's own decisions count."""
        known = self._extent = self._ask(extent.now, self._extent)
        total = known.clusters
        if self._seen_by or self._mostly_undecided:
            decided = self._ask(pages.decided, self._seen_by)
        else:
            decided = total - self._ask(pages.undecided)
        # The fewer are counted the next time.
        self._mostly_undecided = 2 * decided < total
        return decided, total

    def changed(self) -> int:
        """Return how many verdicts were given on other evidence than there is now."""
        return self._ask(pages.changed)

    def tally(self) -> Tally:
        """Return the counts of the project."""
        return self._ask(pages.tally)

    def agreement(self) -> dict[str, dict[tuple[str, str], int]]:
        """Return how often a suggestion met a verdict, overall ("") and by kind of difference."""
        return self._ask(pages.agreement)

    def cluster(self, cluster_id: int) -> Cluster:
        """Return one cluster. Raises KeyError."""
        return self._ask(clusters.get, cluster_id)

    def verdict(self, cluster_id: int) -> Verdict:
        """Return where a cluster stands; blind where the reviewer does."""
        if self.blind:
            return self._ask(verdicts.own, cluster_id, self.reviewer)
        return self._ask(verdicts.get, cluster_id)

    def since(self, cluster_id: int) -> Since | None:
        """Return what has changed in a cluster since its verdict; None when nothing has."""
        from workbench.reports.changing import Since

        change = self._ask(verdicts.change, cluster_id)
        if not change:
            return None
        keys = (*change.withdrawn, *change.moved)
        return Since(change, self._ask(pages.members_of, keys) if keys else ())

    def given_on(self, cluster_id: int) -> Evidence | None:
        """Return what the verdict of a cluster was given on; None when there is none."""
        return self._ask(verdicts.given_on, cluster_id)

    def members(self, cluster_id: int) -> list[Member]:
        """Return the claims of a cluster, grouped by source."""
        return self._ask(pages.members, cluster_id)

    def memberships(self, cluster_id: int) -> dict[int, Membership]:
        """Return why each claim of a cluster is there, by the claim's id."""
        return self._ask(memberships.of_cluster, cluster_id)

    def near(self, cluster_id: int) -> list[Near]:
        """Return clusters that perhaps state the same; none before a blind reviewer decides."""
        from workbench.reports.nearby import nearby

        if self.blind and self.verdict(cluster_id).label is None:
            return []
        mutual, either = self._ask(memberships.choices, cluster_id)
        return nearby(mutual, either, lambda keys: self._ask(pages.members_of, keys))

    def origins(self, cluster_id: int) -> list[ClaimOrigin]:
        """Return the claims of a cluster by what is known of their origin, and why."""
        from workbench.origins.counting import count_origins

        claims = self._ask(claim_table.in_cluster, cluster_id)
        return count_origins(claims, self._known_origins())

    def _known_origins(self) -> Origins:
        """Return what is known of all articles, read anew only when it may have changed."""
        from workbench.origins.grouping import Origins

        state = self._ask(relations.state)
        if self._own.__dict__.get("origins_of") != state:
            found = self._ask(relations.everything, evidence=False)
            self._own.origins = Origins(found, *self._ask(relations.by_reviewers))
            self._own.origins_of = state
        known: Origins = self._own.origins
        return known

    def differences(self, cluster_id: int) -> list[Difference]:
        """Return what the claims of a cluster differ in."""
        if self._hides(self.verdict(cluster_id)):
            return []
        return self._ask(clusters.differences, cluster_id)

    def history(self, cluster_id: int) -> list[Act]:
        """Return everything that was done to a cluster; blind what the reviewer did."""
        found = self._ask(acts.of_cluster, cluster_id)
        return [act for act in found if not self.blind or act.reviewer == self.reviewer]

    def last_note(self) -> str:
        """Return the reviewer's newest note that stands, '' when there is none."""
        return self._ask(acts.last_note, self.reviewer)

    def draft(self, cluster_id: int) -> str | None:
        """Return the note that the reviewer was writing on a cluster, None when none is kept."""
        return self._ask(drafts.get, self.reviewer, cluster_id)

    def together(self, act: Act) -> int:
        """Return to how many clusters an act was done at once."""
        return self._ask(acts.together, act)

    def pace(self) -> pace.Pace:
        """Return how many verdicts the reviewer has given today, and how fast."""
        day, newest, decided = self._decided
        since = pace.today()
        if day != since:
            newest = decided = 0
        newest, more = self._ask(verdict_times.decided, self.reviewer, since, newest)
        decided += more
        self._decided = (since, newest, decided)
        # No more than there are: for one more the whole log would be looked through.
        few = min(decided, pace.LOOKED_AT)
        last = self._ask(verdict_times.moments, self.reviewer, since, few)
        return pace.Pace(decided, pace.seconds_each(last))

    def article(self, document_id: int) -> tuple[Document, list[Sentence], list[Claim]]:
        """Return an article with its sentences and its claims in use. Raises KeyError."""
        found = self._ask(claim_table.of_document, document_id)
        return (
            self._ask(documents.get, document_id),
            self._ask(sentences.of_document, document_id),
            [claim for claim in found if claim.left_out is None],
        )

    def labels_in(self, document_id: int) -> dict[int, Label | None]:
        """Return the verdict of the cluster of each claim in use of an article, by its id.

        A blind reviewer sees none but their own.
        """
        return self._ask(verdicts.of_document, document_id, self.reviewer if self.blind else "")

    def cluster_of(self, claim_id: int) -> int | None:
        """Return the cluster that a claim is in, None for one that is left out."""
        return self._ask(claim_table.home, claim_id)

    def bookmark(self) -> tuple[int | None, Filter]:
        """Return the cluster and the filter that the reviewer left open."""
        return self._ask(bookmarks.get, self.reviewer)

    def problems(self) -> list[str]:
        """Re-derive what is stored; return a line for everything that does not hold."""
        return list(checks.problems(self._reader))

    def mark(self, cluster_id: int, label: Label, seen: Sequence[str] | None = None) -> Act:
        """Give a verdict on the claims `seen`; None takes those that the cluster holds.

        Raises KeyError, ValueError when these are others by now, or none.
        """
        return acts.mark(self._writer, cluster_id, label, self.reviewer, seen)

    def confirm(self, cluster_id: int, seen: Sequence[str] | None = None) -> Act:
        """Give a cluster its verdict once more, on what it holds now. Raises KeyError, ValueError.

        ValueError says that it has no verdict, that nothing in it has changed, or that it holds
        other claims than those `seen` by now.
        """
        return acts.confirm(self._writer, cluster_id, self.reviewer, seen)

    def mark_all(self, cluster_ids: Sequence[int], label: Label) -> list[Act]:
        """Give clusters one verdict at once. Raises KeyError, ValueError when one has no claim."""
        return acts.mark_all(self._writer, cluster_ids, label, self.reviewer)

    def note(self, cluster_id: int, text: str) -> Act:
        """Set a cluster's note. Raises KeyError."""
        return acts.note(self._writer, cluster_id, text, self.reviewer)

    def flag(self, cluster_id: int, raised: bool) -> Act:
        """Raise or lower a cluster's flag. Raises KeyError."""
        return acts.flag(self._writer, cluster_id, raised, self.reviewer)

    def adjudicate(self, cluster_id: int, label: Label, reason: str) -> Act:
        """Settle what the verdict is. Raises KeyError, ValueError without a reason."""
        return acts.adjudicate(self._writer, cluster_id, label, reason, self.reviewer)

    def flag_all(self, cluster_ids: Sequence[int], raised: bool) -> list[Act]:
        """Raise or lower the flags of clusters at once. Raises KeyError."""
        return acts.flag_all(self._writer, cluster_ids, raised, self.reviewer)

    def rename(self, cluster_id: int, text: str) -> Act:
        """Call a cluster `text` in lists; "" lets it speak for itself again. Raises KeyError."""
        return surgery.rename(self._writer, cluster_id, text, self.reviewer)

    def keep_draft(self, cluster_id: int, text: str | None) -> None:
        """Keep a note that is being written; None forgets it."""
        drafts.put(self._writer, self.reviewer, cluster_id, text)

    def merge(self, into: int, other: int) -> Act:
        """Move all claims of `other` to `into`.

        Raises KeyError, ValueError if it is the same or holds no claim any more.
        """
        return surgery.merge(self._writer, into, other, self.reviewer)

    def detach(self, keys: Sequence[str], into: int | None = None) -> Act:
        """Make a cluster of some claims of another, or put them `into` one that there is.

        Raises KeyError, ValueError when the claims are of several clusters, or all of theirs and to
        be one of their own.
        """
        return surgery.detach(self._writer, keys, self.reviewer, into)

    def take_whole(self, key: str) -> Act:
        """Put the whole sentence in the place of all its claims. Raises KeyError, ValueError."""
        return surgery.take_whole(self._writer, key, self.reviewer)

    def drop(self, key: str) -> Act:
        """Leave a claim out as nothing to check. Raises KeyError."""
        return surgery.drop(self._writer, key, self.reviewer)

    def join(self, keys: Sequence[str]) -> Act:
        """Say that the articles of some claims share an origin. Raises KeyError, ValueError."""
        return surgery.relate(self._writer, ActKind.JOIN, keys, self.reviewer)

    def part(self, keys: Sequence[str]) -> Act:
        """Say that the articles of some claims share no origin. Raises KeyError, ValueError."""
        return surgery.relate(self._writer, ActKind.PART, keys, self.reviewer)

    def bring_in(self, table: Table, *, dry_run: bool = False) -> Brought:
        """Take over the verdicts and notes of a table, all of them or none."""
        from workbench.transfer.importing import bring_in

        return bring_in(self._writer, table, self.reviewer, dry_run=dry_run)

    def undo(self) -> Act | None:
        """Undo the reviewer's last standing act; None when there is none."""
        return surgery.undo(self._writer, self.reviewer)

    def redo(self) -> Act | None:
        """Do again what was undone last; None when there is nothing, or another act since."""
        return surgery.redo(self._writer, self.reviewer)

    def saved_filters(self) -> dict[str, Filter]:
        """Return the filters that have been saved in the project, by name."""
        return self._ask(filters.saved)

    def save_filter(self, name: str, filter_: Filter) -> None:
        """Save a filter by a name, for everybody at this project. Raises ValueError."""
        if not name.strip():
            raise ValueError("a filter is saved by a name")
        filters.save(self._writer, name.strip(), filter_)

    def forget_filter(self, name: str) -> None:
        """Forget a saved filter. Raises KeyError."""
        filters.forget(self._writer, name)

    def remember(self, cluster_id: int | None, filter_: Filter) -> None:
        """Keep the place for the next session."""
        bookmarks.put(self._writer, self.reviewer, cluster_id, filter_)


def _hidden(row: Row) -> Row:
    return replace(row, cluster=replace(row.cluster, suggestion=None), kinds=())

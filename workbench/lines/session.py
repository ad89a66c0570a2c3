"""A review without a screen: the queue, the open cluster, and what can be done there, in words.

Goes through the desk only. What cannot be done raises Refused, ProjectError, KeyError or ValueError
and changes nothing; the review goes on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import ActKind, Filter, Label
from workbench.errors import WorkbenchError
from workbench.reports.changing import news_in_words
from workbench.reports.opened import Opened
from workbench.reports.report import SAYINGS, act_in_words, clusters_in_words
from workbench.text import storable
from workbench.ui import filters

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from db.records import Act, Claim, Document, Member, Row
    from workbench.desk import Desk


class Refused(WorkbenchError):
    """What was asked for cannot be done as things stand."""


class Session:
    """One reviewer's way through the queue; begins where the reviewer left."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.cluster, self.filter = desk.bookmark()
        self._ids: array[int]
        self._standing = desk.standing()
        self._seen: tuple[int, tuple[str, ...]] | None = None
        self._load()

    # Reading

    @property
    def place(self) -> tuple[int, int]:
        """Return (the number of the open cluster in the queue from 1, the clusters in it)."""
        at = -1 if self.cluster is None else self._index(self.cluster)
        return at + 1, len(self._ids)

    def opened(self) -> Opened | None:
        """Return the open cluster as it is stored now, None when the queue is empty."""
        if self.cluster is None:
            return None
        desk, cluster = self.desk, self.cluster
        with desk.snapshot():
            rows = desk.rows([cluster])
            if not rows:
                raise KeyError(cluster)
            hidden = desk.blind and rows[0].verdict.label is None
            return Opened(
                rows[0],
                desk.members(cluster),
                desk.differences(cluster),
                desk.origins(cluster),
                None if hidden else desk.memberships(cluster),
                desk.since(cluster) if rows[0].verdict.changed else None,
                desk.verdicts(cluster),
                desk.near(cluster),
            )

    def rows(self, limit: int) -> list[Row]:
        """Return the lines of the queue from the open cluster on."""
        at = max(0, self.place[0] - 1)
        return self.desk.rows(self._ids[at : at + limit])

    def history(self) -> list[Act]:
        """Return what was done to the open cluster, the oldest first."""
        return self.desk.history(self._open())

    def article(self, claim: str) -> tuple[Document, Claim]:
        """Return a claim of the open cluster and its article. Raises Refused."""
        member = self.member(claim)
        return member.document, member.claim

    def member(self, claim: str) -> Member:
        """Return a claim of the open cluster by its number from 1 or its id. Raises Refused."""
        members = self.desk.members(self._open())
        for number, member in enumerate(members, 1):
            if claim in (str(number), member.claim.key):
                return member
        if not claim:
            if len(members) == 1:
                return members[0]
            raise Refused(f"name the claim: its number, 1 to {len(members)}, or its id")
        raise Refused(f"the open cluster has no claim {claim}")

    def show(self) -> Opened | None:
        """Return the same, and remember what was shown: a verdict is given on that."""
        opened = self.opened()
        if opened is not None:
            keys = tuple(member.claim.key for member in opened.members)
            self._seen = (opened.row.cluster.id, keys)
        return opened

    def news(self) -> str:
        """Say what has come to the project since it was last asked, '' when nothing.

        The queue is read anew then; the open cluster stays open.
        """
        if self.desk.stamp() == self._standing.stamp:
            return ""
        with self.desk.snapshot():
            before, self._standing = self._standing, self.desk.standing()
            come = self.desk.news(before, self._standing)
            self._load()
        known = come.claims or come.evidence or come.removed
        return news_in_words(come) if known else "the clusters were made anew"

    # Acts

    def mark(self, label: Label, clusters: Sequence[int] = (), *, stay: bool = False) -> str:
        """Give the open cluster a verdict and, unless told to `stay`, go to the next undecided.

        Or give it to `clusters`, as one act.
        """
        several = self._several(clusters)
        if len(several) > 1:
            self.desk.mark_all(several, label)
        else:
            self.desk.mark(several[0], label, self._shown(several[0]))
        done = f"{clusters_in_words(several)} marked {label}"
        return done if stay or self._go_undecided() else f"{done}; nothing undecided is left here"

    def confirm(self) -> str:
        """Give the open cluster its verdict once more, on its new evidence, and go on.

        That is to the next cluster whose evidence has changed.
        """
        cluster = self._open()
        act = self.desk.confirm(cluster, self._shown(cluster))
        following = self.desk.next_changed(self.filter, cluster)
        if following is not None and self._index(following) >= 0:
            self.cluster = following
        return act_in_words(act)

    def adjudicate(self, label: Label, reason: str) -> str:
        """Settle what the verdict of the open cluster is, with the reason."""
        cluster = self._open()
        self.desk.adjudicate(cluster, label, storable(reason.strip()))
        return f"cluster {cluster} settled as {label}"

    def disputes(self) -> str:
        """Show only the clusters on which reviewers disagree; or, if so already, all again."""
        return self.use(replace(self.filter, disputed=not self.filter.disputed))

    def flag(self, raised: bool | None = None, clusters: Sequence[int] = ()) -> str:
        """Raise the flag of the open cluster or lower it; None: the other way than it is.

        Or do it to `clusters`, as one act; None lowers the flags only if all are raised.
        """
        several = self._several(clusters)
        up = raised
        if up is None:
            up = not all(self.desk.verdict(cluster).flagged for cluster in several)
        if len(several) > 1:
            self.desk.flag_all(several, up)
        else:
            self.desk.flag(several[0], up)
        return f"{clusters_in_words(several)} {'flagged' if up else 'no longer flagged'}"

    def note(self, text: str) -> str:
        """Write the note of the open cluster; an empty one takes it away."""
        cluster, text = self._open(), storable(text.strip())
        if text != self.desk.verdict(cluster).note:
            self.desk.note(cluster, text)
        return f"note on cluster {cluster} {'stored' if text else 'taken away'}"

    def repeat_note(self) -> str:
        """Write the reviewer's last note on the open cluster, in place of the one that it has."""
        cluster, text = self._open(), self.desk.last_note()
        if not text:
            raise Refused("no note of yours to repeat")
        if text == self.desk.verdict(cluster).note:
            raise Refused(f"cluster {cluster} has this note already")
        return self.note(text)

    def undo(self) -> str:
        """Undo the last act that stands, and go where it was."""
        return self._back_or_forth("undone", self.desk.undo())

    def redo(self) -> str:
        """Do again what was undone last, and go where it was."""
        return self._back_or_forth("done again", self.desk.redo())

    def whole(self, claim: str) -> str:
        """Take the whole sentence of a claim of the open cluster."""
        return self.operated(self.desk.take_whole(self.member(claim).claim.key))

    def drop(self, claim: str) -> str:
        """Leave out a claim of the open cluster."""
        return self.operated(self.desk.drop(self.member(claim).claim.key))

    def detach(self, claims: Sequence[str], into: int | None = None) -> str:
        """Make a cluster of its own of some claims of the open one, or put them `into` another."""
        if into is not None:
            self._exists(into)
        return self.operated(self.desk.detach(self._keys(claims), into))

    def rename(self, said: str) -> str:
        """Call the open cluster in lists as a claim of it, by its number or id, or as `said`.

        Nothing lets it speak for itself again.
        """
        cluster, words = self._open(), storable(said.strip())
        for number, member in enumerate(self.desk.members(cluster), 1):
            if words in (str(number), member.claim.key):
                words = member.claim.text
                break
        return self.operated(self.desk.rename(cluster, words))

    def merge(self, other: int) -> str:
        """Put all claims of another cluster into the open one."""
        cluster = self._open()
        self._exists(other)
        return self.operated(self.desk.merge(cluster, other))

    def merge_near(self) -> str:
        """Put the cluster that most likely states the same into the open one."""
        near = self.desk.near(self._open())
        if not near:
            raise Refused("no other cluster is shown as perhaps the same")
        return self.merge(near[0].cluster)

    def relate(self, kind: ActKind, claims: Sequence[str]) -> str:
        """Say that the articles of some claims share an origin (JOIN), or none (PART)."""
        keys = self._keys(claims)
        return self.operated(self.desk.join(keys) if kind is ActKind.JOIN else self.desk.part(keys))

    def operated(self, act: Act) -> str:
        """Read the queue anew after an act that may have changed it, and say what was done."""
        self._load()
        return act_in_words(act)

    def renew(self) -> None:
        """Read the queue anew: this review itself has added to it, which is no news."""
        self._standing = self.desk.standing()
        self._load()

    # Moving

    def move(self, by: int) -> str:
        """Go so many clusters on in the queue."""
        self._open()
        at = self._index(self.cluster) + by
        if not 0 <= at < len(self._ids):
            raise Refused(f"this is the {'last' if by > 0 else 'first'} cluster of the queue")
        self.cluster = self._ids[at]
        return ""

    def next_undecided(self) -> str:
        """Go to the next cluster without a verdict."""
        if not self._go_undecided():
            raise Refused("nothing undecided is left here")
        return ""

    def go(self, cluster: int) -> str:
        """Open a cluster by its number; one that the filter hides shows all again."""
        self._exists(cluster)
        hidden = self._index(cluster) < 0
        if hidden:
            self.use(Filter(order=self.filter.order))
        self.cluster = cluster
        return "the filter hid it; all clusters are shown again" if hidden else ""

    def use(self, chosen: Filter) -> str:
        """Let the queue show what a filter lets through."""
        if self.desk.blind and any(getattr(chosen, name) for name in filters.HIDDEN_IF_BLIND):
            raise Refused("a blind review hides what is suggested")
        self.filter = replace(
            chosen,
            text=storable(chosen.text.strip()),
            source=storable(chosen.source),
            speaker=storable(chosen.speaker),
        )
        self._load()
        shown = filters.in_words(self.filter) or "all clusters"
        return f"{shown}: {len(self._ids)} in the queue"

    def search(self, text: str) -> str:
        """Show the clusters with these words; without any the search ends."""
        return self.use(filters.with_text(self.filter, text))

    def order(self) -> str:
        """Change between the orders of the queue."""
        if self.desk.blind:
            raise Refused("a blind review keeps one order, which betrays nothing")
        self.use(filters.with_next_order(self.filter))
        return f"order: {filters.ORDERS[self.filter.order]}"

    def less(self) -> str:
        """Take back the last thing that the filter asks for."""
        if not filters.in_force(self.filter):
            raise Refused("nothing is filtered")
        return self.use(filters.less(self.filter))

    def everything(self) -> str:
        """End search and filter."""
        return self.use(Filter(order=self.filter.order))

    def choices(self) -> list[tuple[str, Filter, bool]]:
        """Return (words, the filter after choosing it, whether it is in force) for each choice."""
        found = filters.choices(self.filter, self.desk.sources())
        hidden = filters.HIDDEN_IF_BLIND if self.desk.blind else ()
        return [c for c in found if not any(getattr(c[1], name) for name in hidden)]

    def recall(self, name: str) -> str:
        """Use the filter that was saved by a name."""
        saved = self.desk.saved_filters()
        if name not in saved:
            raise Refused(f"no filter is saved as {name!r}")
        return self.use(saved[name])

    def save_filter(self, name: str) -> str:
        """Save the filter in force by a name."""
        name = storable(name.strip())
        self.desk.save_filter(name, self.filter)
        return f"saved as {name!r}: {filters.in_words(self.filter) or 'all clusters'}"

    def forget_filter(self, name: str) -> str:
        """Forget a saved filter."""
        try:
            self.desk.forget_filter(name)
        except KeyError:
            raise Refused(f"no filter is saved as {name!r}") from None
        return f"the filter {name!r} is forgotten"

    def leave(self) -> None:
        """Keep the place for the next session."""
        if not self.desk.read_only:
            self.desk.remember(self.cluster, self.filter)

    # How it is done

    def _shown(self, cluster: int) -> tuple[str, ...] | None:
        return self._seen[1] if self._seen and self._seen[0] == cluster else None

    def _open(self) -> int:
        if self.cluster is None:
            raise Refused("no cluster is open")
        return self.cluster

    def _exists(self, cluster: int) -> None:
        if not self.desk.rows([cluster]):
            raise Refused(f"there is no cluster {cluster}")

    def _several(self, clusters: Sequence[int]) -> list[int]:
        for cluster in clusters:
            self._exists(cluster)
        return list(dict.fromkeys(clusters)) or [self._open()]

    def _keys(self, claims: Sequence[str]) -> list[str]:
        if not claims:
            raise Refused("name the claims: their numbers or their ids")
        return list(dict.fromkeys(self.member(claim).claim.key for claim in claims))

    def _index(self, cluster: int | None) -> int:
        try:
            return -1 if cluster is None else self._ids.index(cluster)
        except ValueError:
            return -1

    def _load(self) -> None:
        """Read the queue anew; stay on the open cluster, or at its place when it is gone."""
        at = max(0, self.place[0] - 1) if hasattr(self, "_ids") else 0
        self._ids = self.desk.ids(self.filter)
        if self._index(self.cluster) < 0:
            self.cluster = self._ids[min(at, len(self._ids) - 1)] if self._ids else None

    def _go_undecided(self) -> bool:
        following = self.desk.next_undecided(self.filter, self.cluster or 0)
        if following is None:
            return False
        if self._index(following) < 0:
            self._load()
        self.cluster = following
        return True

    def _back_or_forth(self, done: str, act: Act | None) -> str:
        if act is None:
            raise Refused("nothing to undo" if done == "undone" else "nothing to do again")
        self._load()
        here = self._index(act.cluster_id) >= 0
        if here:
            self.cluster = act.cluster_id
        hidden = "" if here or act.kind not in SAYINGS else ", which the filter hides"
        return f"{done}: {act_in_words(act, self.desk.together(act))}{hidden}"

"""What a reviewer's keys do to claims and clusters: part them, merge them, name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import ActKind
from workbench.reports.report import act_in_words
from workbench.text import count
from workbench.ui.screens.acting import ActingScreen, plainly
from workbench.ui.screens.headline import HeadlineScreen
from workbench.ui.screens.origins import OriginsScreen
from workbench.ui.screens.why import WhyScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.records import Act
    from workbench.desk import Desk
    from workbench.ui.action import Action

NO_CLAIM = "no claim is under the cursor"


class SurgeryScreen(ActingScreen):
    """A screen whose claims can be selected, parted from their cluster and put into another."""

    def __init__(self, desk: Desk, table: Sequence[Action]) -> None:
        super().__init__(desk, table)
        self._picked: int | None = None
        self._picked_claims: list[str] = []

    @plainly
    async def action_whole(self) -> None:
        """Take the whole sentence of the claim under the cursor."""
        member = self.view.member
        if member is None:
            self._say(NO_CLAIM)
            return
        act = await self._do(self._desk.take_whole, member.claim.key)
        self._operated(act, act.cluster_id)

    @plainly
    async def action_drop(self) -> None:
        """Leave out the claim under the cursor."""
        member = self.view.member
        if member is None:
            self._say(NO_CLAIM)
            return
        act = await self._do(self._desk.drop, member.claim.key)
        self._operated(act, act.cluster_id)

    @plainly
    async def action_detach(self) -> None:
        """Make a cluster of its own of the claim under the cursor, or of all that are selected."""
        keys = [member.claim.key for member in self.view.selected]
        if not keys and self.view.member is not None:
            keys = [self.view.member.claim.key]
        if not keys:
            self._say(NO_CLAIM)
            return
        act = await self._do(self._desk.detach, keys)
        self._operated(act, act.cluster_id)

    @plainly
    async def action_merge(self) -> None:
        """Pick up the cluster, or the claims selected; on another cluster put them there."""
        here = self._here()
        if here is None:
            return
        if self._picked is None and len(self.queue.selected) > 1:
            leave = self._key["stop"]
            self._say(f"clusters are merged one by one; {leave} lets go what is selected")
        elif self._picked is None:
            self._pick_up(here)
        elif self._picked == here:
            self.let_go()
        else:
            try:
                act = await self._put_down(here)
            except (KeyError, ValueError):  # what was picked up is not there any more
                self._picked, self._picked_claims = None, []
                raise
            self._picked, self._picked_claims = None, []
            self._operated(act, here)

    @plainly
    async def action_merge_near(self) -> None:
        """Merge the open cluster with the one that most likely states the same."""
        here = self.queue.current
        near = [] if here is None else self._desk.near(here)
        if here is None or not near:
            self._say("no other cluster is shown as perhaps the same")
            return
        act = await self._do(self._desk.merge, here, near[0].cluster)
        self._operated(act, here)

    def _pick_up(self, here: int) -> None:
        self._picked = here
        self._picked_claims = [member.claim.key for member in self.view.selected]
        for pane in (self.queue, self.view):
            pane.select(False)
        put, leave = self._key["cluster.merge"], self._key["stop"]
        what = self._what_is_picked()
        self._say(f"{what} picked up: {put} on another puts it there, {leave} lets go")

    async def _put_down(self, here: int) -> Act:
        if self._picked_claims:
            return await self._do(self._desk.detach, self._picked_claims, here)
        return await self._do(self._desk.merge, here, self._picked)

    def _what_is_picked(self) -> str:
        if self._picked_claims:
            return f"{count(len(self._picked_claims), 'claim')} of cluster {self._picked}"
        return f"cluster {self._picked}"

    def let_go(self) -> None:
        """Leave what was picked up where it is."""
        self._say(f"{self._what_is_picked()} stays where it is")
        self._picked, self._picked_claims = None, []

    @plainly
    def action_rename(self) -> None:
        """Offer the claim under the cursor, or words of one's own, for the cluster's headline."""
        cluster, member = self._here(), self.view.member
        if cluster is None or member is None:
            return

        self._desk.must_write()

        async def use(text: str | None) -> None:
            if text is not None:
                await self._rename(cluster, text)

        shown = self._desk.cluster(cluster).headline
        self.app.push_screen(HeadlineScreen(cluster, shown, member.claim.text), use)

    @plainly
    async def _rename(self, cluster: int, text: str) -> None:
        act = await self._do(self._desk.rename, cluster, text)
        self._say(f"{act_in_words(act)}; {self._key['undo']} undoes it")
        await self._reopen()

    # Selecting

    def action_select(self) -> None:
        """Begin to select where the cursor is, or let go what is selected."""
        pane = self.view if self.view.has_focus else self.queue
        here = self.view.member if pane is self.view else self.queue.current
        if here is None:
            self._say("there is nothing to select here")
            return
        on = not pane.selecting
        self.let_selection_go()
        pane.select(on)
        if on:
            what = "claims" if pane is self.view else "clusters"
            leave = self._key["select"]
            self._say(f"selecting {what}: move to take in more; {leave} again lets go")

    def let_selection_go(self) -> bool:
        """Select nothing any more; say whether anything was."""
        was = self.queue.selecting or self.view.selecting
        for pane in (self.queue, self.view):
            pane.select(False)
        if was:
            self._say("nothing is selected any more")
        return was

    @plainly
    def action_why(self) -> None:
        """Show why the claims of the open cluster are together."""
        cluster = self._here()
        if cluster is not None:
            why = self._desk.memberships(cluster)
            self.app.push_screen(WhyScreen(self._desk.members(cluster), why))

    @plainly
    def action_origins(self) -> None:
        """Show which articles of the open cluster share an origin, to join or part them."""
        cluster = self._here()
        if cluster is None:
            return

        async def relate(choice: tuple[ActKind, list[str]] | None) -> None:
            if choice is not None:
                await self._relate(*choice)

        screen = OriginsScreen(self._desk.members(cluster), self._desk.origins(cluster))
        self.app.push_screen(screen, relate)

    @plainly
    async def _relate(self, kind: ActKind, keys: list[str]) -> None:
        act = await self._do(self._desk.join if kind is ActKind.JOIN else self._desk.part, keys)
        self._operated(act, act.cluster_id)

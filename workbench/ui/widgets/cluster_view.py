"""The open cluster: its state, what differs in it, and its claims grouped by source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from db.records import WHOLE
from workbench.text import one_line
from workbench.ui.widgets import alignment
from workbench.ui.widgets.claim_card import ClaimCard, Columns
from workbench.ui.widgets.cluster_head import Head, changed, head, lost_claims
from workbench.ui.widgets.steady import Steady, SteadyStatic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from textual.app import ComposeResult

    from db.origin import ClaimOrigin
    from db.records import Difference, Kind, Member, Row, Span, Verdict
    from workbench.reports.changing import Since
    from workbench.reports.nearby import Near

MOST_CARDS = 100
_WIDEST_SOURCE = 24


class ClusterView(Steady, VerticalScroll, can_focus=True):
    """Shows one cluster; a cursor walks over its claims."""

    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("enter", "choose", show=False),
    ]

    DEFAULT_CLASSES = "takes-keys"

    class Chosen(Message):
        """The claim under the cursor was chosen."""

    class Moved(Message):
        """Another claim is under the cursor."""

    def __init__(self, keys: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._cards: list[ClaimCard] = []
        self._shown = 0
        self._at = 0
        self._cluster = 0
        self._search = ""
        self._seen: tuple[str, ...] = ()
        self._from: int | None = None
        self._head: Head | None = None
        self._folded = False

    def compose(self) -> ComposeResult:
        """Lay out the head; cards are added as clusters need them."""
        yield SteadyStatic(id="cluster-head", markup=False)
        yield Static(id="cluster-more", markup=False)
        yield SteadyStatic(id="cluster-rest", markup=False)
        yield Static(id="cluster-lost", markup=False)

    def shows(self, cluster: int) -> tuple[str, ...] | None:
        """Return the keys of a cluster's claims as they are shown; None while it is another."""
        return self._seen if cluster == self._cluster else None

    @property
    def member(self) -> Member | None:
        """Return the claim under the cursor."""
        return self._cards[self._at].member if self._shown else None

    @property
    def selecting(self) -> bool:
        """Say whether claims are being selected."""
        return self._from is not None

    @property
    def selected(self) -> list[Member]:
        """Return the claims that are selected, none while none are being selected."""
        return [m for n in self._range() if (m := self._cards[n].member) is not None]

    def select(self, on: bool) -> None:
        """Begin to select at the cursor, or let go what is selected."""
        self._from = self._at if on and self._shown else None
        self._mark()

    def _range(self) -> range:
        if self._from is None:
            return range(0)
        return range(min(self._from, self._at), max(self._from, self._at) + 1)

    async def show(
        self,
        row: Row | None,
        members: Sequence[Member],
        differences: Sequence[Difference],
        search: str = "",
        origins: Sequence[ClaimOrigin] = (),
        since: Since | None = None,
        sides: Sequence[Verdict] = (),
        near: Sequence[Near] = (),
    ) -> None:
        """Show a cluster, None for none; the cursor goes to the first claim that `search` finds.

        `since` is what has changed since its verdict, `sides` where its reviewers stand, `near`
        are clusters that perhaps state the same. In the cluster that is shown already, the cursor
        stays on its claim, and what is in sight.
        """
        stays = row is not None and (row.cluster.id, search) == (self._cluster, self._search)
        here = self.member.claim.id if stays and self.member else 0
        self._cluster, self._search = (row.cluster.id if row else 0), search
        keys = tuple(member.claim.key for member in members)
        if not stays or keys != self._seen:
            self._from = None
        self._seen = keys
        shown = members[:MOST_CARDS]
        await self._have(len(shown))
        new = set(since.change.added) if since else set[str]()
        self._fill(shown, differences, origins, new)
        for number, card in enumerate(self._cards):
            card.display = number < len(shown)
        self._shown = len(shown)
        news = changed(row, since, self._keys["confirm"])
        about = (members, differences, origins, self._keys, news, sides, near)
        self._head = head(row, *about) if row else None
        self._show_head()
        lost = self.query_one("#cluster-lost", Static)
        lost.display = since is not None and bool(since.lost)
        if lost.display:
            lost.update(lost_claims(since))
        rest = len(members) - len(shown)
        more = self.query_one("#cluster-more", Static)
        more.display = row is not None and rest > 0
        if row is not None and rest:
            more.update(f"... and {rest} more claims; see: workbench show {row.cluster.id}")
        place = next((n for n, m in enumerate(shown) if m.claim.id == here), None)
        self._select(_first(shown, search) if place is None else place)
        if place is not None:
            return
        self.scroll_home(animate=False)
        if self._at:
            self.call_after_refresh(self._cards[self._at].scroll_visible, animate=False)

    def fold(self, folded: bool) -> None:
        """Let the head have two lines and the rest of it stand below the claims, or all above."""
        if folded != self._folded:
            self._folded = folded
            self.set_class(folded, "folded")
            self._show_head()

    def on_resize(self) -> None:
        """Show below the claims what no longer fits above them."""
        if self._folded:
            self._show_head()

    def _show_head(self) -> None:
        begin, rest = Content(""), Content("")
        if self._head is not None:
            begin = self._head.folded() if self._folded else self._head.full()
            width = self.scrollable_content_region.width
            rest = self._head.rest(width) if self._folded else rest
        self.query_one("#cluster-head", Static).update(begin)
        below = self.query_one("#cluster-rest", Static)
        below.display = bool(rest)
        below.update(rest)

    def _fill(
        self,
        shown: Sequence[Member],
        differences: Sequence[Difference],
        origins: Sequence[ClaimOrigin],
        new: Collection[str],
    ) -> None:
        """Give each claim its card, what differs in one column if it can be."""
        spans, anchors = _by_claim(differences), _anchors(differences)
        cards = self._cards[: len(shown)]

        def column(width: int) -> int:
            pivots = [(card.text, card.pivot) for card in cards if card.pivot is not None]
            return alignment.column(pivots, width)

        same = _origin_names(origins)
        columns = _columns(shown, same)
        article = 0
        for card, member in zip(cards, shown, strict=True):
            key = member.claim.id
            origin = same.get(key, "")
            is_new = member.claim.key in new
            card.show(member, spans[key], anchors.get(key), origin, columns, column, new=is_new)
            # A class would be laid out in a second pass, after the first has been painted.
            card.styles.margin = (int(member.document.id != article), 0, 0, 0)
            article = member.document.id

    def action_move(self, by: int) -> None:
        """Walk to another claim."""
        if self._shown:
            self._select(max(0, min(self._at + by, self._shown - 1)))
            self._cards[self._at].scroll_visible(animate=False)
            if by > 0 and self._at == self._shown - 1:
                self.scroll_end(animate=False)  # to what stands below the claims
            self.post_message(self.Moved())

    def go_to(self, claim_id: int) -> bool:
        """Walk to a claim; False when it is not here."""
        for number, card in enumerate(self._cards[: self._shown]):
            if card.member is not None and card.member.claim.id == claim_id:
                self.action_move(number - self._at)
                return True
        return False

    def action_choose(self) -> None:
        """Say that the claim under the cursor was chosen."""
        if self.member is not None:
            self.post_message(self.Chosen())

    def on_claim_card_clicked(self, event: ClaimCard.Clicked) -> None:
        """Walk to the claim that was clicked."""
        self.focus()
        self._select(self._cards.index(event.card))
        self.post_message(self.Moved())

    def _select(self, at: int) -> None:
        self._at = at
        self._mark()

    def _mark(self) -> None:
        """Show where the cursor is, and what is selected."""
        chosen = self._range()
        for number, card in enumerate(self._cards[: self._shown]):
            card.set_class(number == self._at, "current")
            card.select(number in chosen)

    async def _have(self, count: int) -> None:
        missing = count - len(self._cards)
        if missing > 0:
            cards = [ClaimCard() for _ in range(missing)]
            self._cards += cards
            await self.mount(*cards, before="#cluster-more")


def _first(members: Sequence[Member], search: str) -> int:
    """Return the place of the first claim with all words of a search, else the first place."""
    words = search.lower().split()
    for place, member in enumerate(members):
        text = f"{member.claim.text} {member.claim.speaker}".lower()
        if words and all(word in text for word in words):
            return place
    return 0


def _by_claim(differences: Sequence[Difference]) -> dict[int, set[Span]]:
    spans: dict[int, set[Span]] = defaultdict(set)
    for difference in differences:
        if difference.kind in WHOLE:
            continue  # it is about the whole of both claims
        for place in (difference.left, difference.right):
            spans[place.claim_id].add((place.start, place.end))
    return spans


def _anchors(differences: Sequence[Difference]) -> dict[int, Span]:
    """Return the span of each claim that is set under those of the others.

    It is what differs in the kind that most claims differ in.
    """
    found: dict[Kind, dict[int, Span]] = defaultdict(dict)
    for difference in differences:
        if difference.kind not in WHOLE:
            for place in (difference.left, difference.right):
                found[difference.kind].setdefault(place.claim_id, (place.start, place.end))
    return max(found.values(), key=len, default={})


def _origin_names(origins: Sequence[ClaimOrigin]) -> dict[int, str]:
    """Return a name for the origin of each claim; those with one name count once."""
    return {
        claim: f"origin {number}"
        for number, origin in enumerate(origins, 1)
        for claim in origin.claims
    }


def _columns(shown: Sequence[Member], origins: Mapping[int, str]) -> Columns:
    def widest(texts: Iterable[str], most: int) -> int:
        return min(most, max(map(cell_len, texts), default=0))

    return Columns(
        widest((one_line(m.document.source) for m in shown), _WIDEST_SOURCE),
        widest((one_line(m.document.published) for m in shown), 10),
        widest((origins.get(m.claim.id, "") for m in shown), 10),
    )

"""What the open cluster begins with: where it stands, what it holds, what differs, and why.

At full height all of it stands above the claims; in a low terminal two lines do, and the rest
below the claims, so that there is room for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from workbench.reports.changing import in_words, why_lost
from workbench.reports.report import origin_lines, wordings
from workbench.text import count, one_line, printable
from workbench.ui.widgets import signs
from workbench.ui.widgets.sides import side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.origin import ClaimOrigin
    from db.records import Difference, Member, Row, Verdict
    from workbench.reports.changing import Since
    from workbench.reports.nearby import Near

_MOST_DIFFERENCES = 6
_MOST_ORIGINS = 3
_MOST_NEAR = 3
_MUTED = "$foreground 60%"


@dataclass(frozen=True, slots=True)
class Head:
    """The lines about a cluster; `more` is what else there is to say, the weightiest first.

    `guess` is the sign of what is suggested.
    """

    state: Content
    suggested: Content
    guess: Content
    holds: Content
    more: Sequence[Content]

    def full(self) -> Content:
        """Return all lines."""
        return Content("\n").join([self.state, *self._whole(), *self.more])

    def folded(self) -> Content:
        """Return at most two lines: where the cluster stands, and the weightiest of the others.

        They may be too long for where they are shown.
        """
        return Content("\n").join([self._first(), *self._second()])

    def rest(self, width: int) -> Content:
        """Return what `folded` does not show in lines of so many cells."""
        lines = self._whole() if self._first().cell_length > width else []
        fits = all(line.cell_length <= width for line in self._second())
        one = fits and all("\n" not in line.plain for line in self.more[:1])
        return Content("\n").join([*lines, *self.more[one:]])

    def _whole(self) -> list[Content]:
        return [Content.assemble(("suggested: ", _MUTED), self.suggested), self.holds]

    def _first(self) -> Content:
        parts = [part for part in (self.state, self.guess, self.holds) if part]
        return Content("  ").join(parts)

    def _second(self) -> list[Content]:
        if not self.more:
            return []
        tally = f"1 of {len(self.more)}  " if len(self.more) > 1 else ""
        return [Content.assemble((tally, _MUTED), self.more[0].split("\n")[0])]


def head(
    row: Row,
    members: Sequence[Member],
    differences: Sequence[Difference],
    origins: Sequence[ClaimOrigin],
    keys: Mapping[str, str],
    changed: Sequence[Content],
    sides: Sequence[Verdict] = (),
    near: Sequence[Near] = (),
) -> Head:
    """Return what a cluster begins with; `changed` is what to say of its changed evidence.

    `keys` are those that act upon it; `near` are clusters that perhaps state the same.
    """
    verdict, cluster = row.verdict, row.cluster
    state = Content.assemble(
        signs.label(verdict.label),
        (f"   by {printable(verdict.reviewer)}" if verdict.label else "", _MUTED),
        (f"  cluster {cluster.id}", _MUTED),
    )
    suggestion = cluster.suggestion
    guess = Content.assemble((f"{signs.SIGNS[suggestion]}?", f"bold {signs.COLOURS[suggestion]}"))
    holds = Content.styled(
        f"{count(cluster.sources, 'source')}, {count(cluster.origins, 'origin')},"
        f" {count(cluster.claims, 'claim')}",
        _MUTED,
    )
    more = [*changed]
    if verdict.flagged:
        more.append(Content.assemble(("! flagged for later", "bold $warning")))
    if verdict.note:
        more.append(Content.assemble(("note: ", _MUTED), printable(verdict.note)))
    if len(sides) > 1 or verdict.reason:
        more += side_by_side(verdict, sides)
    more += _differences(members, differences)
    more += _near(near, keys["cluster.merge_near"])
    more += _origins(members, origins, keys["origins"])
    suggested = signs.label(suggestion) if suggestion else Content("shown once decided")
    return Head(state, suggested, guess if suggestion else Content(""), holds, more)


def changed(row: Row | None, since: Since | None, confirm_key: str) -> list[Content]:
    """Say what has changed since the verdict, and what settles it."""
    if row is None or not row.verdict.changed:
        return []
    words = f": {in_words(since.change)}" if since else " since this verdict"
    return [
        Content.assemble(
            (f"~ evidence changed{words}", "bold $warning"),
            (f"  {confirm_key} confirms the verdict", _MUTED),
        )
    ]


def lost_claims(since: Since | None) -> Content:
    """Show the claims that a verdict was given on and the cluster holds no more, struck out."""
    if since is None:
        return Content("")
    return Content("\n").join(
        Content.assemble(
            (f"- {why_lost(since.change, member.claim.key)}: ", "bold $warning"),
            (f"{one_line(member.document.source)}  ", "$foreground 60%"),
            (one_line(member.claim.text), "strike"),
        )
        for member in since.lost
    )


def _near(near: Sequence[Near], merge_key: str) -> list[Content]:
    """Say which clusters perhaps state the same, and what would differ then."""
    lines = []
    for number, one in enumerate(near[:_MOST_NEAR]):
        a, b = one.words()
        lines.append(
            Content.assemble(
                (
                    f"? perhaps also cluster {one.cluster}: {one.difference.kind}: ",
                    "bold $secondary",
                ),
                (a, "bold"),
                (f" ({printable(one.here.document.source)})  |  ", _MUTED),
                (b, "bold"),
                (f" ({printable(one.there.document.source)})", _MUTED),
                (f"  {merge_key} merges them" if not number else "", _MUTED),
            )
        )
    return lines


def _origins(members: Sequence[Member], origins: Sequence[ClaimOrigin], key: str) -> list[Content]:
    """Say which sources count once, and why."""
    said = list(origin_lines(origins, members))
    shown = said[:_MOST_ORIGINS]
    lines = [Content.assemble(("one origin: ", "bold $secondary"), line) for line in shown]
    if len(said) > len(shown):
        lines.append(Content(f"  and {len(said) - len(shown)} more reasons; {key} shows them"))
    return lines


def _differences(members: Sequence[Member], differences: Sequence[Difference]) -> list[Content]:
    """Say what differs in words, each pair of wordings once."""
    by_claim = {member.claim.id: member.document for member in members}
    said: dict[tuple[str, str, str], Content] = {}
    for d in differences:
        left, right = by_claim[d.left.claim_id], by_claim[d.right.claim_id]
        a, b = (one_line(text) for text in wordings(d, left, right))
        muted = "$foreground 60%"
        said.setdefault(
            (d.kind, min(a.lower(), b.lower()), max(a.lower(), b.lower())),
            Content.assemble(
                (f"≈ {d.kind}: ", "bold $warning") if d.doubt else (f"≠ {d.kind}: ", "bold $error"),
                (a, "bold"),
                (f" ({printable(left.source)})  |  ", muted),
                (b, "bold"),
                (f" ({printable(right.source)})", muted),
                (f"  {d.doubt}" if d.doubt else "", "italic $warning"),
            ),
        )
    lines = list(said.values())
    if len(lines) > _MOST_DIFFERENCES:
        rest = len(lines) - _MOST_DIFFERENCES
        lines = [*lines[:_MOST_DIFFERENCES], Content(f"  and {rest} more differences")]
    return lines

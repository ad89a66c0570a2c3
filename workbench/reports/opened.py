"""A cluster with all that is shown of it, as lines and as JSON data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from workbench.reports.nearby import near_data, near_lines
from workbench.reports.report import cluster_data, cluster_lines
from workbench.reports.report_team import side_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.origin import ClaimOrigin
    from db.records import Difference, Member, Membership, Row, Verdict
    from workbench.reports.changing import Since
    from workbench.reports.nearby import Near


@dataclass(frozen=True, slots=True)
class Opened:
    """A cluster with all that is shown of it; `why` is None while a blind review hides it."""

    row: Row
    members: Sequence[Member]
    differences: Sequence[Difference]
    origins: Sequence[ClaimOrigin]
    why: Mapping[int, Membership] | None
    since: Since | None = None
    sides: Sequence[Verdict] = ()
    near: Sequence[Near] = ()

    def lines(self, *, numbered: bool = True) -> Iterator[str]:
        """Yield the lines of `workbench show`, the claims numbered."""
        yield from cluster_lines(
            self.row,
            self.members,
            self.differences,
            self.origins,
            self.why,
            self.since,
            numbered=numbered,
        )
        for line in near_lines(self.near):
            yield f"  {line}"
        if len(self.sides) > 1 or self.row.verdict.reason:
            yield from side_lines(self.row.verdict, self.sides)

    def data(self) -> dict[str, object]:
        """Return the same as JSON data."""
        data = cluster_data(
            self.row, self.members, self.differences, self.origins, self.why, self.since
        )
        return {
            **data,
            "near": near_data(self.near),
            "reviewers": [asdict(side) for side in self.sides],
        }

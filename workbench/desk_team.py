"""The part of a desk that is about others: who reviews what, what they did, how far they agree."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from db import assignments, clusters, news, pages, standing, verdicts
from db import claims as claim_table
from db.records import Filter, Kind
from workbench.desk_file import DeskFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.records import Verdict
    from db.standing import News, Standing
    from workbench.agreement import Reliability


class TeamDesk(DeskFile):
    """What a desk reads and does beside other reviewers and programs."""

    def standing(self) -> Standing:
        """Return how far the project has grown."""
        return self._ask(standing.now)

    def stamp(self) -> str:
        """Name the clusters in force: another name says that they were made anew."""
        return self._ask(clusters.stamp)

    def news(self, before: Standing, after: Standing) -> News:
        """Return what has come to the project between two moments."""
        return self._ask(standing.since, before, after)

    def home(self, key: str) -> int | None:
        """Return the cluster that holds a claim now, None when none does."""
        try:
            found = self._ask(claim_table.by_key, key)
        except KeyError:
            return None
        return self._ask(claim_table.home, found.id)

    def reliability(self) -> Reliability:
        """Return how far the reviewers agree, by pair, all together and by kind of difference."""
        from workbench.agreement import reliability

        return reliability(self._ask(verdicts.units), list(Kind))

    def shares(self) -> dict[str, tuple[int, int]]:
        """Return for each reviewer with a share (clusters of it decided by them, in it)."""
        return self._ask(assignments.progress)

    def share_out(
        self,
        reviewers: Sequence[str],
        *,
        overlap: int = 0,
        seed: int = 0,
        by_source: bool = False,
        undecided: bool = False,
        anew: bool = False,
    ) -> int:
        """Give clusters that nobody has to reviewers, or `anew` all; return how many.

        Raises ValueError: see `sharing.share`.
        """
        from workbench.sharing import share

        has = {} if anew else self._ask(assignments.everything)
        queue = self._ask(pages.ids, Filter(decided=False if undecided else None))
        loads = Counter(name for names in has.values() for name in names)
        sources = self._ask(assignments.main_sources) if by_source else None
        free = [cluster for cluster in queue if cluster not in has]
        shares = share(free, reviewers, overlap=overlap, seed=seed, sources=sources, loads=loads)
        if anew:
            assignments.clear(self._writer)
        assignments.put(self._writer, shares)
        return len(shares)

    def version(self) -> int:
        """Return a number that is another one once another connection has written."""
        return self._ask(news.version)

    def by_others(self) -> tuple[int, str, int]:
        """Return what changes when others act: see `news.by_others`."""
        return self._ask(news.by_others, self.reviewer)

    def newest_own(self) -> int:
        """Return the number of the newest act under the reviewer's name, 0 when there is none."""
        return self._ask(news.newest_of, self.reviewer)

    def verdicts(self, cluster_id: int) -> list[Verdict]:
        """Return where each reviewer stands on a cluster; blind only who looks on."""
        found = self._ask(verdicts.of_reviewers, cluster_id)
        return [v for v in found if not self.blind or v.reviewer == self.reviewer]

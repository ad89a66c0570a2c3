"""How a pair of claims stands among the others: whether third claims agree, and who is likelier."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.linking.around import Around
from models.linking.claims import Claims
from models.linking.columns import Columns
from models.linking.features import OfPart, rank
from models.linking.known import NOTHING, Known
from models.linking.sparse import Sparse, row_sums

AT_ONCE = 1 << 20  # links of pairs that are laid out together: thousands may lead to one claim
LEAST_PROBABILITY = 0.02  # a pair below is as good as unlinked: ignored here, and not given back


def features_together(
    claims: Claims,
    left: NDArray[np.integer],
    right: NDArray[np.integer],
    probability: NDArray[np.float64],
) -> Columns:
    """All columns of `together`, of all pairs at once."""
    return together(claims, Around(len(claims), left, right), probability)(slice(None))


def together(
    claims: Claims, around: Around, probability: NDArray[np.float64], known: Known = NOTHING
) -> OfPart:
    """Columns of shape (m,) on how a pair stands among the others, given each one's probability.

    `agreement`: of the claims linked to either, the share linked to both. `support`: the log of
    how many are linked to both. `best_third`: the third claim most linked to both. `links` and
    `links_apart`: how many claims the two are linked to, and by how much they differ in that.
    """
    near = _symmetric(around, probability, known)
    outside = known.other < 0
    beyond = np.bincount(known.claim[outside], known.alone[outside], len(claims))
    degree = row_sums(near) + beyond
    leads = rank(claims, around, probability, "lead_probable", (0.0, 1.0))

    def of_part(part: slice) -> Columns:
        left, right, likely = around.left[part], around.right[part], probability[part]
        own = np.where(likely >= LEAST_PROBABILITY, likely, 0)
        common, most = _thirds(near, left, right)
        either = degree[left] + degree[right] - 2 * own - common
        a, b = np.log1p(degree[left]), np.log1p(degree[right])
        columns = {
            "evidence": np.log(likely / (1 - likely)),
            "agreement": (common + 0.1) / (either + 0.5),
            "support": np.log1p(common),
            "best_third": most,
            "links": np.log1p(degree[left] + degree[right]),
            "links_apart": np.abs(a - b),
        }
        return columns | leads(part)

    return of_part


def _symmetric(around: Around, probability: NDArray[np.float64], known: Known) -> Sparse:
    """The probabilities as a symmetric csr matrix (n, n), negligible ones left out."""
    from scipy import sparse

    kept = np.flatnonzero(probability >= LEAST_PROBABILITY)
    a, b, p = around.left[kept], around.right[kept], probability[kept]
    inside = known.other >= 0
    rows = np.concatenate([a, b, known.claim[inside]])
    columns = np.concatenate([b, a, known.other[inside]])
    found = np.concatenate([p, p, known.alone[inside]])
    return sparse.csr_matrix((found, (rows, columns)), (around.claims, around.claims))


def _thirds(
    near: Sparse, left: NDArray[np.integer], right: NDArray[np.integer]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum and the most, over third claims, of the lesser of their two links to a pair."""
    total, most = [np.zeros(0)], [np.zeros(0)]
    size = np.diff(near.indptr)
    for part in _of_size(size[left] + size[right]):
        lesser = near[left[part]].minimum(near[right[part]])
        total.append(row_sums(lesser))
        most.append(np.asarray(lesser.max(axis=1).toarray(), dtype=np.float64).ravel())
    return np.concatenate(total), np.concatenate(most)


def _of_size(sizes: NDArray[np.integer]) -> Iterator[slice]:
    """Yield parts of rows that hold about AT_ONCE together; a row that holds more is one part."""
    part = np.cumsum(sizes) // AT_ONCE
    first = np.flatnonzero(np.diff(part, prepend=-1)).tolist()
    for start, stop in zip(first, [*first[1:], len(sizes)], strict=True):
        yield slice(start, stop)

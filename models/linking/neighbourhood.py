"""How a pair of claims stands among the others: whether third claims agree, and who is likelier."""

import numpy as np
from numpy.typing import NDArray

from models.linking.claims import Claims
from models.linking.columns import Columns
from models.linking.features import CHUNK, rank
from models.linking.known import NOTHING, Known
from models.linking.sparse import Sparse, row_sums

LEAST_PROBABILITY = 0.02  # a pair below is as good as unlinked: ignored here, and not given back


def features_together(
    claims: Claims,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    known: Known = NOTHING,
) -> Columns:
    """Columns of shape (m,) on how a pair stands among the others, given each one's probability.

    `agreement`: of the claims linked to either, the share linked to both. `support`: the log of
    how many are linked to both. `best_third`: the third claim most linked to both. `links` and
    `links_apart`: how many claims the two are linked to, and by how much they differ in that.
    """
    n = len(claims.document)
    near = _symmetric(n, left, right, probability, known)
    outside = known.other < 0
    degree = row_sums(near) + np.bincount(known.claim[outside], known.alone[outside], n)
    own = np.where(probability >= LEAST_PROBABILITY, probability, 0)
    common, most = _thirds(near, left, right)
    either = degree[left] + degree[right] - 2 * own - common
    a, b = np.log1p(degree[left]), np.log1p(degree[right])
    columns = {
        "evidence": np.log(probability / (1 - probability)),
        "agreement": (common + 0.1) / (either + 0.5),
        "support": np.log1p(common),
        "best_third": most,
        "links": np.log1p(degree[left] + degree[right]),
        "links_apart": np.abs(a - b),
    }
    return columns | rank(claims, left, right, probability, "lead_probable", (0.0, 1.0))


def _symmetric(
    n: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    known: Known,
) -> Sparse:
    """The probabilities as a symmetric csr matrix (n, n), negligible ones left out."""
    from scipy import sparse

    kept = probability >= LEAST_PROBABILITY
    a, b, p = left[kept], right[kept], probability[kept]
    inside = known.other >= 0
    rows = np.concatenate([a, b, known.claim[inside]])
    columns = np.concatenate([b, a, known.other[inside]])
    found = np.concatenate([p, p, known.alone[inside]])
    return sparse.csr_matrix((found, (rows, columns)), (n, n))


def _thirds(
    near: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum and the most, over third claims, of the lesser of their two links to a pair."""
    total, most = [], []
    for first in range(0, len(left), CHUNK):
        lesser = near[left[first : first + CHUNK]].minimum(near[right[first : first + CHUNK]])
        total.append(row_sums(lesser))
        most.append(np.asarray(lesser.max(axis=1).toarray(), dtype=np.float64).ravel())
    return np.concatenate(total), np.concatenate(most)

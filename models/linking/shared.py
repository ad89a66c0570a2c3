"""What two claims have in common, counted in several ways at once.

All that a claim has (letter sequences, stems, neighbouring stems, names, numbers, dates) is one
sparse row. Two rows multiplied give what is shared, and a table of what each thing counts for gives
every measure of it by one product more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.linking.sparse import Sparse

LETTERS, RARITY, STEMS, STEM_COUNT, PAIRS, NAMES, NUMBERS, DATES = range(8)
"""The columns of what is counted: cosine of letter sequences; rarity of the stems and its square;
how many stems; squared rarity of neighbouring stems; how many names, numbers and dates."""

COUNTS: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Things:
    """What each of n claims has, and what that counts for."""

    rows: Sparse  # (n, things)
    worth: NDArray[np.float64]  # (things, COUNTS)
    own: NDArray[np.float64]  # (n, COUNTS): what a claim shares with itself

    @classmethod
    def of(
        cls, parts: Sequence[tuple[Sparse, dict[int, NDArray[np.floating] | float]]]
    ) -> "Things":
        """Put matrices of n rows side by side; each says what its columns count for, as what."""
        from scipy import sparse

        rows = sparse.hstack([matrix for matrix, _ in parts], format="csr", dtype=np.float32)
        worth = np.zeros((rows.shape[1], COUNTS))
        first = 0
        for matrix, counts in parts:
            end = first + matrix.shape[1]
            for count, of_each in counts.items():
                worth[first:end, count] = of_each
            first = end
        squares = sparse.csr_matrix((rows.data * rows.data, rows.indices, rows.indptr), rows.shape)
        return cls(rows, worth, squares @ worth)

    def shared(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """What claims `left` and `right` share, (m, COUNTS). Quick where `left` is in runs."""
        from scipy import sparse

        theirs = self.rows[right]
        both = np.empty(len(theirs.data), dtype=np.float32)
        one = np.zeros(self.rows.shape[1], dtype=np.float32)
        begins = np.flatnonzero(np.diff(left, prepend=-1))
        ends = [*begins[1:].tolist(), len(left)]
        for claim, begin, end in zip(left[begins].tolist(), begins.tolist(), ends, strict=True):
            first, last = self.rows.indptr[claim], self.rows.indptr[claim + 1]
            own = self.rows.indices[first:last]
            one[own] = self.rows.data[first:last]
            part = slice(theirs.indptr[begin], theirs.indptr[end])
            both[part] = one[theirs.indices[part]]
            one[own] = 0
        both *= theirs.data
        common = np.flatnonzero(both)
        start = np.searchsorted(common, theirs.indptr)
        kept = both[common], theirs.indices[common], start
        found: NDArray[np.float64] = sparse.csr_matrix(kept, theirs.shape) @ self.worth
        return found

"""What two claims have in common, counted in several ways at once.

All that a claim has (letter sequences, stems, neighbouring stems, names, numbers, dates) is one
sparse row. Two rows multiplied give what is shared, and a table of what each thing counts for gives
every measure of it by one product more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.linking.letters import BUCKETS
from models.linking.shelf import Shelf
from models.linking.sparse import Sparse, row_sums, rows_of, shared_columns

LETTERS, RARITY, STEMS, STEM_COUNT, PAIRS, NAMES, NUMBERS, DATES, FRAME = range(9)
"""The columns of what is counted: cosine of letter sequences; rarity of the stems and its square;
how many stems; squared rarity of neighbouring stems; how many names, numbers and dates; squared
rarity of the stems that are neither names nor numbers."""

COUNTS: Final = 9

Counts: TypeAlias = Mapping[int, NDArray[np.floating] | float]
"""What columns of a matrix count for, and as what."""


@dataclass(frozen=True, slots=True, eq=False)
class Things:
    """What each of n claims has, and what that counts for."""

    rows: Sparse  # (n, things)
    worth: NDArray[np.float64]  # (things, COUNTS)
    own: NDArray[np.float64]  # (n, COUNTS): what a claim shares with itself

    @classmethod
    def of(
        cls,
        letters: Iterable[Sparse],
        parts: Sequence[tuple[Sparse, Counts]],
        shelf: Shelf,
        *,
        whole: bool,
    ) -> Self:
        """Put matrices of n rows side by side: unit rows of `letters`, block by block, and others.

        What one claim of a `whole` collection has alone, no other can share: it counts as the
        claim's own, and has no column.
        """
        from scipy import sparse

        worths, columns = [_worth(BUCKETS, {LETTERS: 1.0})], []
        own = np.zeros((parts[0][0].shape[0], COUNTS))
        for rows, counts in parts:
            worth = _worth(rows.shape[1], counts)
            own += rows @ worth
            kept, several = shared_columns(rows) if whole else (rows, slice(None))
            columns.append(kept)
            worths.append(worth[several])
        worth = np.concatenate(worths)
        data, indices = shelf.roll(np.float32), shelf.roll(np.int32)
        sizes: list[NDArray[np.integer]] = []
        first = 0
        for spelled in letters:
            last = first + spelled.shape[0]
            own[first:last, LETTERS] = row_sums(spelled.multiply(spelled))
            beside = [spelled, *(rows[first:last] for rows in columns)]
            block = sparse.hstack(beside, format="csr", dtype=np.float32)
            data.add(block.data)
            indices.add(block.indices)
            sizes.append(np.diff(block.indptr))
            first = last
            shelf.let_go()
        return cls(rows_of(data.all(), indices.all(), sizes, len(worth)), worth, own)

    def shared(self, left: NDArray[np.integer], right: NDArray[np.integer]) -> NDArray[np.float64]:
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
        common = np.flatnonzero(both != 0)  # of booleans it takes a quarter of the time
        start = np.searchsorted(common, theirs.indptr)
        kept = both[common], theirs.indices[common], start
        found: NDArray[np.float64] = sparse.csr_matrix(kept, theirs.shape) @ self.worth
        return found


def _worth(things: int, counts: Counts) -> NDArray[np.float64]:
    worth = np.zeros((things, COUNTS))
    for count, of_each in counts.items():
        worth[:, count] = of_each
    return worth

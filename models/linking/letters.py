"""The spelling of claims: their letter sequences, in full and folded into few dimensions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.linking.sparse import Sparse, rarity, times, unit

BUCKETS = 1 << 17
"""What letter sequences are hashed into."""

SKETCH = 256  # dimensions in which letter sequences are compared when looking for candidates


def letters(
    words: Sequence[str], claims: int = 0, often: NDArray[np.int64] | None = None
) -> tuple[Sparse, NDArray[np.int64]]:
    """Sequences of 3 to 5 letters within words, hashed; log counts times rarity, unit rows.

    Also in how many claims each bucket is, shape (buckets,): among these, or as `often` says of
    some number of `claims`.
    """
    from scipy import sparse

    text = "".join(f" {claim} " for claim in words)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(words)), [len(claim) + 2 for claim in words])
    rows, columns = [], []
    for size in (3, 4, 5):
        kept, hashed = _windows(codes, owner, size)
        rows.append(owner[: len(kept)][kept])
        columns.append(hashed)
    row, column = np.concatenate(rows), np.concatenate(columns)
    ones = np.ones(len(row), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, (row, column)), (len(words), BUCKETS))
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    if often is None:
        claims, often = len(words), np.bincount(matrix.indices, minlength=BUCKETS)
    return unit(times(matrix, rarity(claims, np.maximum(often, 1)))), often


def _windows(
    codes: NDArray[np.uint64], owner: NDArray[np.int64], size: int
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which windows of `size` letters lie in one word of one claim, and the bucket of each."""
    count = max(0, len(codes) - size + 1)
    kept = owner[:count] == owner[len(codes) - count :]
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        window = codes[offset : offset + count]
        mixed = mixed * np.uint64(1_000_003) + window
        if 0 < offset < size - 1:
            kept &= window != ord(" ")
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    bucket = ((mixed ^ (mixed >> np.uint64(32))) % np.uint64(BUCKETS)).astype(np.int64)
    return kept, bucket[kept]


def sketch(letters: Sparse) -> NDArray[np.float32]:
    """Rows of `letters` in few dimensions (n, SKETCH); inner products are about the same.

    Each bucket is added to, or taken from, one dimension (a count sketch).
    """
    from scipy import sparse

    mixed = np.arange(letters.shape[1], dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    sign = np.where(mixed >> np.uint64(63), 1, -1).astype(np.float32)
    place = ((mixed >> np.uint64(40)) % np.uint64(SKETCH)).astype(np.int32)
    folded = sparse.csr_matrix(
        (letters.data * sign[letters.indices], place[letters.indices], letters.indptr),
        (letters.shape[0], SKETCH),
    )
    return np.ascontiguousarray(folded.toarray(), dtype=np.float32)

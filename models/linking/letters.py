"""The spelling of claims: their letter sequences, in full and folded into few dimensions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.linking.sparse import Sparse, counted, rarity, times, unit
from models.linking.tokens import Words, runs

BUCKETS = 1 << 17
"""What letter sequences are hashed into."""

SKETCH = 256  # dimensions in which letter sequences are compared when looking for candidates


def letters(
    words: Words, claims: int = 0, often: NDArray[np.int64] | None = None
) -> tuple[Sparse, NDArray[np.int64]]:
    """Sequences of 3 to 5 letters within words, hashed; log counts times rarity, unit rows.

    Also in how many claims each bucket is, shape (buckets,): among these, or as `often` says of
    some number of `claims`.
    """
    bucket, count = _buckets(words.known)
    first, _ = runs(count)
    said = count[words.number]
    _, place = runs(said)
    column = bucket[np.repeat(first[words.number], said) + place]
    matrix = counted(np.repeat(words.owner, said), column, (len(words.count), BUCKETS))
    matrix.data = 1 + np.log(matrix.data)
    if often is None:
        claims, often = len(words.count), np.bincount(matrix.indices, minlength=BUCKETS)
    return unit(times(matrix, rarity(claims, np.maximum(often, 1)))), often


def _buckets(known: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The buckets of each word's letter sequences, one word's after another's; how many it has."""
    text = f" {' '.join(known)} "
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    # The space before a word counts as its own, the one behind it is that of the next.
    owner = np.repeat(np.arange(len(known)), [len(word) + 1 for word in known])
    words, buckets = [], []
    for size in (3, 4, 5):
        start, hashed = _windows(codes, size)
        words.append(owner[start])
        buckets.append(hashed)
    word = np.concatenate(words)
    order = np.argsort(word, kind="stable")
    return np.concatenate(buckets)[order], np.bincount(word, minlength=len(known))


def _windows(codes: NDArray[np.uint64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the windows of `size` letters begin that lie in one word, and the bucket of each."""
    count = max(0, len(codes) - size + 1)
    kept = np.ones(count, dtype=np.bool_)
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        window = codes[offset : offset + count]
        mixed = mixed * np.uint64(1_000_003) + window
        if 0 < offset < size - 1:
            kept &= window != ord(" ")
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    bucket = ((mixed ^ (mixed >> np.uint64(32))) % np.uint64(BUCKETS)).astype(np.int64)
    return np.flatnonzero(kept), bucket[kept]


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

"""The spelling of claims: their letter sequences, in full and folded into few dimensions."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models.linking.sparse import Sparse, held_by, rarity, times, unit
from models.linking.tokens import Words, runs

BUCKETS = 1 << 17
"""What letter sequences are hashed into."""

SKETCH = 256  # dimensions in which letter sequences are compared when looking for candidates

BLOCK = 1 << 13
"""Claims whose letter sequences are laid out at a time."""


def letters(
    words: Words, claims: int = 0, often: NDArray[np.int64] | None = None
) -> tuple[Sparse, NDArray[np.int64]]:
    """Sequences of 3 to 5 letters within words, hashed; log counts times rarity, unit rows.

    Also in how many claims each bucket is, shape (buckets,): among these, or as `often` says of
    some number of `claims`.
    """
    from scipy import sparse

    parts = list(log_counts(words))
    if often is None:
        claims, often = len(words.count), sum(map(held_by, parts), np.zeros(BUCKETS, np.int64))
    rows = [weighted(part, claims, often) for part in parts]
    return sparse.vstack(rows, format="csr") if rows else sparse.csr_matrix((0, BUCKETS)), often


def log_counts(words: Words) -> Iterator[Sparse]:
    """Yield rows of how often claims have letter sequences, (k, BUCKETS), a block at a time."""
    from scipy import sparse

    bucket, count = _buckets(words.known)
    first, _ = runs(count)
    ends = np.concatenate([[0], np.cumsum(words.count)])
    for at in range(0, len(words.count), BLOCK):
        bounds = ends[at : at + BLOCK + 1]
        number = words.number[bounds[0] : bounds[-1]]
        said = count[number]
        start = np.concatenate([[0], np.cumsum(said)])
        column = bucket[np.repeat(first[number] - start[:-1], said) + np.arange(start[-1])]
        found = np.ones(len(column), np.float32), column, start[bounds - bounds[0]]
        rows = sparse.csr_matrix(found, (len(bounds) - 1, BUCKETS))
        rows.sum_duplicates()
        rows.data = 1 + np.log(rows.data)
        yield rows


def weighted(rows: Sparse, claims: int, often: NDArray[np.int64]) -> Sparse:
    """Log counts times rarity at unit length; `often` says in how many claims each bucket is."""
    return unit(times(rows, rarity(claims, np.maximum(often, 1))))


def _buckets(known: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
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


def _windows(codes: NDArray[np.uint64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
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
    bucket = ((mixed ^ (mixed >> np.uint64(32))) % np.uint64(BUCKETS)).astype(np.int32)
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

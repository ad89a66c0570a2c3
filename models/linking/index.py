"""The nearest rows of each row, nearly all of them: for collections too large to compare whole.

An inverted file of faiss: rows are put into lists around centres, and a row is compared with those
in the lists whose centres are nearest to it. The sample that centres are learned from is always the
same, so the same rows give the same pairs.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cores import cores
from models.linking.nearest import Found, Parted, Step, Wanted, places

PROBES = 16
"""Lists that a row is compared with."""
LISTS = 4
"""Lists for each root of the rows."""

_LEARNED_FROM = 40  # rows for each centre
_BLOCK = 4096
_SPARE = 14  # rows looked up beside those wanted, for some of them are not able


def near_in_index(
    rows: Parted, wanted: Wanted, step: Step = lambda done, total: None
) -> Iterator[Found]:
    """Yield what `nearest` yields, but for the pairs in lists that were not looked into.

    `step` is told how many rows are done, and may raise to stop.
    """
    index = _built(rows, step)
    for start in range(0, len(rows), _BLOCK):
        some = rows.some(slice(start, start + _BLOCK))
        score, other = index.search(some.joined(), wanted.count + _SPARE)
        row = np.repeat(np.arange(start, start + len(some)), score.shape[1])
        found = Found(row, other.reshape(-1).astype(np.int64), score.reshape(-1))
        yield _only_wanted(rows, found.only(found.other >= 0), wanted)
        step(start + len(some), len(rows))


def _built(rows: Parted, step: Step) -> Any:
    import faiss

    faiss.omp_set_num_threads(cores())
    width = rows.meaning.shape[1] + rows.spelling.shape[1]
    lists = min(len(rows), max(1, round(LISTS * len(rows) ** 0.5)))
    centres = faiss.IndexFlatIP(width)
    index = faiss.IndexIVFScalarQuantizer(
        centres, width, lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    index.nprobe = PROBES
    every = max(1, len(rows) // (_LEARNED_FROM * lists))
    index.train(rows.some(slice(None, None, every)).joined())
    for start in range(0, len(rows), _BLOCK):
        index.add(rows.some(slice(start, start + _BLOCK)).joined())
        step(0, len(rows))
    return index


def _only_wanted(rows: Parted, found: Found, wanted: Wanted) -> Found:
    """Keep the first pairs of each row that are able and of two groups."""
    kept = wanted.group[found.row] != wanted.group[found.other]
    kept &= found.score >= wanted.least_sum
    found = found.only(kept)
    kept = found.score >= sum(wanted.least)  # then one part reaches its own least
    unsure = np.flatnonzero(~kept)
    for part in np.array_split(unsure, 1 + len(unsure) // 100_000):
        kept[part] = _able(rows, found.only(part), wanted)
    found = found.only(kept)
    return found.only(places(found.row) < wanted.count)


def _able(rows: Parted, pairs: Found, wanted: Wanted) -> NDArray[np.bool_]:
    one, other = rows.some(pairs.row), rows.some(pairs.other)
    first = np.einsum("ij,ij->i", one.meaning, other.meaning)
    second = np.einsum("ij,ij->i", one.spelling, other.spelling)
    return wanted.able(first, first + second)

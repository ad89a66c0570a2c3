"""Sparse rows, one per claim: which things a claim has, how rare they are, what two rows share."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Sparse: TypeAlias = Any  # scipy.sparse.csr_matrix, whose library comes without types


def incidence(sets: Sequence[Iterable[Any]]) -> Sparse:
    """A csr matrix of shape (n, distinct things) with 1 where a claim has the thing."""
    return tabled(sets)[0]


def tabled(sets: Sequence[Iterable[Any]]) -> tuple[Sparse, list[Any]]:
    """The matrix of `incidence`, and the thing of each of its columns."""
    from scipy import sparse

    column: dict[Any, int] = {}
    start = [0]
    found: list[int] = []
    for things in sets:
        found.extend(column.setdefault(thing, len(column)) for thing in sorted(things))
        start.append(len(found))
    data = np.ones(len(found), dtype=np.float32)
    shape = (len(sets), max(1, len(column)))
    found_in = (data, np.array(found, np.int32), np.array(start, np.int32))
    return sparse.csr_matrix(found_in, shape), list(column)


def rarity(claims: int, frequency: NDArray[np.integer]) -> NDArray[np.float32]:
    """How rare things are that so many of all claims have: 1 if all do, up to 1 + log(n / 2)."""
    weight: NDArray[np.float64] = np.log((1 + claims) / (1 + frequency)) + 1
    return weight.astype(np.float32)


def times(matrix: Sparse, weight: NDArray[np.float32]) -> Sparse:
    """The matrix with each column multiplied by its weight."""
    result = matrix.copy()
    result.data = result.data * weight[result.indices]
    return result


def unit(matrix: Sparse) -> Sparse:
    """The matrix with rows of unit length; empty rows stay empty."""
    result = matrix.copy()
    norm = np.sqrt(row_sums(result.multiply(result)))
    norm[norm == 0] = 1
    result.data = result.data / np.repeat(norm, np.diff(result.indptr)).astype(np.float32)
    return result


def row_sums(matrix: Sparse) -> NDArray[np.float64]:
    """The sum of each row, shape (n,)."""
    sums: NDArray[np.float64] = np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
    return sums

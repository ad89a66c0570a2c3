"""Sparse rows, one per claim: which things a claim has, how rare they are, what two rows share."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Sparse: TypeAlias = Any  # scipy.sparse.csr_matrix, whose library comes without types


def counted(
    owner: NDArray[np.integer], thing: NDArray[np.integer], shape: tuple[int, int]
) -> Sparse:
    """How often each owner has each thing, as a csr matrix; both of shape (m,)."""
    from scipy import sparse

    owners, things = shape
    key, count = np.unique(owner.astype(np.int64) * things + thing, return_counts=True)
    row, column = np.divmod(key, max(1, things))
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=owners))])
    parts = (count.astype(np.float32), column.astype(np.int32), start.astype(np.int32))
    return sparse.csr_matrix(parts, shape)


def incidence(
    owner: NDArray[np.integer], thing: NDArray[np.integer], shape: tuple[int, int]
) -> Sparse:
    """The matrix of `counted` with 1 wherever an owner has a thing."""
    matrix = counted(owner, thing, shape)
    matrix.data[:] = 1
    return matrix


def held_by(matrix: Sparse) -> NDArray[np.int64]:
    """How many rows have each column."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1])


def rows_of(
    data: NDArray[np.float32],
    columns: NDArray[np.int32],
    sizes: Sequence[NDArray[np.integer]],
    width: int,
) -> Sparse:
    """A csr matrix of `width` columns from what its rows hold, and how much each of them does."""
    from scipy import sparse

    start = np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]))
    if start[-1] <= np.iinfo(np.int32).max:
        start = start.astype(np.int32)
    return sparse.csr_matrix((data, columns, start), (len(start) - 1, width))


def shared_columns(matrix: Sparse) -> tuple[Sparse, NDArray[np.bool_]]:
    """The matrix without the columns that one row alone has, and which columns are left."""
    from scipy import sparse

    several = held_by(matrix) > 1
    kept = several[matrix.indices]
    start = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr].astype(np.int32)
    column = (np.cumsum(several) - 1)[matrix.indices[kept]].astype(np.int32)
    shape = (matrix.shape[0], int(several.sum()))
    return sparse.csr_matrix((matrix.data[kept], column, start), shape), several


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

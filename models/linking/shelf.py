"""Arrays of large collections, kept in files: what was read of them is let go again.

A file has no name, so nothing is left of it when its arrays are gone. Reading it is reading memory:
the operating system keeps there as much of the files as it has room for.
"""

import mmap
import tempfile
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from models.linking.sparse import Sparse


class Shelf:
    """Where arrays are put: in memory, or in files of the folder for temporary ones."""

    def __init__(self, *, on_disk: bool) -> None:
        self.on_disk = on_disk
        self._maps: list[mmap.mmap] = []

    def zeros(self, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """Return an array of zeros. OSError if there is no room for it."""
        kind = np.dtype(dtype)
        size = int(np.prod(shape)) * kind.itemsize
        if not self.on_disk or not size:
            return np.zeros(shape, kind)
        with tempfile.TemporaryFile() as file:
            file.truncate(size)
            return self._mapped(file.fileno(), size, kind).reshape(shape)

    def put(self, array: NDArray[Any]) -> NDArray[Any]:
        """Return the same array, kept here. OSError if there is no room for it."""
        if not self.on_disk:
            return array
        kept = self.zeros(array.shape, array.dtype)
        kept[...] = array
        return kept

    def gathered(self, parts: Iterable[NDArray[Any]], dtype: DTypeLike) -> NDArray[Any]:
        """Return flat arrays one after another, as one. OSError if there is no room for it."""
        kind = np.dtype(dtype)
        if not self.on_disk:
            return np.concatenate([np.zeros(0, kind), *parts], dtype=kind)
        with tempfile.TemporaryFile() as file:
            for part in parts:
                file.write(np.ascontiguousarray(part, dtype=kind).data)
                self.let_go()
            file.flush()
            size = file.tell()
            return self._mapped(file.fileno(), size, kind) if size else np.zeros(0, kind)

    def let_go(self) -> None:
        """Take out of memory what was read or written, as far as it is in files."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for one in self._maps:
                one.madvise(mmap.MADV_DONTNEED)

    def _mapped(self, file: int, size: int, kind: np.dtype[Any]) -> NDArray[Any]:
        self._maps.append(mmap.mmap(file, size))
        return np.frombuffer(self._maps[-1], kind)


MEMORY = Shelf(on_disk=False)
"""A shelf for small collections."""


def put(rows: Sparse, shelf: Shelf) -> Sparse:
    """Return the same matrix, with its large arrays on a shelf."""
    from scipy import sparse

    found = shelf.put(rows.data), shelf.put(rows.indices), rows.indptr
    return sparse.csr_matrix(found, rows.shape)

"""Arrays of large collections, kept in files: what was read of them is let go again.

A file has no name, so nothing is left of it when its arrays are gone. Reading it is reading memory:
the operating system keeps there as much of the files as it has room for.
"""

import mmap
import os
import tempfile
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


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
            # What is not there when it is written to would end the process without a word.
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            return self.mapped(file.fileno(), size, kind).reshape(shape)

    def roll(self, dtype: DTypeLike) -> "Roll":
        """Return a flat array that is written part by part."""
        return Roll(self, np.dtype(dtype))

    def let_go(self) -> None:
        """Take out of memory what was read or written, as far as it is in files."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for one in self._maps:
                one.madvise(mmap.MADV_DONTNEED)

    def mapped(self, file: int, size: int, kind: np.dtype[Any]) -> NDArray[Any]:
        """Return the first bytes of an open file as a flat array."""
        self._maps.append(mmap.mmap(file, size))
        return np.frombuffer(self._maps[-1], kind)


class Roll:
    """A flat array to which parts are added; see `Shelf.roll`."""

    def __init__(self, shelf: Shelf, kind: np.dtype[Any]) -> None:
        self._shelf, self._kind = shelf, kind
        self._parts: list[NDArray[Any]] = [np.zeros(0, kind)]
        self._file = _nameless() if shelf.on_disk else None

    def add(self, part: NDArray[Any]) -> None:
        """Put a part behind the others. OSError if there is no room for it."""
        if self._file is None:
            self._parts.append(part.astype(self._kind, copy=False))
        else:
            self._file.write(np.ascontiguousarray(part, dtype=self._kind).data)

    def all(self) -> NDArray[Any]:
        """Return all parts, one behind another; nothing can be added any more."""
        if self._file is None:
            return np.concatenate(self._parts)
        with self._file as file:
            file.flush()
            size = file.tell()
            return self._shelf.mapped(file.fileno(), size, self._kind) if size else self._parts[0]


def _nameless() -> IO[bytes]:
    """A file that is gone when it is closed, or its last array."""
    return tempfile.TemporaryFile()


MEMORY = Shelf(on_disk=False)
"""A shelf for small collections."""

"""Arrays in files, for processes of this machine that read them where they lie."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from db import scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from workbench.engines.engine import Arrays

    T = TypeVar("T")
    R = TypeVar("R")


@contextmanager
def in_files(arrays: Arrays) -> Iterator[Path]:
    """Yield a folder of temporary files with the arrays, for a block. Raises OSError."""
    with scratch.folder(Path(tempfile.gettempdir(), "arrays"), "workbench-arrays") as folder:
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        yield folder


def on_files(folder: Path, task: Callable[[Arrays, T], R], item: T) -> R:
    """Do a task on the arrays of a folder."""
    return task(_mapped(folder), item)


@lru_cache(maxsize=1)
def _mapped(folder: Path) -> Arrays:
    files = folder.glob("*.npy")
    return {file.stem: np.asarray(np.load(file, mmap_mode="r")) for file in files}

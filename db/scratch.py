"""Folders beside a file in which it is made, until it is whole and takes its place."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def folder(target: Path, work: str) -> Iterator[Path]:
    """Yield an empty folder beside `target` for a block, named after the `work` done in it.

    What killed programs have left of the same work goes as well. Raises OSError.
    """
    parent = target.absolute().parent
    _remove_left(parent, work)
    with (
        tempfile.TemporaryDirectory(dir=parent, prefix=f".{work}.") as made,
        # Before anything is in it: what is not empty and not locked has lost its program.
        _locked(Path(made)),
    ):
        yield Path(made)


def _remove_left(parent: Path, work: str) -> None:
    """Remove the folders of a work that hold something and that no program has locked."""
    named = re.compile(rf"\.{re.escape(work)}\.[a-z0-9_]{{8}}")
    with suppress(OSError):
        for path in sorted(parent.iterdir()):
            if named.fullmatch(path.name) and not path.is_symlink():
                with suppress(OSError), _locked(path) as nobodys:
                    if nobodys and _holds_files(path):
                        shutil.rmtree(path)


def _holds_files(path: Path) -> bool:
    """Say whether a folder holds files and nothing else, as all of ours do."""
    with os.scandir(path) as found:
        kinds = [entry.is_file(follow_symlinks=False) for entry in found]
    return bool(kinds) and all(kinds)


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Lock a folder for a block; say whether nobody else has, and this system can tell."""
    if sys.platform == "win32":
        yield False
        return
    import fcntl

    handle = os.open(path, os.O_RDONLY)
    try:
        free = False
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = True
        yield free
    finally:
        os.close(handle)

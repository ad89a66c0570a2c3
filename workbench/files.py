"""Write files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_text(target: str, parts: Iterable[str]) -> None:
    """Write UTF-8 to the file `target`, whole or not at all; "-" is standard output.

    A terminal gets what it can show and nothing that it would obey. Raises OSError.
    """
    if target == "-":
        _print(parts)
        return
    path = Path(os.path.realpath(target))
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(parts)
        else:
            _replace(path, parts)
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from error


def _print(parts: Iterable[str]) -> None:
    if sys.stdout.isatty():
        parts = (printable(part.replace("\r\n", "\n")) for part in parts)
    for part in parts:
        sys.stdout.buffer.write(part.encode("utf-8"))
    sys.stdout.buffer.flush()


def _replace(path: Path, parts: Iterable[str]) -> None:
    """Write a draft beside `path` and let it take the place of `path` when it is whole."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, _mode(path))
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def _mode(path: Path) -> int:
    """Return the permissions of `path`, or those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask

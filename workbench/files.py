"""Write files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_text(target: str, parts: Iterable[str]) -> None:
    """Write UTF-8 to the file `target`, whole or not at all; "-" is standard output.

    Raises OSError.
    """
    if target == "-":
        for part in parts:
            sys.stdout.buffer.write(part.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    handle, draft = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(draft, 0o666 & ~umask)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise

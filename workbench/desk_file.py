"""The file under a desk: a connection for each thread, because SQLite's do not cross."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from db.connection import open_read_only, open_reader, open_writer, reading
from db.errors import ProjectReadOnly, speaking_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from db.extent import Extent

P = ParamSpec("P")
T = TypeVar("T")


class DeskFile:
    """One reviewer's way to one project file. Every method raises ProjectError when it fails."""

    def __init__(
        self, path: Path, reviewer: str, *, blind: bool = False, read_only: bool = False
    ) -> None:
        self.path = path
        self.reviewer = reviewer
        self.blind = blind
        self.read_only = read_only
        self._own = threading.local()
        self._decided = ("", 0, 0)
        self._extent: Extent | None = None
        self._mostly_undecided = True

    def close(self) -> None:
        """Close this thread's connections."""
        for name in ("reader", "writer"):
            db = self._own.__dict__.pop(name, None)
            if db is not None:
                db.close()

    def prepare(self, *, make: bool = True) -> None:
        """Migrate the project file, so that it can be read at once; make it if there is none."""
        open_writer(self.path, make=make).close()

    @property
    def _reader(self) -> Database:
        if "reader" not in self._own.__dict__:
            open_ = open_read_only if self.read_only else open_reader
            self._own.reader = open_(self.path)
        reader: Database = self._own.reader
        return reader

    def must_write(self) -> None:
        """Raise ProjectReadOnly where nothing can be stored, before somebody writes something."""
        if self.read_only:
            raise ProjectReadOnly(f"{self.path} is open for reading only")

    @property
    def _writer(self) -> Database:
        self.must_write()
        if "writer" not in self._own.__dict__:
            self._own.writer = open_writer(self.path, make=False)
        writer: Database = self._own.writer
        return writer

    def _ask(
        self, question: Callable[Concatenate[Database, P], T], *args: P.args, **options: P.kwargs
    ) -> T:
        with speaking_plainly(self.path):
            return question(self._reader, *args, **options)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that this thread reads in a block be of one moment, whatever others write."""
        with reading(self._reader):
            yield

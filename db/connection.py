"""Open a project file, for reading or for writing, and write to it in one piece or not at all.

A connection belongs to the thread that opened it. WAL lets readers go on while one writer writes;
`synchronous = FULL` makes a commit survive a power cut, which a verdict must.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from db import backups, verdicts
from db.digests import digest_of
from db.errors import (
    Interrupted,
    NewerProject,
    NotAProject,
    ProjectReadOnly,
    ProjectReplaced,
    UnsafeProject,
    speaking_plainly,
)
from db.migrations import STEPS, TRIGGERS, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APPLICATION_ID = 0x434C4D57
"""Written into the file's header, so that nobody else's database is taken for a project."""

BUSY_SECONDS = 10.0
_ASKS_EVERY = 0.004
_STEPS_BETWEEN_LOOKS = 50_000
"""About a millisecond of SQLite's work."""

_opened: WeakKeyDictionary[Database, tuple[int, int]] = WeakKeyDictionary()
"""The file that each connection was opened on, whatever its name stands for by now."""


def open_writer(path: Path, *, make: bool = True) -> Database:
    """Open the project at `path`, migrated to today's schema where needed.

    A missing one is made, unless `make` says no. Raises ProjectError.
    """
    if not make:
        _must_exist(path)
    with speaking_plainly(path):
        db = _connect(path)
        try:
            _check_ours(db, path)
            _set_up(db)
            _migrate(db, path)
        except BaseException:
            db.close()
            raise
        return db


def open_reader(path: Path) -> Database:
    """Open an existing project for queries only, migrated first where needed.

    Raises ProjectError.
    """
    _must_exist(path)
    with speaking_plainly(path):
        db = _connect(path)
        try:
            _check_ours(db, path)
            if migrations.pending(db):
                open_writer(path).close()
            db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
        return db


def open_read_only(path: Path) -> Database:
    """Open an existing project of today's schema and write nothing, not even beside it.

    A project that nobody has open is taken for a file that does not change. Raises ProjectError.
    """
    _must_exist(path)
    in_use = path.with_name(path.name + "-wal").exists()
    with speaking_plainly(path):
        db = _connect(path, "mode=ro" if in_use else "immutable=1")
        try:
            _check_ours(db, path)
            if migrations.pending(db):
                raise ProjectReadOnly(
                    f"{path} is of an older version; open it once without --read-only"
                )
            db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
        return db


def open_as_it_is(path: Path) -> Database:
    """Open an existing project of any schema to copy it; nothing is written, not even beside it.

    Raises ProjectError.
    """
    _must_exist(path)
    in_use = path.with_name(path.name + "-wal").exists()
    with speaking_plainly(path):
        db = _connect(path, "mode=ro" if in_use else "immutable=1")
        try:
            _check_ours(db, path)
        except BaseException:
            db.close()
            raise
        return db


def empty_file(path: Path) -> Database:
    """Open a new file that is no project yet, for a copy to go into."""
    return _connect(path)


def check(path: Path) -> None:
    """See that there is a project at `path`, of this version or an older one, and leave it so.

    Raises ProjectError.
    """
    _must_exist(path)
    with speaking_plainly(path), closing(_connect(path)) as db:
        _check_ours(db, path)


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """Hold the write lock for a block: all of it is committed, or none. Raises ProjectError."""
    with speaking_plainly(path_of(db)):
        _take_lock(db)
        try:
            _check_in_place(db)
            yield db
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


def _take_lock(db: Database) -> None:
    """Wait for the write lock, asking often: SQLite's own waits grow, so some would starve."""
    until = time.monotonic() + BUSY_SECONDS
    db.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not _busy(error) or time.monotonic() > until:
                    raise
                time.sleep(_ASKS_EVERY)
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


@contextmanager
def reading(db: Database) -> Iterator[Database]:
    """Read from one moment of the project for a block, whatever others write meanwhile.

    Raises ProjectError.
    """
    with speaking_plainly(path_of(db)):
        db.execute("BEGIN")
        try:
            yield db
        finally:
            db.rollback()


@contextmanager
def interruptible(db: Database, stop: Callable[[], bool]) -> Iterator[None]:
    """End what is read in a block when `stop` says so. Raises Interrupted then."""
    db.conn.set_progress_handler(stop, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise Interrupted("stopped") from None
    finally:
        db.conn.set_progress_handler(None, 0)


def path_of(db: Database) -> str:
    """Return the path of the file behind `db`."""
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise NotAProject(f"{path} does not exist; make it with: workbench add PATHS")


def _connect(path: Path, how: str = "") -> Database:
    if path.is_dir():
        raise NotAProject(f"{path} is a folder, not a project file")
    wait, kept = BUSY_SECONDS, 256
    if how:
        uri = f"{path.absolute().as_uri()}?{how}"
        connection = sqlite3.connect(uri, timeout=wait, cached_statements=kept, uri=True)
    else:
        connection = sqlite3.connect(str(path), timeout=wait, cached_statements=kept)
    db = Database(connection, execute_plugins=False)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA foreign_keys = ON")
    file = _file_at(path)
    if file is not None:
        _opened[db] = file
    return db


def _check_in_place(db: Database) -> None:
    """See that what is written now would be found again under the project's name."""
    path = Path(path_of(db))
    if path.name and _opened.get(db) != _file_at(path):
        raise ProjectReplaced(
            f"{path} has been moved or replaced while it was open; nothing more is written to it:"
            " leave, and open it again"
        )


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _check_ours(db: Database, path: Path) -> None:
    has_tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if has_tables and application != APPLICATION_ID:
        raise NotAProject(f"{path} is another program's database, not a claim-workbench project")
    unknown = {step.name for step in migrations.applied(db)} - STEPS
    if unknown:
        raise NewerProject(
            f"{path} was written by a newer version ({max(unknown)}); update claim-workbench"
        )
    _check_that_nothing_runs(db, path)


def _check_that_nothing_runs(db: Database, path: Path) -> None:
    """Refuse a file whose author has hidden something in it that acts when we read or write."""
    for kind, name, sql in db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    ):
        if kind == "view" or digest_of(sql.encode("utf-8", "surrogatepass")) not in TRIGGERS:
            raise UnsafeProject(
                f"{path} holds a {kind} that no project has ({name});"
                " what it knows can be saved: workbench recover"
            )


def _set_up(db: Database) -> None:
    _enter_wal(db)
    db.execute("PRAGMA synchronous = FULL")


def _enter_wal(db: Database) -> None:
    """Switch to WAL; SQLite itself does not wait for the lock that this takes."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.enable_wal()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _migrate(db: Database, path: Path) -> None:
    """Take the steps that are missing; what was stored before them stays in a copy beside it."""
    if not migrations.pending(db):
        return
    with writing(db):
        # Under the lock, so that nobody else migrates between the look and the copy.
        if migrations.applied(db) and migrations.pending(db):
            backups.automatic(path)
        migrations.apply(db)
        verdicts.derive_all(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

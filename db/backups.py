"""Whole copies of a project file, made by SQLite itself while others read and write it.

A copy is written under another name, checked, and only then takes its name. Those that are made
before a migration or a rebuild carry `.auto` in their name; only they are ever removed.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db import scratch
from db.errors import BackupRefused, ProjectDamaged, ProjectReadOnly, speaking_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = 3
"""How many automatic copies of a project stay."""

_STAMP = "%Y%m%d-%H%M%S"
_AUTO = ".auto"
_SIDES = ("-journal", "-wal", "-shm")
_WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that lies beside its project; `at` is in UTC, `size` in bytes."""

    path: Path
    at: str
    size: int
    automatic: bool


def write(project: Path, target: Path, *, force: bool = False) -> Path:
    """Copy the project file to `target`, whole and checked or not at all; return where it is.

    `force` lets it replace a file that is there. The copy is one file of the project's own schema,
    version and permissions. Raises ProjectError.
    """
    project, target = _real(project), _real(target)
    _may_become(project, target, force=force)
    try:
        with scratch.folder(target, "backup") as folder:
            draft = folder / target.name
            with speaking_plainly(target):
                _copy(project, draft)
            draft.chmod(project.stat().st_mode & 0o777)
            draft.replace(target)
    except OSError as error:
        raise ProjectReadOnly(f"{target} cannot be written ({error.strerror})") from error
    return target


def automatic(project: Path) -> Path:
    """Copy the project beside it and remove the oldest automatic copies; return the new one.

    Raises ProjectError.
    """
    made = write(project, beside(project, automatic=True), force=True)
    # The one made now stays whatever the clock says of the others.
    others = [backup for backup in of(project) if backup.automatic and backup.path != made]
    for old in others[KEPT - 1 :]:
        with suppress(OSError):
            old.path.unlink()
    return made


def beside(project: Path, *, automatic: bool = False) -> Path:
    """Name a copy made now: storm.backup-20310109-120000.db for storm.db."""
    project = _real(project)
    now = datetime.now(UTC).strftime(_STAMP)
    kind = _AUTO if automatic else ""
    return project.with_name(f"{project.stem}.backup-{now}{kind}{project.suffix}")


def of(project: Path) -> list[Backup]:
    """Return the copies that lie beside a project under such names, the newest first."""
    project = _real(project)
    pattern = re.compile(
        rf"{re.escape(project.stem)}\.backup-(\d{{8}}-\d{{6}})({re.escape(_AUTO)})?"
        rf"{re.escape(project.suffix)}"
    )
    try:
        found = sorted(_named(project.parent, pattern), key=lambda b: (b.at, b.path), reverse=True)
    except OSError as error:
        raise ProjectReadOnly(f"{project.parent} cannot be read ({error.strerror})") from error
    return found


def _named(folder: Path, pattern: re.Pattern[str]) -> Iterator[Backup]:
    for path in folder.iterdir():
        match = pattern.fullmatch(path.name)
        if match is None:
            continue
        with suppress(ValueError):
            at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            yield Backup(path, at.isoformat(), path.stat().st_size, match[2] is not None)


def _may_become(project: Path, target: Path, *, force: bool) -> None:
    """Refuse a target that is something else, or whose journal would spoil the copy."""
    if target == project or (target.exists() and target.samefile(project)):
        raise BackupRefused(f"{target} is the project itself")
    if target.exists() and not target.is_file():
        raise BackupRefused(f"{target} is not a plain file")
    if target.exists() and not force:
        raise BackupRefused(f"{target} is there already; --force replaces it")
    check_no_journal(target)


def check_no_journal(target: Path) -> None:
    """See that no journal lies where a file is to come: SQLite would take it for that file's.

    Raises BackupRefused.
    """
    for side in _SIDES:
        if target.with_name(target.name + side).exists():
            raise BackupRefused(f"{target} is open in a program, or was not closed; see its {side}")


def _copy(project: Path, draft: Path) -> None:
    with (
        closing(_connect(project)) as source,
        closing(_connect(draft)) as copy,
    ):
        with speaking_plainly(project):
            source.execute("BEGIN")
            counts = _counts(source)
        source.backup(copy)
        # One file that needs no other beside it, and opens from a disk that takes no writes.
        copy.execute("PRAGMA journal_mode = DELETE")
        sound = [line for (line,) in copy.execute("PRAGMA integrity_check")] == ["ok"]
        if not sound or _counts(copy) != counts:
            raise ProjectDamaged(
                f"{project} is damaged, so no copy was made; try: workbench recover"
            )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(str(path), timeout=_WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables
    }


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))

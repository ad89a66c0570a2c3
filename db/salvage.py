"""Read what can still be read of a damaged project file, row by row, and say what cannot.

The file itself is never opened: SQLite would bring its log and its pages in order.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import first_pages
from db.connection import APPLICATION_ID
from db.errors import NewerProject, NotAProject, ProjectDamaged, ProjectError, speaking_plainly
from db.migrations import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Fields = dict[str, object]

KEYS = {
    "setting": "name",
    "source": "id",
    "document": "id",
    "sentence": "id",
    "claim": "id",
    "cluster": "id",
    "act": "id",
    "renamed": "old",
    "former_home": "claim_id, cluster_id",
    "withdrawn": "claim_id",
    "assignment": "cluster_id, reviewer",
    "draft": "reviewer, cluster_id",
    "bookmark": "reviewer",
    "vector": "key",
}
"""The tables that are not made from others, with what their rows are ordered by.

Of a cluster only its name is not, and what it was when it lost its last claim.
"""

_YOUNGER = ("renamed", "former_home", "withdrawn", "assignment", "draft")
"""Those that the first schemas did not have."""

_STEP = re.compile(r"m\d{3}_[a-z0-9_]+$")
_REACH = 20_000
"""Numbers that are tried one by one behind a torn page, where its end is not known."""


@dataclass(frozen=True, slots=True)
class Salvage:
    """The rows of each table by their key, and the tables of which rows may be missing.

    `acts_written` is how many acts the file says were written, 0 when it does not tell.
    """

    rows: Mapping[str, Mapping[object, Fields]]
    torn: frozenset[str]
    acts_written: int = 0
    causes: dict[str, str] = field(default_factory=dict)


def read(broken: Path, scratch: Path) -> Salvage:
    """Read a project file by way of a copy in the folder `scratch`.

    Raises ProjectError when it is none, or nothing in it can be read, OSError.
    """
    if not broken.exists():
        raise NotAProject(f"{broken} does not exist")
    if broken.is_dir():
        raise NotAProject(f"{broken} is a folder, not a project file")
    copy = scratch / "broken.db"
    shutil.copyfile(broken, copy)
    log = broken.with_name(broken.name + "-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
    try:
        return _read(copy, broken)
    except NewerProject:
        raise
    except ProjectError as error:
        if _is_another_programs(copy):
            raise
        first_pages.lend(copy, scratch)
        with suppress(ProjectError, sqlite3.Error):
            found = _read(copy, broken)
            found.causes["file"] = "its first pages are torn"
            return found
        raise error from None


def _read(copy: Path, broken: Path) -> Salvage:
    with speaking_plainly(broken), closing(sqlite3.connect(str(copy))) as file:
        file.execute("PRAGMA trusted_schema = OFF")
        # A schema that is torn in part is used as far as it goes.
        file.execute("PRAGMA writable_schema = ON")
        file.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        _check_ours(file, broken)
        return _tables(file, broken)


def _is_another_programs(copy: Path) -> bool:
    with suppress(sqlite3.Error), closing(sqlite3.connect(str(copy))) as file:
        return bool(file.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID)
    return False


def _check_ours(file: sqlite3.Connection, broken: Path) -> None:
    if file.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAProject(f"{broken} is another program's database, not a claim-workbench project")
    with suppress(sqlite3.Error):
        steps = {str(name) for (name,) in file.execute("SELECT name FROM _sqlite_migrations")}
        # A step whose name is torn is none of a newer version.
        if unknown := {step for step in steps - STEPS if _STEP.match(step) and step > max(STEPS)}:
            raise NewerProject(
                f"{broken} was written by a newer version ({max(unknown)}); update claim-workbench"
            )


def _tables(file: sqlite3.Connection, broken: Path) -> Salvage:
    rows: dict[str, dict[object, Fields]] = {}
    causes: dict[str, str] = {}
    for table, key in KEYS.items():
        rows[table] = {}
        try:
            columns = [str(row[1]) for row in file.execute(f"PRAGMA table_info({table})")]
        except sqlite3.Error as error:
            columns, causes[table] = [], str(error)
        if columns and (cause := _scan(file, table, key, columns, rows[table])):
            causes[table] = cause
        elif not columns and table not in _YOUNGER:
            causes.setdefault(table, "its description is lost")
    if not rows["document"]:
        raise ProjectDamaged(f"{broken} is damaged: no article in it can be read")
    return Salvage(rows, frozenset(causes), _acts_written(file), causes)


def _acts_written(file: sqlite3.Connection) -> int:
    with suppress(sqlite3.Error):
        row = file.execute("SELECT seq FROM sqlite_sequence WHERE name = 'act'").fetchone()
        return int(row[0]) if row else 0
    return 0


def _scan(
    file: sqlite3.Connection,
    table: str,
    key: str,
    columns: Sequence[str],
    into: dict[object, Fields],
) -> str:
    """Read a table from both its ends, and between them number by number.

    Returns why rows may be missing, '' when none is.
    """
    ahead: dict[object, Fields] = {}
    cause = _run(file, f"SELECT * FROM {table} ORDER BY {key}", columns, key, ahead)
    into.update(ahead)
    if not cause:
        return ""
    back: dict[object, Fields] = {}
    falling = ", ".join(f"{name} DESC" for name in key.split(", "))
    _run(file, f"SELECT * FROM {table} ORDER BY {falling}", columns, key, back)
    into.update(back)
    if key == "id":
        for number in _between(ahead, back):
            found: dict[object, Fields] = {}
            _run(file, f"SELECT * FROM {table} WHERE id = {number}", columns, key, found)
            into.update(found)
    return cause


def _between(ahead: Mapping[object, Fields], back: Mapping[object, Fields]) -> Iterator[int]:
    low = max((n for n in ahead if isinstance(n, int)), default=0)
    beyond = [n for n in back if isinstance(n, int) and n > low]
    high = min(beyond, default=low + _REACH)
    return iter(range(low + 1, min(high, low + 50 * _REACH)))


def _run(
    file: sqlite3.Connection,
    query: str,
    columns: Sequence[str],
    key: str,
    into: dict[object, Fields],
) -> str:
    """Take the rows of a query until one cannot be read; return why, '' when all can."""
    cause = ""
    names = key.split(", ")
    try:
        for row in file.execute(query):
            fields = dict(zip(columns, row, strict=True))
            if all(map(_is_text, row)):
                what = fields[key] if len(names) == 1 else tuple(fields[name] for name in names)
                into.setdefault(what, fields)
            else:
                cause = "not UTF-8"
    except (sqlite3.Error, OverflowError, MemoryError, ValueError) as error:
        return str(error) or type(error).__name__
    return cause


def _is_text(value: object) -> bool:
    return not isinstance(value, str) or value.isprintable() or _encodes(value)


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True

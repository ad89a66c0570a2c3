"""Make a project of what could be read of a damaged one: first its articles, then its acts.

Between the two the caller splits the articles anew of which sentences or claims may be missing: a
claim's key follows from its article and its place, so acts find it again. Clusters keep their
numbers and claims; what is counted of them, and all else that is derived, the next build makes.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import checks, documents
from db import claims as claim_table
from db.connection import writing
from db.digests import claim_key, digest_of, document_digest
from db.places import parse_spans
from db.surgery import BY_REVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from db.salvage import Fields, Salvage

_UNSURE = (sqlite3.Error, LookupError, TypeError, ValueError)
_DERIVED_SETTING = "clustered"
_OF_DOCUMENT = ("sentence", "claim")


@dataclass(slots=True)
class Recovery:
    """What is known while a project is made anew. `lost` has a line for all that is not in it."""

    salvage: Salvage
    lost: list[str] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)
    """Articles that must be split anew."""
    renamed: dict[str, str] = field(default_factory=dict)
    """New key -> old key of claims whose article's source could not be read."""
    digests: dict[int, str] = field(default_factory=dict)
    """The digests of the articles that are stored, by their numbers."""
    columns: dict[str, list[str]] = field(default_factory=dict)


def store_articles(db: Database, recovery: Recovery) -> None:
    """Store settings, vectors, and articles with their sentences and claims, in no cluster yet."""
    salvage = recovery.salvage
    for table, cause in salvage.causes.items():
        recovery.lost.append(f"{table}: rows may be missing ({cause})")
    recovery.torn |= _with_gaps(salvage)
    with writing(db):
        for row in salvage.rows["setting"].values():
            if row.get("name") != _DERIVED_SETTING:
                _try(db, recovery, "setting", row)
        for row in salvage.rows["vector"].values():
            if checks.vector_is_sound(row):
                _try(db, recovery, "vector", row)
        for row in salvage.rows["document"].values():
            _store_document(db, recovery, row)
        _supersede(db, recovery)
        parts = {table: _by_document(salvage.rows[table].values()) for table in _OF_DOCUMENT}
        wholes = _wholes(salvage)
        for document_id in recovery.digests:
            sentences = parts["sentence"].get(document_id, [])
            found = [
                claim
                for claim in parts["claim"].get(document_id, [])
                if claim.get("rule") != BY_REVIEWER or _words(salvage, claim) in wholes
            ]
            _store_parts(db, recovery, document_id, sentences, found)
        for old, row in salvage.rows["renamed"].items():
            _try(db, recovery, "renamed", {"old": old, "new": row.get("new")})
        for new, old in recovery.renamed.items():
            db.execute("UPDATE renamed SET new = ? WHERE new = ?", [new, old])
            _try(db, recovery, "renamed", {"old": old, "new": new})


def whole_sentences(db: Database, recovery: Recovery) -> None:
    """Store the whole sentences that reviewers took in articles that were split anew."""
    wholes = _wholes(recovery.salvage)
    with writing(db):
        for row in recovery.salvage.rows["claim"].values():
            if row.get("document_id") not in recovery.torn:
                continue
            if _words(recovery.salvage, row) not in wholes:
                continue
            if row.get("rule") == BY_REVIEWER:
                _store_whole(db, recovery, row)


def _with_gaps(salvage: Salvage) -> set[int]:
    """Return the articles of which sentences or claims may be missing.

    Neither are ever removed and an article's are stored at once, so a number that is missing is of
    the article before it, of the one behind it, or of one that has none at all.
    """
    torn: set[int] = set()
    for table in _OF_DOCUMENT:
        rows = salvage.rows[table]
        if table not in salvage.torn and rows.keys() == set(range(1, len(rows) + 1)):
            continue
        torn |= {n for n in salvage.rows["document"] if isinstance(n, int)} - {
            n for row in rows.values() if isinstance(n := row.get("document_id"), int)
        }
        before, home = 0, None
        for number in sorted(n for n in rows if isinstance(n, int)):
            here = rows[number].get("document_id")
            if number != before + 1:
                torn |= {n for n in (home, here) if isinstance(n, int)}
            before, home = number, here
        torn |= {home} if isinstance(home, int) else set()
    return torn


def _store_document(db: Database, recovery: Recovery, row: Fields) -> None:
    """Store an article if its text is the one that was read."""
    name, number = row.get("name"), row.get("id")
    source = recovery.salvage.rows["source"].get(row.get("source_id"))
    text, digest = str(row.get("text")), row.get("digest")
    if not isinstance(number, int) or digest_of(text.encode()) != row.get("content"):
        recovery.lost.append(f"article {name}: its text is not the one that was read")
        return
    named = str(source["name"]) if source else f"unknown source {row.get('source_id')}"
    kept = _kept(row)
    if document_digest(named, text, kept) != digest:
        if source:
            named = f"unknown source {row.get('source_id')}"
        recovery.lost.append(f"article {name}: its source cannot be read; it is now of {named!r}")
        digest = document_digest(named, text, kept)
    db.execute("INSERT OR IGNORE INTO source (name) VALUES (?)", [named])
    found = db.execute("SELECT id FROM source WHERE name = ?", [named]).fetchone()
    changed = {"source_id": found[0], "digest": digest, "superseded_by": None}
    if _try(db, recovery, "document", row | changed):
        recovery.digests[number] = str(digest)
    else:
        recovery.lost.append(f"article {name}: cannot be stored")


def _kept(row: Fields) -> str:
    """Return the splitter of a version that keeps an earlier splitting, '' for any other."""
    return "" if row.get("path") else str(row.get("split_by") or "")


def _supersede(db: Database, recovery: Recovery) -> None:
    for number in recovery.digests:
        row = recovery.salvage.rows["document"][number]
        newer = row.get("superseded_by")
        if newer in recovery.digests:
            db.execute("UPDATE document SET superseded_by = ? WHERE id = ?", [newer, number])
        elif newer is not None:
            recovery.lost.append(f"article {row.get('name')}: its newer version cannot be read")


def _store_parts(
    db: Database, recovery: Recovery, document_id: int, sentences: list[Fields], found: list[Fields]
) -> None:
    """Store an article's sentences and claims, or have it split anew."""
    db.execute("SAVEPOINT article")
    sound = document_id not in recovery.torn
    if sound:
        stored = [_try(db, recovery, "sentence", row) for row in sentences]
        stored += [_store_claim(db, recovery, row) for row in found]
        sound = all(stored) and not _problems(db, document_id)
    if not sound and _kept(recovery.salvage.rows["document"][document_id]):
        # Nothing that is in force is missing: only what the article was split into before.
        db.execute("ROLLBACK TO article")
        name = recovery.salvage.rows["document"][document_id].get("name")
        recovery.lost.append(f"article {name}: what it was split into earlier is torn")
        recovery.torn.discard(document_id)
    elif not sound:
        db.execute("ROLLBACK TO article")
        db.execute("UPDATE document SET split_by = NULL WHERE id = ?", [document_id])
        if recovery.salvage.rows["document"][document_id].get("split_by") is not None:
            recovery.torn.add(document_id)
            name = recovery.salvage.rows["document"][document_id].get("name")
            recovery.lost.append(f"article {name}: sentences or claims are torn; split anew")
    db.execute("RELEASE article")


def _store_claim(db: Database, recovery: Recovery, row: Fields, sentence_id: object = None) -> bool:
    """Store a claim in no cluster; under the key that follows from its article's digest."""
    known = recovery.salvage.rows["document"].get(row.get("document_id"), {})
    digest = recovery.digests.get(int(str(row.get("document_id"))), "")
    key = row.get("key")
    if known.get("digest") != digest:
        try:
            key = claim_key(digest, parse_spans(str(row.get("spans"))))
        except ValueError:
            return False
        recovery.renamed[key] = str(row.get("key"))
    changed: Fields = {"key": key, "cluster_id": None, "left_out": None}
    if sentence_id is not None:
        changed |= {"sentence_id": sentence_id, "id": None}
    if not _try(db, recovery, "claim", row | changed):
        return False
    stored = db.execute("SELECT id FROM claim WHERE key = ?", [key]).fetchone()
    claim_table.find_by_words(db, stored[0])
    return True


def _store_whole(db: Database, recovery: Recovery, row: Fields) -> None:
    name = recovery.salvage.rows["document"].get(row.get("document_id"), {}).get("name")
    try:
        spans = parse_spans(str(row.get("spans")))
        home = db.execute(
            'SELECT id FROM sentence WHERE document_id = ? AND start <= ? AND "end" >= ?',
            [row.get("document_id"), min(spans)[0], max(spans)[1]],
        ).fetchone()
    except ValueError:
        home = None
    db.execute("SAVEPOINT whole")
    stored = home is not None and _store_claim(db, recovery, row, home[0])
    if not stored or _problems(db, int(str(row["document_id"]))):
        db.execute("ROLLBACK TO whole")
        recovery.lost.append(f"article {name}: a whole sentence that was taken cannot be read")
    db.execute("RELEASE whole")


def _problems(db: Database, document_id: int) -> bool:
    """Say whether something is wrong with an article, or cannot even be read."""
    try:
        documents.get(db, document_id)
        claim_table.of_document(db, document_id)
        return any(checks.of_article(db, document_id))
    except _UNSURE:
        return True


def _wholes(salvage: Salvage) -> set[tuple[object, object]]:
    """Return the whole sentences that acts name, as far as they can be read; see `_words`.

    A newer version of an article takes them over with other keys, and so does another source.
    """
    named: set[str] = set()
    for row in salvage.rows["act"].values():
        if row.get("kind") == "whole":
            named |= set(str(row.get("claims")).split('"')[1::2])
    named |= {str(salvage.rows["renamed"].get(key, {}).get("new")) for key in named}
    claims = salvage.rows["claim"].values()
    return {_words(salvage, claim) for claim in claims if claim.get("key") in named}


def _words(salvage: Salvage, claim: Fields) -> tuple[object, object]:
    """Return which article a claim is of, in whatever version, and what it says."""
    version = claim.get("document_id")
    newer = salvage.rows["document"].get(version, {}).get("superseded_by")
    return (version if newer is None else newer), claim.get("text")


def _by_document(rows: Iterable[Fields]) -> dict[int, list[Fields]]:
    found: dict[int, list[Fields]] = defaultdict(list)
    for row in rows:
        if isinstance(number := row.get("document_id"), int):
            found[number].append(row)
    return found


def _try(db: Database, recovery: Recovery, table: str, row: Fields) -> bool:
    """Store a row as far as the table knows its columns; say whether the table takes it."""
    if table not in recovery.columns:
        recovery.columns[table] = [str(c[1]) for c in db.execute(f"PRAGMA table_info({table})")]
    columns = [name for name in recovery.columns[table] if name in row]
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    try:
        db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", [row[name] for name in columns]
        )
    except (sqlite3.Error, OverflowError):
        return False
    return True

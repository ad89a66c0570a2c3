"""What a project holds, beside what another holds: for tests of projects that are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.connection import open_reader
from workbench.desk import Desk
from workbench.transfer.combining import combine

if TYPE_CHECKING:
    from pathlib import Path


def state(path: Path) -> dict[str, object]:
    """Return all that is known, without the numbers that clusters and acts have in this file."""
    db = open_reader(path)
    uid = dict(db.execute("SELECT id, uid FROM cluster").fetchall())
    acts = dict(db.execute("SELECT id, uid FROM act").fetchall())

    def rows(sql: str) -> list[tuple[object, ...]]:
        return sorted(db.execute(sql).fetchall())

    found = {
        "documents": rows(
            "SELECT digest, path, title, superseded_by IS NULL, source.name, published,"
            " told_source, told_published, superseded_by = document.id"
            " FROM document JOIN source ON source.id = source_id"
        ),
        "withdrawn": [
            (key, uid.get(home))
            for key, home in rows(
                "SELECT key, withdrawn.cluster_id FROM withdrawn JOIN claim ON claim.id = claim_id"
            )
        ],
        "clusters": rows(
            "SELECT uid, headline, claims, sources, origins, suggestion FROM cluster WHERE claims"
        ),
        "homes": [
            (key, uid.get(home), why)
            for key, home, why in rows("SELECT key, cluster_id, left_out FROM claim")
        ],
        "log": [
            (one, kind, uid.get(cluster), by, at, claims, acts.get(undoes), batch)
            for one, kind, cluster, by, at, claims, undoes, batch in db.execute(
                "SELECT uid, kind, cluster_id, reviewer, at, claims, undoes, batch FROM act"
                " ORDER BY id"
            )
        ],
        "undone": sorted(acts[number] for (number,) in rows("SELECT act_id FROM undone")),
        "verdicts": sorted(
            (uid[row[0]], *row[1:]) for row in rows("SELECT * FROM reviewer_verdict")
        ),
        "whole": sorted((uid[r[0]], *map(str, r[1:])) for r in rows("SELECT * FROM verdict")),
        "vectors": rows("SELECT key, model, data FROM vector"),
        "drafts": sorted((by, uid[c], text) for by, c, text in rows("SELECT * FROM draft")),
        "skipped": rows("SELECT * FROM skipped"),
        "shares": sorted((uid[c], by) for c, by, _ in rows("SELECT * FROM assignment")),
    }
    db.close()
    return found


def joined(*paths: Path, as_: str = "joined") -> Path:
    new = paths[0].with_name(f"{as_}.db")
    for side in ("", "-wal", "-shm"):
        new.with_name(new.name + side).unlink(missing_ok=True)
    combine(paths, new)
    assert Desk(new, "tester").problems() == []
    return new

"""Where each cluster stands now, and each reviewer on it: derived from the log of acts.

Neither is ever written otherwise. A cluster's verdict is the newest of any reviewer, or the final
one of an adjudication; that holds for the claims that it was given on, so a verdict given later on
others takes its place.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db import claims as claim_table
from db import grounds
from db.evidence import Change, Evidence
from db.evidence import read as read_evidence
from db.records import ActKind, Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

JUDGING = (ActKind.VERDICT, ActKind.NOTE, ActKind.FLAG, ActKind.ADJUDICATE)
"""Acts that say something of a cluster and move no claim."""
COLUMNS = (
    "verdict.label, verdict.note, verdict.flagged, verdict.changed, verdict.reviewer,"
    " verdict.decided_at, verdict.reason, verdict.disputed"
)
WIDTH = 8
"""How many COLUMNS there are."""
OWN = "SELECT *, '' AS reason, 0 AS disputed FROM reviewer_verdict"
"""The verdicts of reviewers, with COLUMNS."""
_KINDS = ", ".join(f"'{kind}'" for kind in JUDGING)


def get(db: Database, cluster_id: int) -> Verdict:
    """Return a cluster's verdict; an empty one when nothing was done to it."""
    row = db.execute(f"SELECT {COLUMNS} FROM verdict WHERE cluster_id = ?", [cluster_id]).fetchone()
    return Verdict() if row is None else read(row)


def own(db: Database, cluster_id: int, reviewer: str) -> Verdict:
    """Return where a reviewer stands on a cluster; an empty verdict when nothing is known of it."""
    found = [v for v in of_reviewers(db, cluster_id) if v.reviewer == reviewer]
    return found[0] if found else Verdict()


def of_reviewers(db: Database, cluster_id: int) -> list[Verdict]:
    """Return where each reviewer stands who has said anything of a cluster, by their names."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM ({OWN}) AS verdict WHERE cluster_id = ? ORDER BY reviewer",
        [cluster_id],
    )
    return [read(row) for row in rows]


def read(row: Sequence[object]) -> Verdict:
    """Make a Verdict of a row of COLUMNS; of a row of nulls an empty one."""
    label, note, flagged, changed, reviewer, decided_at, reason, disputed = row
    return Verdict(
        label=None if label is None else Label(str(label)),
        note=str(note or ""),
        flagged=bool(flagged),
        changed=bool(changed),
        reviewer=str(reviewer or ""),
        decided_at=str(decided_at or ""),
        reason=str(reason or ""),
        disputed=bool(disputed),
    )


def change(db: Database, cluster_id: int) -> Change:
    """Return what is another in a cluster than when its verdict was given."""
    row = db.execute(
        "SELECT claims, evidence FROM verdict WHERE cluster_id = ? AND label IS NOT NULL",
        [cluster_id],
    ).fetchone()
    if row is None:
        return Change()
    return grounds.change(db, _evidence(*row), grounds.now(db, [cluster_id])[cluster_id])


def given_on(db: Database, cluster_id: int) -> Evidence | None:
    """Return what a cluster's verdict was given on, claims by today's keys; None without one."""
    row = db.execute(
        "SELECT claims, evidence FROM verdict WHERE cluster_id = ? AND label IS NOT NULL",
        [cluster_id],
    ).fetchone()
    if row is None:
        return None
    then = _evidence(*row)
    return replace(then, claims=tuple(sorted(claim_table.now(db, then.claims))))


def units(db: Database) -> list[tuple[dict[str, str], frozenset[str]]]:
    """Return what reviewers marked of the same claims, and the kinds of difference there now.

    Each is (labels by reviewer, kinds) of one cluster; verdicts on other claims stand apart.
    """
    kinds: dict[int, set[str]] = defaultdict(set)
    for cluster, kind in db.execute("SELECT cluster_id, kind FROM difference WHERE doubt = ''"):
        kinds[cluster].add(kind)
    found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for cluster, claims, by, label in db.execute(
        "SELECT cluster_id, claims, reviewer, label FROM reviewer_verdict"
        " WHERE label IS NOT NULL ORDER BY cluster_id, claims, reviewer"
    ):
        found[cluster, claims][by] = label
    return [(labels, frozenset(kinds[cluster])) for (cluster, _), labels in found.items()]


def of_document(db: Database, document_id: int, reviewer: str = "") -> dict[int, Label | None]:
    """Return the label of the cluster of each claim in use of a document, by the claim's id.

    With a `reviewer` the labels that this one has given, else those that hold.
    """
    table = "reviewer_verdict" if reviewer else "verdict"
    rows = db.execute(
        f"SELECT claim.id, label FROM claim"
        f" LEFT JOIN {table} AS verdict ON verdict.cluster_id = claim.cluster_id"
        f" {'AND reviewer = ?' if reviewer else ''}"
        " WHERE document_id = ? AND left_out IS NULL ORDER BY claim.id",
        [*([reviewer] if reviewer else []), document_id],
    )
    return {claim: None if label is None else Label(label) for claim, label in rows}


def derive(db: Database, cluster_id: int) -> None:
    """Bring a cluster's rows in line with the acts on it. Call inside `writing`."""
    row, owned = derived(db, cluster_id)
    db.execute("DELETE FROM verdict WHERE cluster_id = ?", [cluster_id])
    db.execute("DELETE FROM reviewer_verdict WHERE cluster_id = ?", [cluster_id])
    if row is not None:
        db.execute("INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    decided = int(row is not None and row[1] is not None)
    db.execute(
        "UPDATE cluster SET decided = ?1 WHERE id = ?2 AND decided != ?1", [decided, cluster_id]
    )
    db.conn.executemany("INSERT INTO reviewer_verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", owned)


def derive_all(db: Database) -> None:
    """Bring all rows in line with the acts. Call inside `writing`."""
    touched = db.execute(
        "SELECT cluster_id FROM act WHERE cluster_id IS NOT NULL"
        " UNION SELECT cluster_id FROM verdict"
    )
    for (cluster_id,) in touched.fetchall():
        derive(db, cluster_id)


def stored(db: Database, cluster_id: int) -> tuple[list[object] | None, list[list[object]]]:
    """Return the rows of a cluster as they are, like `derived`."""
    row = db.execute("SELECT * FROM verdict WHERE cluster_id = ?", [cluster_id]).fetchone()
    owned = db.execute(
        "SELECT * FROM reviewer_verdict WHERE cluster_id = ? ORDER BY reviewer", [cluster_id]
    )
    return None if row is None else list(row), [list(one) for one in owned.fetchall()]


def derived(db: Database, cluster_id: int) -> tuple[list[object] | None, list[list[object]]]:
    """Fold the standing acts of a cluster into its row of `verdict`, None when none stands.

    With it the rows of `reviewer_verdict`, one for each who did any of them, by their names.
    """
    standing = db.execute(
        f"SELECT kind, value, reviewer, at, claims, evidence FROM act WHERE cluster_id = ?"
        f" AND kind IN ({_KINDS}) AND id NOT IN (SELECT act_id FROM undone) ORDER BY id",
        [cluster_id],
    ).fetchall()
    if not standing:
        return None, []
    whole, owned = _fold(standing)
    now = grounds.now(db, [cluster_id])[cluster_id]
    row: list[object] = [
        *(cluster_id, whole.label, whole.note, whole.flagged, whole.changed(db, now)),
        *(whole.reviewer, whole.at, whole.claims, whole.reason, _disputed(whole, owned.values())),
        whole.evidence,
    ]
    rows: list[list[object]] = [
        [
            *(cluster_id, by, o.label, o.note, o.flagged, o.changed(db, now)),
            *(o.at, o.claims, o.evidence),
        ]
        for by, o in sorted(owned.items())
    ]
    return row, rows


def compare_evidence(db: Database, among: Iterable[int] | None = None) -> None:
    """Say of verdicts whether their clusters still hold what they were given on.

    Of every verdict, or of those on the clusters `among` which alone something has changed.
    """
    tables = ("verdict", "reviewer_verdict")
    some = "" if among is None else " AND cluster_id IN (SELECT value FROM json_each(?))"
    given = [] if among is None else [json.dumps(sorted(among))]
    decided = {
        (cluster, claims, told)
        for table in tables
        for cluster, claims, told in db.execute(
            "SELECT DISTINCT cluster_id, claims, evidence"
            f" FROM {table} WHERE label IS NOT NULL{some}",
            given,
        )
    }
    now = grounds.now(db, {cluster for cluster, _, _ in decided})
    found = [
        (int(grounds.differs(db, _evidence(claims, told), now[cluster])), cluster, claims, told)
        for cluster, claims, told in sorted(decided)
    ]
    for table in tables:
        db.conn.executemany(
            f"UPDATE {table} SET changed = ?1"
            " WHERE cluster_id = ?2 AND claims = ?3 AND evidence = ?4 AND changed != ?1",
            found,
        )


@dataclass(slots=True)
class _Standing:
    """What the acts read so far come to."""

    label: str | None = None
    note: str = ""
    flagged: int = 0
    reviewer: str = ""
    at: str = ""
    claims: str = "[]"
    evidence: str = ""
    reason: str = ""

    def judge(self, label: str, on: tuple[str, ...], reason: str = "") -> None:
        """Take a verdict in place of the one before: `on` is by whom, when, and on what."""
        self.label, self.reason = label, reason
        self.reviewer, self.at, self.claims, self.evidence = on

    def changed(self, db: Database, now: Evidence) -> int:
        if self.label is None:
            return 0
        return int(grounds.differs(db, _evidence(self.claims, self.evidence), now))


def _fold(acts: Iterable[Sequence[str]]) -> tuple[_Standing, dict[str, _Standing]]:
    whole, owned = _Standing(), defaultdict[str, _Standing](_Standing)
    for kind, value, by, at, claims, told in acts:
        on = (by, at, claims, told)
        match kind:
            case ActKind.VERDICT:
                owned[by].judge(value, on)
                if not (whole.reason and whole.claims == claims):
                    whole.judge(value, on)
            case ActKind.ADJUDICATE:
                label, _, reason = value.partition(" ")
                whole.judge(label, on, reason)
            case ActKind.NOTE:
                owned[by].note = whole.note = value
            case ActKind.FLAG:
                owned[by].flagged = whole.flagged = int(bool(value))
    return whole, owned


def _disputed(whole: _Standing, owned: Iterable[_Standing]) -> int:
    """Say whether reviewers who judged the same claims as the newest verdict differ from it."""
    labels = {o.label for o in owned if o.label is not None and o.claims == whole.claims}
    return int(not whole.reason and len(labels) > 1)


def _evidence(claims: str, told: str) -> Evidence:
    return read_evidence(tuple(json.loads(claims)), told)

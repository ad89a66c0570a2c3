"""Keys that claims had under another source or splitting; those stored anew take theirs back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import verdicts

if TYPE_CHECKING:
    from sqlite_utils import Database


def reclaim(db: Database, article: int) -> None:
    """Let keys name the claims of an article that have them, and no others that had them before.

    Those of an earlier splitting of the article are the same claims: what named them follows. Call
    inside `writing`, once the claims are stored.
    """
    rows = db.execute(
        "SELECT renamed.old, former.key, former.cluster_id, own.text = former.text, kept.path = ''"
        " FROM renamed JOIN claim AS own ON own.key = renamed.old AND own.document_id = ?"
        " JOIN claim AS former ON former.key = renamed.new"
        " JOIN document AS kept ON kept.id = former.document_id",
        [article],
    )
    found = rows.fetchall()
    for key, former, _, _, of_splitting in found:
        db.execute("DELETE FROM renamed WHERE old = ?", [key])
        if of_splitting:
            db.execute("UPDATE renamed SET new = ? WHERE new = ?", [key, former])
    # Until the clusters are made anew they hold the former claims.
    other = {
        home
        for _, _, home, same, of_splitting in found
        if home is not None and not (same and of_splitting)
    }
    if other:
        verdicts.compare_evidence(db, other)

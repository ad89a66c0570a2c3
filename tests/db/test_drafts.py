"""Notes that are being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import drafts

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_a_draft_is_of_one_reviewer_and_one_cluster(db: Database) -> None:
    drafts.put(db, "ada", 1, "half a th")
    drafts.put(db, "ada", 1, "half a thought")
    assert drafts.get(db, "ada", 1) == "half a thought"
    assert drafts.get(db, "bob", 1) is None
    assert drafts.get(db, "ada", 2) is None
    drafts.put(db, "ada", 1, None)
    assert drafts.get(db, "ada", 1) is None

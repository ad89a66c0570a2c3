"""Small facts about a project, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import settings

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_a_setting_comes_back(db: Database) -> None:
    settings.put(db, "model", "one")
    settings.put(db, "model", "two")
    settings.put(db, "other", "")
    assert settings.get(db, "model", "default") == "two"
    assert settings.get(db, "other", "default") == ""


def test_a_setting_never_put_is_its_default(db: Database) -> None:
    assert settings.get(db, "model") == ""
    assert settings.get(db, "model", "default") == "default"


def test_putting_what_is_there_writes_nothing(db: Database) -> None:
    settings.put(db, "model", "one")
    before = db.conn.total_changes
    settings.put(db, "model", "one")
    assert db.conn.total_changes == before

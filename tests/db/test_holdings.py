"""What the library holds: its lists are read by the page, and say the same as the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import holdings
from db.connection import writing
from tests.made import tell

if TYPE_CHECKING:
    from sqlite_utils import Database


def told(db: Database) -> None:
    tell(db, "Beta", "Seventeen people were hurt.", "The school stays open.")
    tell(db, "Alpha", "Fourteen people were hurt.")


def test_pages_of_articles_are_the_whole_list_in_parts(db: Database) -> None:
    told(db)
    whole = holdings.articles(db)
    assert [holding.source for holding in whole] == ["Alpha", "Beta"]
    numbers = holdings.numbers(db)
    assert list(numbers) == [holding.id for holding in whole]
    assert holdings.some(db, numbers) == whole
    assert holdings.some(db, [whole[1].id, 99, whole[0].id]) == whole[::-1]
    assert holdings.some(db, []) == []


def test_articles_of_one_source_are_found_alone(db: Database) -> None:
    told(db)
    (beta,) = holdings.numbers(db, "Beta")
    assert [holding.source for holding in holdings.some(db, [beta])] == ["Beta"]
    assert not holdings.numbers(db, "Nobody")


def test_a_removed_article_stays_in_the_list_and_a_replaced_one_does_not(db: Database) -> None:
    told(db)
    first, second = holdings.numbers(db)
    with writing(db):
        db.execute("UPDATE document SET superseded_by = id WHERE id = ?", [first])
    assert list(holdings.numbers(db)) == [first, second]
    assert holdings.some(db, [first])[0].state == "removed"
    with writing(db):
        db.execute("UPDATE document SET superseded_by = ? WHERE id = ?", [second, first])
    assert list(holdings.numbers(db)) == [second] == [h.id for h in holdings.articles(db)]
    assert holdings.some(db, [first]) == []

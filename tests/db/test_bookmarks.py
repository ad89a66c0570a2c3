"""A reviewer comes back to the place they left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import bookmarks
from db.records import Filter, Kind, Label, Order
from tests.strategies import FUZZ

if TYPE_CHECKING:
    from sqlite_utils import Database

LABELS = st.none() | st.sampled_from(list(Label))
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
FILTERS = st.builds(
    Filter,
    decided=st.none() | st.booleans(),
    verdict=LABELS,
    suggestion=LABELS,
    kind=st.none() | st.sampled_from(list(Kind)),
    source=TEXT,
    speaker=TEXT,
    since=TEXT,
    until=TEXT,
    flagged=st.booleans(),
    noted=st.booleans(),
    changed=st.booleans(),
    text=TEXT,
    order=st.sampled_from(list(Order)),
)


def test_without_a_bookmark_one_begins_at_the_beginning(db: Database) -> None:
    assert bookmarks.get(db, "ada") == (None, Filter())


def test_each_reviewer_has_a_place_of_their_own(db: Database, told: dict[str, int]) -> None:
    bookmarks.put(db, "ada", told["hurt"], Filter())
    bookmarks.put(db, "bob", told["mayor"], Filter(flagged=True))
    bookmarks.put(db, "ada", told["school"], Filter(text="school"))
    assert bookmarks.get(db, "ada") == (told["school"], Filter(text="school"))
    assert bookmarks.get(db, "bob") == (told["mayor"], Filter(flagged=True))


def test_a_cluster_that_is_gone_is_forgotten(db: Database) -> None:
    bookmarks.put(db, "ada", 99, Filter(changed=True))
    assert bookmarks.get(db, "ada") == (None, Filter(changed=True))


@settings(
    max_examples=25 * FUZZ,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(filter_=FILTERS)
def test_every_filter_comes_back_as_it_was(db: Database, filter_: Filter) -> None:
    bookmarks.put(db, "ada", None, filter_)
    assert bookmarks.get(db, "ada") == (None, filter_)


def test_what_a_later_version_added_to_a_filter_is_passed_over(db: Database) -> None:
    bookmarks.put(db, "ada", None, Filter(text="bridge"))
    db.execute("UPDATE bookmark SET filter = json_set(filter, '$.mood', 'sad')")
    assert bookmarks.get(db, "ada") == (None, Filter(text="bridge"))

"""Claims in the project: exact, findable, each with one key."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import claims, documents
from db.connection import writing
from db.digests import claim_key
from db.places import format_spans, parse_spans
from tests.made import article, cluster, group, tell
from workbench.clustering.holding import holding

if TYPE_CHECKING:
    from sqlite_utils import Database

SPANS = st.lists(
    st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), min_size=1, max_size=5
).map(tuple)


def test_claims_come_back_as_they_were_in_the_order_of_the_text(db: Database) -> None:
    ids = tell(db, "Alpha", "The mayor came.", "The school stays open.", speaker="A clerk")
    stored = claims.of_document(db, documents.current(db)[0].id)
    assert [c.id for c in stored] == ids
    assert [(c.text, c.spans, c.speaker) for c in stored] == [
        ("The mayor came.", ((0, 15),), "A clerk"),
        ("The school stays open.", ((16, 38),), "A clerk"),
    ]


def test_current_claims_are_those_of_articles_in_force_by_file_name(db: Database) -> None:
    tell(db, "Beta", "Beta says so.")
    tell(db, "Alpha", "Alpha said so.")
    tell(db, "Alpha", "Alpha says otherwise.")
    assert [c.text for c in claims.current(db)] == ["Alpha says otherwise.", "Beta says so."]


def test_articles_of_one_name_stand_in_an_order_that_every_project_shares(db: Database) -> None:
    for source in ("One", "Two", "Three"):
        tell(db, source, "Something happened.")
    with writing(db):
        db.execute("UPDATE document SET name = 'same.txt'")
    digests = [documents.get(db, claim.document_id).digest for claim in claims.current(db)]
    assert digests == sorted(digests)


def test_a_claim_is_found_by_its_words_and_its_speaker(db: Database) -> None:
    (claim_id,) = tell(db, "Alpha", "The café reopened.", speaker="Mayor Ådal")
    for word in ("cafe", "REOPENED", "adal"):
        rows = db.execute("SELECT rowid FROM claim_fts WHERE claim_fts MATCH ?", [word])
        assert rows.fetchall() == [(claim_id,)]


def test_one_key_is_one_claim(db: Database) -> None:
    tell(db, "Alpha", "The mayor came.")
    (claim,) = claims.current(db)
    with pytest.raises(sqlite3.IntegrityError, match="key"), writing(db):
        claims.put(db, [claim])


def test_a_claim_can_be_in_no_more_than_one_cluster(db: Database) -> None:
    one, two = tell(db, "Alpha", "The mayor came.", "The school stays open.")
    homes = cluster(db, group(db, one), group(db, two))
    assert claims.cluster_of(db) == dict(zip((one, two), homes, strict=True))


def test_a_new_version_inherits_the_clusters_of_the_words_that_stayed(db: Database) -> None:
    came, stays = tell(db, "Alpha", "The mayor came.", "The school stays open.")
    homes = dict(zip((came, stays), cluster(db, group(db, came), group(db, stays)), strict=True))
    documents.put(db, article("Replaced in between.", "Alpha", "alpha.txt"))
    left, stays_still = tell(db, "Alpha", "Nobody left.", "The school stays open.")
    known = holding(db, claims.current(db))
    assert known.homes[stays_still] == homes[stays]
    assert left not in known.homes
    assert known.held == {}


def test_new_keys_follow_from_a_new_digest(db: Database) -> None:
    tell(db, "Alpha", "The mayor came.")
    (claim,) = claims.current(db)
    with writing(db):
        claims.rename(db, claim.document_id, "new")
    (renamed,) = claims.current(db)
    assert renamed == replace(claim, key=claim_key("new", claim.spans))


@given(SPANS)
def test_spans_survive_being_written(spans: tuple[tuple[int, int], ...]) -> None:
    assert parse_spans(format_spans(spans)) == spans


@pytest.mark.parametrize("damaged", ["", "1", "1-", "a-b", "1-2;", "1-2-3"])
def test_spans_that_nobody_wrote_are_refused(damaged: str) -> None:
    with pytest.raises(ValueError):
        parse_spans(damaged)


@given(SPANS, SPANS)
def test_keys_tell_places_and_articles_apart(
    one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]
) -> None:
    assert (claim_key("digest", one) == claim_key("digest", other)) == (one == other)
    assert claim_key("digest", one) != claim_key("another", one)

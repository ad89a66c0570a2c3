"""Which claims reviewers have put into clusters since a clustering: counted, then looked up."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from db import blocks, studies
from db.connection import writing
from tests.made import cluster, group, tell

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.mark.parametrize("seed", range(10))
def test_claims_in_clusters_that_are_in_no_block_are_found(db: Database, seed: int) -> None:
    dice = random.Random(seed)
    ids = tell(db, "Alpha", *(f"Ship {n} sank." for n in range(8)))
    cluster(db, *(group(db, *ids[at : at + 2]) for at in range(0, 8, 2)))
    with writing(db):
        blocks.put(db, [(claim, min(ids), None) for claim in ids if dice.random() < 0.8])
        for claim in dice.sample(ids, dice.randint(0, 3)):
            why = dice.choice(("dropped", None))
            db.execute(
                "UPDATE claim SET cluster_id = NULL, left_out = ? WHERE id = ?", [why, claim]
            )
    there = {c for (c,) in db.execute("SELECT id FROM claim WHERE cluster_id IS NOT NULL")}
    known = {c for (c,) in db.execute("SELECT claim_id FROM block")}
    assert blocks.missing(db) == there - known


def test_what_is_in_blocks_is_not_missing_and_what_comes_back_is(db: Database) -> None:
    one, two = tell(db, "Alpha", "Ships sank.", "Ferries stopped.")
    cluster(db, group(db, one, two))
    with writing(db):
        blocks.put(db, [(one, one, None), (two, one, None)])
    assert blocks.missing(db) == set()
    with writing(db):
        blocks.put(db, [], gone=[two])
    assert blocks.missing(db) == {two}


def test_claims_that_were_compared_are_counted_by_their_signatures(db: Database) -> None:
    assert studies.compared(db) == 0
    blocks_of = [studies.Block(bytes(8 * n), bytes(8 * n), b"") for n in (3, 2)]
    with writing(db):
        studies.put_links(db, [], blocks_of[:1])
        studies.put_links(db, [], blocks_of[1:])
    assert studies.compared(db) == 5


def test_a_study_that_has_grown_knows_its_articles_and_what_it_knew(db: Database) -> None:
    study = studies.Study("tools", 3, 1, "articles", b"known")
    with writing(db):
        studies.put(db, study)
        studies.has_grown(db, 2, "more articles")
    assert studies.get(db) == studies.Study("tools", 3, 2, "more articles", b"known")


def test_articles_are_named_by_those_that_were_there_and_by_all(db: Database) -> None:
    before = studies.articles(db)
    tell(db, "Alpha", "Ships sank.")
    one = studies.articles(db, before.newest)
    tell(db, "Beta", "Ferries stopped.")
    two = studies.articles(db, one.newest)
    assert one.first == before.all
    assert two.first == one.all
    assert len({before.all, one.all, two.all}) == 3
    assert two.newest > one.newest > before.newest == 0

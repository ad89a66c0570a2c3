"""What is read of shared origins for some articles is all that their origins rest on."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from db import relations
from db.connection import writing
from db.origin import Reason, Relation
from workbench.origins.grouping import Origins

if TYPE_CHECKING:
    from sqlite_utils import Database

ARTICLES = 24


def at_random(dice: random.Random) -> list[Relation]:
    def some(least: int, most: int) -> tuple[int, ...]:
        return tuple(sorted(dice.sample(range(1, ARTICLES), dice.randint(least, most))))

    copies = [Relation(Reason.NEAR_COPY, some(2, 3), share=dice.random()) for _ in range(8)]
    wide = [Relation(Reason.AGENCY, some(2, 6), f"agency {n}") for n in range(3)]
    return [*copies, *wide]


@pytest.mark.parametrize("seed", range(12))
def test_origins_of_some_articles_need_only_what_is_around_them(db: Database, seed: int) -> None:
    dice = random.Random(seed)
    with writing(db):
        relations.replace_all(db, at_random(dice))
    asked = dice.sample(range(1, ARTICLES), 4)
    joined = [(dice.randint(1, 11), dice.randint(12, 23)) for _ in range(2)]
    parted = [(dice.randint(1, 11), dice.randint(12, 23))]
    around = relations.around(db, {*asked, *(n for pair in joined for n in pair)})
    whole = relations.everything(db, evidence=False)
    assert Origins(around, joined, parted).of(asked) == Origins(whole, joined, parted).of(asked)
    assert len(around) <= len(whole)


def test_copies_of_other_articles_are_not_read(db: Database) -> None:
    near, far = (Relation(Reason.NEAR_COPY, pair, share=0.5) for pair in ((1, 2), (3, 4)))
    agency = Relation(Reason.AGENCY, (3, 5), "Alder Wire")
    with writing(db):
        relations.replace_all(db, [near, far, agency])
    assert relations.around(db, [2]) == [near, agency]
    assert relations.around(db, []) == [agency]

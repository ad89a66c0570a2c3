"""The overview counts what a reader of the clusters would count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import acts, overview, pages
from db.overview import Share, Shared
from db.records import Difference, Filter, Kind, Label, Place
from tests.made import cluster, group, tell

if TYPE_CHECKING:
    from sqlite_utils import Database


def told(db: Database) -> list[int]:
    hurt_a, mayor_a, snow = tell(db, "Alpha", "14 were hurt.", "The mayor came.", "It snowed.")
    hurt_b, mayor_b = tell(db, "Beta", "17 were hurt.", "The mayor came.")
    (mayor_c,) = tell(db, "Gamma", "The mayor came.")
    differs = Difference(Kind.NUMBER, Place(hurt_a, 0, 2), Place(hurt_b, 0, 2), "14", "17")
    return cluster(
        db,
        group(db, hurt_a, hurt_b, label=Label.CONFLICTING, differences=(differs,)),
        group(db, mayor_a, mayor_b, mayor_c),
        group(db, snow, label=Label.SINGLE_SOURCED),
    )


def test_it_counts_what_the_filters_behind_it_show(db: Database) -> None:
    hurt, mayor, _ = told(db)
    acts.mark(db, mayor, Label.CONFLICTING, "ada")
    found = overview.read(db)
    assert (found.clusters, found.decided) == (3, 1)
    assert found.verdicts == {"conflicting": 1}
    assert found.suggestions == {"conflicting": 1, "single-sourced": 1}
    assert found.shared == (
        Shared("Alpha", "Beta", 2, 2, 0),
        Shared("Alpha", "Gamma", 1, 1, 0),
        Shared("Beta", "Gamma", 1, 1, 0),
    )
    assert found.sources[0] == Share("Alpha", 3, 1)
    for shared in found.shared:
        both = Filter(source=shared.left, other=shared.right)
        assert len(pages.ids(db, both)) == shared.clusters
        stands = Filter(source=shared.left, other=shared.right, stands=Label.CONFLICTING)
        assert len(pages.ids(db, stands)) == shared.conflicting
    for share in found.sources:
        assert len(pages.ids(db, Filter(source=share.source, alone=True))) == share.alone
    (kind,) = found.kinds
    assert (kind.kind, kind.clusters, kind.conflicting, kind.undecided) == (Kind.NUMBER, 1, 0, 1)
    assert list(pages.ids(db, Filter(kind=Kind.NUMBER))) == [hurt]


def test_a_blind_overview_betrays_no_suggestion(db: Database) -> None:
    _, mayor, _ = told(db)
    acts.mark(db, mayor, Label.CONSISTENT, "ada")
    found = overview.read(db, seen_by="ada")
    assert (found.suggestions, found.kinds) == ({}, ())
    assert found.shared[0] == Shared("Alpha", "Beta", 2, 0, 1)
    other = overview.read(db, seen_by="bob")
    assert (other.decided, other.shared[0]) == (0, Shared("Alpha", "Beta", 2, 0, 0))


def test_days_that_cannot_be_compared_are_counted_apart(db: Database) -> None:
    told(db)
    days = ("2031-01-02", "2031-01-02T10:00", "\x1b[2Jsoon")
    for number, day in enumerate(days, 1):
        db.execute("UPDATE document SET published = ? WHERE id = ?", [day, number])
    found = overview.read(db)
    assert (found.days, found.undated) == ((("2031-01-02", 2),), 1)


def test_near_copies_come_closest_first(db: Database) -> None:
    told(db)
    for pair, share in (("[1, 2]", 0.4), ("[2, 3]", 0.9)):
        db.execute(
            "INSERT INTO relation (reason, documents, name, share, evidence)"
            " VALUES ('near-copy', ?, '', ?, '[]')",
            [pair, share],
        )
    found = overview.read(db)
    assert [(c.left_source, c.right_source, c.share) for c in found.copies] == [
        ("Beta", "Gamma", 0.9),
        ("Alpha", "Beta", 0.4),
    ]


def test_an_empty_project_has_an_overview(db: Database) -> None:
    found = overview.read(db)
    assert (found.clusters, found.sources, found.days, found.copies) == (0, (), (), ())

"""Clusters: replaced in one piece, with ids that mean the same for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from db import acts, bookmarks, claims, clusters, documents
from db.checks import problems
from db.clusters import StaleClustering
from db.records import Cluster, Difference, Filter, Kind, Label, Place, Suggestion
from tests.made import article, cluster, group, tell

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def said(db: Database) -> list[int]:
    return tell(db, "Alpha", "One came.", "Two left.") + tell(db, "Beta", "One arrived.")


def test_a_cluster_comes_back_as_it_was(db: Database, said: list[int]) -> None:
    one, two, other = said
    difference = Difference(Kind.NAME, Place(one, 0, 3), Place(other, 0, 3))
    first, _ = cluster(
        db,
        group(db, one, other, label=Label.CONFLICTING, differences=(difference,)),
        group(db, two, label=Label.SINGLE_SOURCED),
    )
    assert clusters.get(db, first) == Cluster(
        "One came.", 2, 2, 2, Label.CONFLICTING, first, origins=2
    )
    assert clusters.differences(db, first) == [difference]
    with pytest.raises(KeyError):
        clusters.get(db, 99)


def test_every_claim_is_in_the_cluster_of_its_group_and_in_no_other(
    db: Database, said: list[int]
) -> None:
    one, two, other = said
    cluster(db, group(db, one), group(db, two), group(db, other))
    joined, alone = cluster(db, group(db, one, other), group(db, two))
    assert claims.cluster_of(db) == {one: joined, other: joined, two: alone}
    assert list(problems(db)) == []


def test_a_cluster_that_continues_keeps_its_id(db: Database, said: list[int]) -> None:
    one, two, other = said
    first, second, third = cluster(db, group(db, one), group(db, two), group(db, other))
    ids = cluster(db, group(db, one, other, cluster=first), group(db, two, cluster=second))
    assert ids == [first, second]
    with pytest.raises(KeyError):
        clusters.get(db, third)


def test_the_id_of_a_cluster_that_is_gone_is_never_given_again(
    db: Database, said: list[int]
) -> None:
    one, two, other = said
    first, *gone = cluster(db, group(db, one), group(db, two), group(db, other))
    cluster(db, group(db, one, two, other, cluster=first))
    _, *new = cluster(db, group(db, one, cluster=first), group(db, two), group(db, other))
    assert not set(new) & set(gone)


def test_a_cluster_with_a_history_stays_when_it_has_lost_its_claims(
    db: Database, said: list[int]
) -> None:
    one, two, other = said
    first, *_ = cluster(db, group(db, one), group(db, two), group(db, other))
    acts.mark(db, first, Label.CONSISTENT, "tester")
    acts.undo(db, "tester")
    cluster(db, group(db, one, other), group(db, two))
    left = clusters.get(db, first)
    assert (left.claims, left.documents, left.sources) == (0, 0, 0)
    last = db.execute("SELECT id FROM cluster ORDER BY rank DESC LIMIT 1").fetchone()
    assert last == (first,)
    assert list(problems(db)) == []


def test_old_differences_go_with_the_old_clusters(db: Database, said: list[int]) -> None:
    one, two, other = said
    difference = Difference(Kind.NAME, Place(one, 0, 3), Place(other, 0, 3))
    cluster(db, group(db, one, other, differences=(difference,)), group(db, two))
    first, *_ = cluster(db, group(db, one, other), group(db, two))
    assert clusters.differences(db, first) == []


def test_a_bookmark_on_a_cluster_that_is_gone_is_forgotten(db: Database, said: list[int]) -> None:
    one, two, other = said
    _, second, _ = cluster(db, group(db, one), group(db, two), group(db, other))
    bookmarks.put(db, "tester", second, Filter(text="came"))
    cluster(db, group(db, one, other), group(db, two))
    assert bookmarks.get(db, "tester") == (None, Filter(text="came"))


def test_touched_are_those_with_a_standing_verdict_note_or_flag(
    db: Database, said: list[int]
) -> None:
    first, second, third = cluster(db, *(group(db, claim) for claim in said))
    acts.mark(db, first, Label.CONSISTENT, "tester")
    acts.note(db, second, "look again", "tester")
    acts.flag(db, third, True, "tester")
    assert clusters.touched(db) == {first, second, third}
    acts.flag(db, third, False, "tester")
    acts.note(db, second, "", "tester")
    assert clusters.touched(db) == {first}
    for _ in range(5):
        acts.undo(db, "tester")
    assert clusters.touched(db) == set()


def test_a_clustering_is_refused_when_a_reviewer_acted_meanwhile(
    db: Database, said: list[int]
) -> None:
    ids = cluster(db, *(group(db, claim) for claim in said))
    seen, groups = clusters.state(db), [group(db, *said)]
    acts.mark(db, ids[0], Label.CONSISTENT, "tester")
    with pytest.raises(StaleClustering):
        clusters.replace_all(db, groups, seen=seen, stamp="late")
    assert clusters.stamp(db) == "made"
    assert list(problems(db)) == []


@pytest.mark.parametrize("text", ["A new article.", "Two left.\nOne came."])
def test_a_clustering_is_refused_when_the_articles_have_changed_meanwhile(
    db: Database, said: list[int], text: str
) -> None:
    seen, groups = clusters.state(db), [group(db, *said)]
    documents.put(db, article(text, "Alpha", "alpha.txt"))
    with pytest.raises(StaleClustering):
        clusters.replace_all(db, groups, seen=seen, stamp="late")


def test_a_clustering_is_refused_when_another_was_faster(db: Database, said: list[int]) -> None:
    seen, groups = clusters.state(db), [group(db, *said)]
    cluster(db, *(group(db, claim) for claim in said), stamp="faster")
    with pytest.raises(StaleClustering):
        clusters.replace_all(db, groups, seen=seen, stamp="late")


def test_a_clustering_that_fails_half_way_changes_nothing(db: Database, said: list[int]) -> None:
    cluster(db, *(group(db, claim) for claim in said))
    before = [row for table in ("cluster", "claim", "setting") for row in db[table].rows]
    wrong = replace(group(db, *said), id=0, claim_ids=(*said, 99))
    difference = Difference(Kind.NAME, Place(99, 0, 1), Place(said[0], 0, 1))
    wrong = replace(wrong, suggestion=replace(wrong.suggestion, differences=(difference,)))
    with pytest.raises(Exception, match="FOREIGN KEY"):
        cluster(db, wrong)
    assert [row for table in ("cluster", "claim", "setting") for row in db[table].rows] == before


def test_conflicts_come_first_and_then_what_most_sources_say(db: Database) -> None:
    a = tell(db, "Alpha", *(f"Fact {n} is so." for n in range(5)))
    b = tell(db, "Beta", *(f"Fact {n} was so." for n in range(5)))
    c = tell(db, "Gamma", "Fact 0 may be so.")
    alone, pair, conflict, wide, many = cluster(
        db,
        group(db, a[4], label=Label.SINGLE_SOURCED),
        group(db, a[1], b[1]),
        group(db, a[2], b[2], label=Label.CONFLICTING),
        group(db, a[0], b[0], c[0]),
        group(db, a[3], b[3], b[4]),
    )
    order = [row[0] for row in db.execute("SELECT id FROM cluster ORDER BY rank, id")]
    assert order == [conflict, wide, many, pair, alone]


def test_the_likelier_conflict_comes_first_and_a_single_origin_is_not_asked() -> None:
    def rank(likelihood: float, origins: int = 2, claims: int = 2) -> int:
        suggestion = Suggestion(Label.CONSISTENT, likelihood=likelihood)
        held = tuple(range(claims))
        return clusters._rank(clusters.Group(held, "", 2, 2, suggestion, origins=origins))

    assert rank(1.0) < rank(0.5) < rank(0.1) < rank(0.1, origins=1)
    assert rank(0.1, claims=3) < rank(0.1)
    assert rank(0.9, origins=1) == rank(0.1, origins=1)
    assert rank(0.0, origins=0, claims=0) < clusters.EMPTY_RANK


def test_who_says_so_makes_no_cluster_doubtful() -> None:
    def rank(*kinds: Kind) -> int:
        differ = tuple(
            Difference(kind, Place(1, 0, 2), Place(2, 0, 2), doubt="?") for kind in kinds
        )
        suggestion = Suggestion(Label.CONSISTENT, differ)
        return clusters._rank(clusters.Group((1, 2), "", 2, 2, suggestion, origins=2))

    assert rank(Kind.ATTRIBUTION) == rank()
    assert rank(Kind.ATTRIBUTION, Kind.CAUSE) == rank(Kind.CAUSE) < rank()

"""What long lists read: filters that combine, an order that holds, a search that never fails."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import acts, claims, clusters, documents, filters, pages, sentences, verdicts
from db.connection import writing
from db.digests import claim_key
from db.records import Claim, Difference, Filter, Kind, Label, Order, Place, Row, Sentence, Verdict
from db.tally import Tally
from tests.made import article, cluster, group, tell
from tests.strategies import FUZZ

if TYPE_CHECKING:
    from sqlite_utils import Database

FOUR = ("hurt", "mayor", "school", "bridge")


@pytest.fixture
def queue(db: Database) -> dict[str, int]:
    """Four clusters of two sources, in the order of the queue; the second is decided."""
    hurt_a, mayor_a, bridge = tell(
        db, "Alpha", "Fourteen people were hurt.", "The mayor came.", "The bridge is $2m."
    )
    hurt_b, mayor_b, school = tell(
        db, "Beta", "Seventeen were hurt.", "Mayor Öz came.", "Schools stay open.", speaker="Öz"
    )
    difference = Difference(Kind.NUMBER, Place(hurt_a, 0, 8), Place(hurt_b, 27, 36))
    single = Label.SINGLE_SOURCED
    ids = cluster(
        db,
        group(db, hurt_a, hurt_b, label=Label.CONFLICTING, differences=(difference,)),
        group(db, mayor_a, mayor_b),
        group(db, school, label=single),
        group(db, bridge, label=single),
    )
    named = dict(zip(FOUR, ids, strict=True))
    acts.mark(db, named["mayor"], Label.CONSISTENT, "ada")
    acts.note(db, named["school"], "ask the head; Ämter", "ada")
    acts.flag(db, named["bridge"], True, "ada")
    for source, day in (("Alpha", "2031-01-01"), ("Beta", "2031-01-02T08:00")):
        db.execute(
            "UPDATE document SET published = ? WHERE source_id ="
            " (SELECT id FROM source WHERE name = ?)",
            [day, source],
        )
    return named


def shown(db: Database, queue: dict[str, int], filter_: Filter) -> list[str]:
    names = {cluster_id: name for name, cluster_id in queue.items()}
    return [names[cluster_id] for cluster_id in pages.ids(db, filter_)]


# Lists


def test_without_a_filter_all_are_shown_the_most_urgent_first(
    db: Database, queue: dict[str, int]
) -> None:
    assert shown(db, queue, Filter()) == list(FOUR)
    assert list(pages.ids(db, Filter(), 2)) == [queue["hurt"], queue["mayor"]]
    assert pages.ids(db, Filter()).typecode == "q"


@pytest.mark.parametrize(
    ("filter_", "names"),
    [
        (Filter(decided=False), ["hurt", "school", "bridge"]),
        (Filter(decided=True), ["mayor"]),
        (Filter(verdict=Label.CONSISTENT), ["mayor"]),
        (Filter(verdict=Label.CONFLICTING), []),
        (Filter(suggestion=Label.SINGLE_SOURCED), ["school", "bridge"]),
        (Filter(source="Beta"), ["hurt", "mayor", "school"]),
        (Filter(source="Nobody"), []),
        (Filter(kind=Kind.NUMBER), ["hurt"]),
        (Filter(kind=Kind.DATE), []),
        (Filter(speaker="Öz"), ["hurt", "mayor", "school"]),
        (Filter(speaker="Öz", source="Alpha"), []),
        (Filter(since="2031-01-02"), ["hurt", "mayor", "school"]),
        (Filter(until="2031-01-02"), list(FOUR)),
        (Filter(until="2031-01-01"), ["hurt", "mayor", "bridge"]),
        (Filter(since="2031-01-02", source="Alpha"), []),
        (Filter(noted=True), ["school"]),
        (Filter(noted=True, flagged=True), []),
        (Filter(flagged=True), ["bridge"]),
        (Filter(changed=True), []),
        (Filter(text="hurt"), ["hurt"]),
        (Filter(text="FOURTEEN people"), ["hurt"]),
        (Filter(text="people fourteen"), ["hurt"]),
        (Filter(text="four"), ["hurt"]),
        (Filter(text="oz"), ["hurt", "mayor", "school"]),
        (Filter(text="the head"), ["school"]),
        (Filter(text="ask the head;"), ["school"]),
        (Filter(text="$2m"), ["bridge"]),
        (Filter(text="  "), list(FOUR)),
        (Filter(text="fourteen school"), []),
        (Filter(text="alpha"), ["hurt", "mayor", "bridge"]),
        (Filter(text="ALP"), ["hurt", "mayor", "bridge"]),
        (Filter(text="al"), []),
        (Filter(text="f"), []),
        (Filter(text="is"), ["bridge"]),
        (Filter(text="x" * 10_000), []),
        (Filter(text="hurt " * 10_000), ["hurt"]),
        (Filter(text=" ".join(f"word{n}" for n in range(2_000))), []),
        (Filter(decided=False, source="Alpha"), ["hurt", "bridge"]),
        (Filter(suggestion=Label.SINGLE_SOURCED, flagged=True, text="bridge"), ["bridge"]),
        (Filter(decided=True, flagged=True), []),
    ],
)
@pytest.mark.parametrize("few", [0, 5_000], ids=["many", "few"])
def test_a_filter_lets_through_what_it_says(
    db: Database,
    queue: dict[str, int],
    filter_: Filter,
    names: list[str],
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filters, "_FEW", few)
    assert shown(db, queue, filter_) == names
    assert list(pages.ids(db, filter_, 2)) == [queue[name] for name in names[:2]]


def test_the_words_around_a_claim_are_searched(db: Database) -> None:
    text = "Schools stay open, officials said"
    documents.put(db, article(text))
    (document,) = documents.current(db)
    spans = ((0, len("Schools stay open")),)
    with writing(db):
        (sentence,) = sentences.put(db, document.id, [Sentence(0, len(text), text)])
        key = claim_key(document.digest, spans)
        claim = Claim("Schools stay open", spans, "", sentence, document.id, key=key)
        claims.put(db, [claim])
    (stored,) = claims.current(db)
    (school,) = cluster(db, group(db, stored.id))
    assert list(pages.ids(db, Filter(text="schools officials"))) == [school]


def test_a_day_lets_through_no_article_whose_date_is_unknown(
    db: Database, queue: dict[str, int]
) -> None:
    db.execute("UPDATE document SET published = CASE id WHEN 1 THEN '' ELSE 'last May' END")
    assert shown(db, queue, Filter(since="0001-01-01")) == []
    assert shown(db, queue, Filter(until="9999-12-31")) == []


def test_two_filters_let_through_what_each_of_them_does(
    db: Database, queue: dict[str, int]
) -> None:
    parts: list[dict[str, object]] = [
        {"decided": False},
        {"suggestion": Label.SINGLE_SOURCED},
        {"source": "Alpha"},
        {"flagged": True},
        {"text": "came"},
    ]
    for one, other in product(parts, parts):
        both = shown(db, queue, Filter(**{**one, **other}))
        one_names = shown(db, queue, Filter(**one))
        other_names = shown(db, queue, Filter(**other))
        assert both == [name for name in one_names if name in other_names]


def test_a_search_finds_nothing_in_articles_that_were_replaced(
    db: Database, queue: dict[str, int]
) -> None:
    new = tell(db, "Beta", "All is quiet.")
    old = pages.ids(db, Filter(text="quiet"))
    assert list(old) == []
    kept = [m.claim.id for m in pages.members(db, queue["hurt"])][:1]
    cluster(db, group(db, *new), group(db, *kept))
    assert len(pages.ids(db, Filter(text="quiet"))) == 1
    assert list(pages.ids(db, Filter(text="seventeen"))) == []


@settings(
    max_examples=150 * FUZZ,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(
        st.sampled_from("\"'*:^(){}[]+-~%_\\;,.|&!=<>#@\0\t\n ") | st.characters(codec="utf-8")
    )
    | st.lists(
        st.sampled_from(
            ["AND", "OR", "NOT", "NEAR(", "NEAR(a b, 2)", "text:", "-", "*", '"', '"hurt', "hurt*"]
        )
    ).map(" ".join)
)
def test_no_search_text_whatever_is_an_error(
    db: Database, queue: dict[str, int], text: str
) -> None:
    assert set(pages.ids(db, Filter(text=text))) <= set(queue.values())
    pages.next_undecided(db, Filter(text=text))


@pytest.mark.parametrize("word", ["AND", "OR", "NOT", "NEAR", "text:", "hurt OR came", "-hurt"])
def test_operators_are_only_words(db: Database, queue: dict[str, int], word: str) -> None:
    expected = ["hurt"] if word == "-hurt" else []
    assert shown(db, queue, Filter(text=word)) == expected


@pytest.mark.parametrize("filter_", [Filter(), Filter(order=Order.TOLD), Filter(alone=True)])
def test_a_page_is_that_part_of_a_queue_that_holds_a_cluster(db: Database, filter_: Filter) -> None:
    told = tell(db, "Alpha", *(f"Bridge {n} is closed." for n in range(9)))
    cluster(db, *(group(db, claim) for claim in told))
    whole = list(pages.ids(db, filter_))
    for cluster_id in whole:
        for limit in range(1, len(whole) + 2):
            page = list(pages.page(db, filter_, limit, cluster_id))
            at = whole.index(page[0])
            assert page == whole[at : at + limit]
            assert cluster_id in page
            assert len(page) == min(limit, len(whole))


def test_a_page_is_the_top_where_nothing_else_can_be_shown(
    db: Database, queue: dict[str, int]
) -> None:
    top = list(pages.ids(db, Filter(), 2))
    assert list(pages.page(db, Filter(), 2)) == top
    assert list(pages.page(db, Filter(), 2, 99)) == top
    left = Filter(decided=False)
    assert queue["mayor"] not in pages.page(db, left, 2, queue["mayor"])
    assert list(pages.page(db, Filter(text="is"), 1, queue["hurt"])) == [queue["bridge"]]


def test_what_is_undecided_is_found_in_the_list_itself(db: Database, queue: dict[str, int]) -> None:
    turned = [queue["mayor"], queue["school"], queue["hurt"]]
    assert pages.first_undecided(db, Filter(), turned) == queue["school"]
    assert pages.first_undecided(db, Filter(seen_by="bob"), turned) == queue["mayor"]
    assert pages.first_undecided(db, Filter(), [queue["mayor"], 99]) is None
    assert pages.first_undecided(db, Filter(decided=True), turned) is None
    assert pages.first_undecided(db, Filter(), []) is None


# Rows


def test_rows_come_in_the_order_asked_and_the_missing_are_left_out(
    db: Database, queue: dict[str, int]
) -> None:
    asked = [queue["school"], 99, queue["hurt"]]
    assert [row.cluster.id for row in pages.rows(db, asked)] == [queue["school"], queue["hurt"]]
    assert pages.rows(db, []) == []


def test_a_row_holds_the_cluster_its_verdict_and_the_kinds_of_its_differences(
    db: Database, queue: dict[str, int]
) -> None:
    for name, kinds in (("hurt", (Kind.NUMBER,)), ("mayor", ()), ("school", ())):
        cluster_id = queue[name]
        expected = Row(clusters.get(db, cluster_id), verdicts.get(db, cluster_id), kinds)
        assert pages.rows(db, [cluster_id]) == [expected]
    assert pages.rows(db, [queue["hurt"]])[0].verdict == Verdict()


def test_members_stand_by_source_each_in_its_sentence_and_article(
    db: Database, queue: dict[str, int]
) -> None:
    members = pages.members(db, queue["hurt"])
    assert [m.document.source for m in members] == ["Alpha", "Beta"]
    for m in members:
        assert m.document.text[m.sentence.start : m.sentence.end] == m.sentence.text
        assert m.claim.text in m.sentence.text
        assert m.claim.document_id == m.sentence.document_id == m.document.id
    assert pages.members(db, 99) == []


# The way through


def test_the_next_undecided_is_the_one_behind_and_from_the_end_the_first(
    db: Database, queue: dict[str, int]
) -> None:
    def following(name: str) -> str:
        found = pages.next_undecided(db, Filter(), queue[name])
        return next(name for name, cluster_id in queue.items() if cluster_id == found)

    assert [following(name) for name in FOUR] == ["school", "school", "bridge", "hurt"]
    assert pages.next_undecided(db, Filter()) == queue["hurt"]
    assert pages.next_undecided(db, Filter(), 99) == queue["hurt"]


def test_the_next_undecided_keeps_to_the_filter(db: Database, queue: dict[str, int]) -> None:
    singles = Filter(suggestion=Label.SINGLE_SOURCED)
    assert pages.next_undecided(db, singles, queue["bridge"]) == queue["school"]
    assert pages.next_undecided(db, Filter(decided=True)) is None


def test_when_nothing_else_is_undecided_there_is_no_next(
    db: Database, queue: dict[str, int]
) -> None:
    for name in ("hurt", "school"):
        acts.mark(db, queue[name], Label.CONSISTENT, "ada")
    assert pages.next_undecided(db, Filter(), queue["bridge"]) is None
    assert pages.next_undecided(db, Filter(), queue["hurt"]) == queue["bridge"]


def test_marking_and_going_on_visits_every_cluster_once(
    db: Database, queue: dict[str, int]
) -> None:
    visited = []
    here = pages.next_undecided(db, Filter())
    while here is not None:
        visited.append(here)
        acts.mark(db, here, Label.CONSISTENT, "ada")
        here = pages.next_undecided(db, Filter(), here)
    assert visited == [queue["hurt"], queue["school"], queue["bridge"]]
    assert pages.progress(db) == (4, 4)


# Counts


def test_progress_counts_verdicts_not_notes_or_flags(db: Database, queue: dict[str, int]) -> None:
    assert pages.progress(db) == (1, 4)
    acts.undo(db, "ada")
    assert pages.progress(db) == (1, 4)


def test_the_tally_counts_what_is_in_force(db: Database, queue: dict[str, int]) -> None:
    tally = pages.tally(db)
    assert tally == Tally(
        sources=2,
        documents=2,
        sentences=6,
        claims=6,
        clusters=4,
        decided=1,
        flagged=1,
        verdicts={"consistent": 1},
        suggestions={"conflicting": 1, "consistent": 1, "single-sourced": 2},
        judged_claims=2,
    )
    documents.put(db, article("Nothing else happened.", "Beta", "beta.txt"))
    after = pages.tally(db)
    assert replace(after, sentences=6, claims=6, judged_claims=2) == tally
    assert (after.sentences, after.claims) == (3, 3)


def test_an_empty_project_has_nothing_to_show(db: Database) -> None:
    assert pages.tally(db) == Tally()
    assert pages.progress(db) == (0, 0)
    assert list(pages.ids(db, Filter())) == []
    assert pages.next_undecided(db, Filter()) is None

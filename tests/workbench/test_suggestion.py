"""What is suggested for a cluster, and which characters are named for it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Claim, Kind, Label
from workbench.stages.suggestion import Statement, suggest


def statement(text: str, number: int, source: str = "", published: str = "") -> Statement:
    claim = Claim(text, ((100, 100 + len(text)),), document_id=number, id=number)
    return Statement(claim, source or f"source {number}", published)


def differences(left: str, right: str, published: str = "") -> list[tuple[Kind, str, str]]:
    found = suggest([statement(left, 1, "", published), statement(right, 2, "", published)])
    return [
        (
            d.kind,
            left[d.left.start - 100 : d.left.end - 100],
            right[d.right.start - 100 : d.right.end - 100],
        )
        for d in found.differences
    ]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("14 people were hurt", "17 people were hurt", (Kind.NUMBER, "14", "17")),
        (
            "The ferry hit the pier at 6:40 p.m.",
            "The ferry hit the pier at 7:15 p.m.",
            (Kind.TIME, "6:40 p.m.", "7:15 p.m."),
        ),
        (
            "The generals met on Tuesday in Poland",
            "The generals met on Friday in Poland",
            (Kind.DATE, "Tuesday", "Friday"),
        ),
        (
            "The generals met for talks in Warsaw",
            "The generals met for talks in Lublin",
            (Kind.PLACE, "Warsaw", "Lublin"),
        ),
        (
            "Capt. R. J. Hale was in command of the ferry",
            "Capt. Lewis Corran was in command of the ferry",
            (Kind.NAME, "R. J. Hale", "Lewis Corran"),
        ),
        (
            "The ferry had passed its inspection",
            "The ferry had not passed its inspection",
            (Kind.NEGATION, "passed", "not"),
        ),
        (
            "The Netherlands will send a missile system",
            "The Netherlands may send a missile system",
            (Kind.CERTAINTY, "will", "may"),
        ),
    ],
)
def test_each_kind_of_difference_is_found_and_pointed_at(
    left: str, right: str, expected: tuple[Kind, str, str]
) -> None:
    assert differences(left, right) == [expected]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("About 300 people were aboard", "297 people were aboard"),
        ("Gen. Valery Zaluzhny met him in Poland", "Gen. Valeriy Zaluzhniy met him in Poland"),
        ("Fourteen people were hurt", "14 people were hurt"),
        ("The ferry hit the pier", "The ferry hit Pier No. 4"),
        ("It struck at 6:40 p.m.", "It struck at 1840 GMT"),
        ("No one was hurt", "Nobody was hurt"),
        ("14 people were hurt and 300 were aboard", "300 people were aboard, 14 people were hurt"),
    ],
)
def test_what_only_looks_different_is_consistent(left: str, right: str) -> None:
    assert suggest([statement(left, 1), statement(right, 2)]).label is Label.CONSISTENT


def test_one_source_is_single_sourced_however_many_articles() -> None:
    one = suggest([statement("14 were hurt", 1, "Alpha"), statement("14 were hurt", 2, "Alpha")])
    assert one.label is Label.SINGLE_SOURCED


def test_an_update_of_one_source_is_shown_but_stays_single_sourced() -> None:
    found = suggest(
        [statement("14 people died", 1, "Alpha"), statement("17 people died", 2, "Alpha")]
    )
    assert found.label is Label.SINGLE_SOURCED
    assert [d.kind for d in found.differences] == [Kind.NUMBER]


def test_two_numbers_in_one_article_are_shown_and_do_not_alarm() -> None:
    a, b = statement("14 people died", 1, "Alpha"), statement("17 people died", 2, "Alpha")
    same_article = replace(b, claim=replace(b.claim, document_id=1))
    other = statement("Rain fell", 3, "Beta")
    suggestion = suggest([a, same_article, other])
    assert [d.doubt for d in suggestion.differences] == ["within one article"]
    assert suggestion.label is Label.CONSISTENT


def test_other_differences_within_one_article_are_not_looked_for() -> None:
    a = statement("The generals met on Tuesday in Poland", 1, "Alpha")
    b = statement("The generals met on Friday in Poland", 1, "Alpha")
    assert suggest([a, replace(b, claim=replace(b.claim, id=2))]).differences == ()


def test_a_toll_that_has_grown_by_a_later_article_may_be_an_update() -> None:
    early = statement("14 people were killed", 1, "Alpha", "2031-01-02")
    late = statement("17 people were killed", 2, "Beta", "2031-01-03")
    suggestion = suggest([early, late])
    assert [d.doubt for d in suggestion.differences] == [
        "may be an update: 2031-01-02, then 2031-01-03"
    ]
    assert suggestion.label is Label.CONSISTENT
    fallen = replace(late, published="2031-01-01")
    assert suggest([early, fallen]).label is Label.CONFLICTING
    same_day = replace(late, published="2031-01-02")
    assert suggest([early, same_day]).label is Label.CONFLICTING


def test_what_alarms_comes_before_what_is_in_doubt() -> None:
    a = statement("14 people died at the bridge at 6 p.m.", 1, "Alpha", "2031-01-02")
    b = statement("17 people died at the bridge at 7 p.m.", 2, "Beta", "2031-01-03")
    found = suggest([a, b]).differences
    assert [(d.kind, bool(d.doubt)) for d in found] == [(Kind.TIME, False), (Kind.NUMBER, True)]
    assert (found[0].left_value, found[0].right_value) == ("18:00", "19:00")


def test_places_reach_over_the_gaps_of_a_claim() -> None:
    claim = Claim("14 people were hurt", ((10, 13), (20, 36)), document_id=1, id=1)
    other = statement("17 people were hurt", 2)
    (found,) = suggest([Statement(claim, "Alpha"), other]).differences
    assert (found.left.start, found.left.end) == (10, 12)


PIECES = st.sampled_from(
    [
        "14 people were hurt", "minus 17 degrees", "17 were", "no", "not hurt", "in Poland",
        "7 p.m.",
        "on Tuesday", "Jan. 4", "Capt. Hale", "north of Vale", "$3", "2-1/2 years", "0", "may", ".",
    ]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=6).map(" ".join), max_size=5))
def test_the_order_of_claims_changes_nothing_but_sides(texts: list[str]) -> None:
    statements = [statement(text or "x", n) for n, text in enumerate(texts, 1)]
    forward, backward = suggest(statements), suggest(statements[::-1])
    assert forward.label == backward.label
    pairs = {(d.kind, frozenset((d.left, d.right))) for d in forward.differences}
    assert pairs == {(d.kind, frozenset((d.left, d.right))) for d in backward.differences}

"""Which claim of a newer version stands where one of the older stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.records import Claim
from workbench.versions import heirs

HURT = "The old bridge was closed on Monday after {} people were hurt."


def told(*texts: str, first: int = 1) -> list[Claim]:
    return [Claim(text, ((n, n + 1),), id=n) for n, text in enumerate(texts, first)]


def by_text(older: list[Claim], newer: list[Claim]) -> dict[str, str]:
    texts = {claim.id: claim.text for claim in (*older, *newer)}
    return {texts[old]: texts[new] for old, new in heirs(older, newer).items()}


def test_the_same_words_are_the_same_claim_wherever_they_stand_now() -> None:
    older = told("It rained.", "The mayor came.", "Schools stay open.")
    newer = told("Schools stay open.", "It rained.", "A ship sank.", first=11)
    assert heirs(older, newer) == {1: 12, 3: 11}


def test_other_words_in_the_same_place_are_the_same_claim_put_otherwise() -> None:
    older = told("It rained.", HURT.format(14), "Schools stay open.")
    newer = told("It rained.", HURT.format(17), "Schools stay open.", first=11)
    assert by_text(older, newer)[HURT.format(14)] == HURT.format(17)


def test_other_words_in_another_place_are_another_claim() -> None:
    older = told(HURT.format(14), "It rained.", "Schools stay open.")
    newer = told("It rained.", "Schools stay open.", HURT.format(17), first=11)
    assert HURT.format(14) not in by_text(older, newer)


def test_words_that_have_nothing_in_common_are_another_claim() -> None:
    assert heirs(told("It rained all night."), told("The mayor came by ship.", first=11)) == {}


def test_of_several_in_one_gap_the_most_alike_go_together() -> None:
    older = told(HURT.format(14), "The mayor visited the old bridge.")
    newer = told("The mayor visited the new bridge.", HURT.format(15), first=11)
    assert heirs(older, newer) == {1: 12, 2: 11}


def test_lines_that_are_there_twice_keep_their_order() -> None:
    older = told("It rained.", "The mayor came.", "It rained.")
    newer = told("It rained.", "The mayor came.", "It rained.", first=11)
    assert heirs(older, newer) == {1: 11, 2: 12, 3: 13}
    assert heirs(older, newer[:2]) == {1: 11, 2: 12}


LINES = st.lists(st.sampled_from(["a b c", "a b d", "x y", "x y z", "q"]), max_size=6)


@given(LINES, LINES)
def test_no_claim_has_two_heirs_and_equal_words_never_lie_idle(a: list[str], b: list[str]) -> None:
    older, newer = told(*a), told(*b, first=101)
    found = heirs(older, newer)
    assert len(set(found.values())) == len(found)
    assert found.keys() <= {claim.id for claim in older}
    idle = {c.text for c in older if c.id not in found}
    assert idle.isdisjoint(c.text for c in newer if c.id not in found.values())

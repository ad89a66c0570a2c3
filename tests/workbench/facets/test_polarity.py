"""Negations, modals, and what they govern."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.facets.polarity import Certainty, asserted, modals, negations


def test_a_negation_governs_the_words_behind_it() -> None:
    text = "The ferry had not passed its annual inspection"
    (cue,) = negations(text)
    assert text[cue.start : cue.end] == "not"
    assert cue.governs[0] == "pass"


def test_contracted_and_worded_negations_are_known() -> None:
    assert len(negations("It wasn't hurt, nobody saw it, and no fuel was ever lost")) == 3


def test_a_plan_and_a_possibility_are_told_apart() -> None:
    (plan,), (chance,) = modals("It will reopen on Monday"), modals("It may reopen on Monday")
    assert plan.governs == chance.governs == ("reopen",)
    assert (plan.certainty, chance.certainty) == (Certainty.PLANNED, Certainty.POSSIBLE)


def test_a_modal_reaches_over_a_day() -> None:
    (cue,) = modals("The Netherlands appeared poised on Tuesday to send a missile system")
    assert (cue.certainty, cue.governs) == (Certainty.POSSIBLE, ("send",))


def test_asserted_passes_over_denied_words() -> None:
    assert asserted("The ferry had passed its inspection", "pass") == (14, 20)
    assert asserted("The ferry had not passed its inspection", "pass") is None
    assert asserted("The ferry is to pass its inspection", "pass") is None


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for cue in [*negations(text), *modals(text)]:
        assert 0 <= cue.start < cue.end <= len(text)

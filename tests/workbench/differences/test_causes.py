"""One reason here, another there."""

from __future__ import annotations

from tests.workbench.differences.reading import found
from workbench.differences.cause import MAY_BE_BOTH, causes_differ

RAIN = "The match was called off because of heavy rain"


def test_other_reasons_are_a_doubt_the_same_is_none() -> None:
    (other,) = found(causes_differ, RAIN, "The match was called off due to a strike")
    assert other == ("heavy rain", "a strike", "heavy rain", "a strike", MAY_BE_BOTH)
    assert found(causes_differ, RAIN, "The match was called off due to rain") == []
    assert found(causes_differ, RAIN, "The match was called off after a strike") == []


def test_what_has_one_cause_has_no_other() -> None:
    stroke = "The singer died of a stroke"
    (sure,) = found(causes_differ, stroke, "The singer died from a burst vessel")
    assert sure[-1] == ""
    (unsure,) = found(causes_differ, stroke, "His dog died from a burst vessel")
    assert unsure[-1] == MAY_BE_BOTH


def test_a_reason_that_is_denied_stands_against_itself_alone() -> None:
    money = "Ross left because of money"
    (denied,) = found(causes_differ, money, "Ross left, not because of money, he said")
    assert denied[-1] == ""
    assert found(causes_differ, money, "Ross left, not because of the script") == []

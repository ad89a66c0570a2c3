"""What one text leaves open and another tells for certain: a doubt, one may only know more."""

from __future__ import annotations

from tests.workbench.differences.reading import found
from workbench.differences.hedge import MAY_KNOW_MORE, open_and_settled_differ

TALKS = "Harbour Lines is in talks to buy the old mill"
BOUGHT = "Harbour Lines has agreed to buy the old mill"


def test_talks_are_told_beside_what_is_settled() -> None:
    expected = ("in talks", "has", "open", "settled", MAY_KNOW_MORE)
    assert found(open_and_settled_differ, TALKS, BOUGHT) == [expected]
    left, right, ours, theirs, doubt = expected
    assert found(open_and_settled_differ, BOUGHT, TALKS) == [(right, left, theirs, ours, doubt)]


def test_what_both_leave_open_or_settle_is_no_difference() -> None:
    assert found(open_and_settled_differ, TALKS, "Harbour Lines may buy the old mill") == []
    assert found(open_and_settled_differ, BOUGHT, BOUGHT) == []
    assert found(open_and_settled_differ, TALKS, "The town was flooded in May") == []
    assert found(open_and_settled_differ, TALKS, "Harbour Lines has not bought the mill") == []

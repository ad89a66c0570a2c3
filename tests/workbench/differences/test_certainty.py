"""Suspected against told, possible against done, unknown against known, denied beside a fact."""

from __future__ import annotations

import pytest

from tests.workbench.differences.reading import found
from workbench.differences.denial import REPORTED, denials_differ
from workbench.differences.hedge import (
    MAY_KNOW_MORE,
    hedges_differ,
    modals_differ,
    unknowns_differ,
)
from workbench.differences.negation import negations_differ

ARSON = "The chapel in Vale was damaged by arson"
SUSPECTED = "The chapel in Vale was damaged by suspected arson"


def test_a_suspicion_stands_against_what_is_told() -> None:
    assert found(hedges_differ, ARSON, SUSPECTED) == [
        ("arson", "suspected", "asserted", "possible", "")
    ]
    assert found(hedges_differ, SUSPECTED, ARSON) == [
        ("suspected", "arson", "possible", "asserted", "")
    ]
    assert found(hedges_differ, SUSPECTED, SUSPECTED) == []
    assert found(hedges_differ, SUSPECTED, "Two men were jailed for arson") == []


def test_what_may_be_stands_against_what_is() -> None:
    could, does = "The flaw could affect the pumps", "The flaw affects the pumps"
    assert [f[:4] for f in found(modals_differ, could, does)] == [
        ("could", "affects", "possible", "asserted")
    ]
    assert found(modals_differ, "The flaw will affect the pumps", does) == []
    assert found(modals_differ, could, "The maker denies that the flaw affects the pumps") == []


def test_what_one_does_not_know_is_shown_as_a_doubt() -> None:
    unknown = "The cause of the fire at the chapel is not yet known"
    told = "A candle was the cause of the fire at the chapel"
    (one,) = found(unknowns_differ, unknown, told)
    assert one[2:] == ("unknown", "told", MAY_KNOW_MORE)
    (other,) = found(unknowns_differ, told, unknown)
    assert other[2:] == ("told", "unknown", MAY_KNOW_MORE)
    assert found(unknowns_differ, unknown, unknown) == []
    assert found(unknowns_differ, unknown, f"{told}, an unnamed source said") == []
    assert found(unknowns_differ, unknown, "The ferry left Skerrin at noon") == []


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        (
            "The mayor denied closing the old bridge",
            "The mayor had the old bridge closed",
            [("denied", "asserted", REPORTED)],
        ),
        (
            "The old bridge was closed by the mayor",
            "The mayor denies that she closed the bridge",
            [("asserted", "denied", REPORTED)],
        ),
        ("The mayor denied closing the bridge", "She denied having closed the bridge", []),
        ("The mayor denied closing the bridge", "The ferry left at noon", []),
        ("He denied arson following the fire at a shop", "Crews fought the fire at a shop", []),
    ],
)
def test_a_reported_denial_is_a_doubt(
    left: str, right: str, values: list[tuple[str, str, str]]
) -> None:
    assert [f[2:] for f in found(denials_differ, left, right)] == values


def test_a_plea_denies_no_verdict() -> None:
    guilty = "The skipper was found guilty of arson"
    assert found(negations_differ, guilty, "The skipper was found not guilty of arson")
    assert found(negations_differ, guilty, "The skipper pleaded not guilty of arson") == []

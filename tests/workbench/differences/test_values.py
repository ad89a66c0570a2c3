"""Durations in other units, records, months and years, offices."""

from __future__ import annotations

import pytest

from tests.workbench.differences.reading import found
from workbench.differences.duration import durations_differ
from workbench.differences.period import periods_differ
from workbench.differences.record import records_differ
from workbench.differences.role import roles_differ


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("They moved in 30 months ago", "It is about two years old", ("30 month", "2 year")),
        ("They moved in 24 months ago", "It is two years old", None),
        ("It took 90 minutes", "It took three hours", ("90 minut", "3 hour")),
        ("It took 90 minutes", "It took three days", None),
        ("It took 30 months", "It took 40 months", None),
        ("It took 30 months", "It took about two years, or 30 months", None),
    ],
)
def test_durations_are_compared_across_units(
    left: str, right: str, values: tuple[str, str] | None
) -> None:
    assert [f[2:4] for f in found(durations_differ, left, right)] == ([values] if values else [])


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("Hale, 53-3, fights on", "Hale has a record of 52-3", ("53-3", "52-3")),
        ("Vale won 4-2", "Vale won 4-2", None),
        ("a 10-15 percent cut", "a 10-20 percent cut", None),
        ("Vale won 4-2, then 3-1", "Vale won 4-1", None),
        ("on 2031-01-14", "on 2031-01-15", None),
    ],
)
def test_records_are_compared_when_each_gives_one(
    left: str, right: str, values: tuple[str, str] | None
) -> None:
    assert [f[2:4] for f in found(records_differ, left, right)] == ([values] if values else [])


def test_months_and_years_differ_in_claims_that_are_alike() -> None:
    left, right = "He was jailed in June 1998 for theft", "He was jailed in June 1999 for theft"
    assert found(periods_differ, left, right) == [
        ("June 1998", "June 1999", "1998-06", "1999-06", "")
    ]
    assert found(periods_differ, left, "The dam burst in June 1999, and Vale was lost") == []
    assert found(periods_differ, left, f"{right} and in June 1998 for arson") == []
    seen = ("She sings this year", "She sings next year")
    assert found(periods_differ, *seen)[0][2:4] == ("this year", "next year")
    assert found(periods_differ, *seen, ("2031-01-02", "2030-12-30")) == []


def test_one_person_holds_one_of_two_offices() -> None:
    assert found(roles_differ, "CEO Lena Moss flew in", "COO Lena Moss met him") == [
        ("CEO", "COO", "ceo", "coo", "")
    ]
    assert found(roles_differ, "CEO Lena Moss flew in", "COO Mark Vale met him") == []
    assert found(roles_differ, "CEO Lena Moss flew in", "Mayor Lena Moss met him") == []

"""Months and years are read with the year where it is told."""

from __future__ import annotations

import pytest

from workbench.facets.periods import exclusive, periods


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("He was tried in June 1998 and freed in 2003", "", ["1998-06", "2003"]),
        ("It opens in late May", "", ["05"]),
        ("It opens in May 5 times", "", []),
        ("It may open in the 2003 Cup", "", []),
        ("It sank on June 24, 2005", "", []),
        ("It was built in 2003-04", "", []),
        ("They will sing next year", "", ["next year"]),
        ("They will sing next year", "2031-01-14", ["2032"]),
        ("They sang last month", "2031-01-14", ["2030-12"]),
        ("They sing this month", "2031-12-14", ["2031-12"]),
        ("They sing this month", "one day", ["this month"]),
    ],
)
def test_months_and_years_are_read(text: str, published: str, expected: list[str]) -> None:
    found = periods(text, published)
    assert [period.value for period in found] == expected
    assert all(text[period.start : period.end] for period in found)


def test_only_what_is_told_in_one_way_excludes_each_other() -> None:
    def one(text: str) -> object:
        return periods(text)[0]

    assert exclusive(one("in June 1998"), one("in June 1999"))
    assert exclusive(one("this year"), one("next year"))
    assert not exclusive(one("in June"), one("in June 1999"))
    assert not exclusive(one("this year"), one("next month"))
    assert not exclusive(one("in 1999"), one("in 1999"))

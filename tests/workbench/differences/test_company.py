"""How many came along is compared whatever they are called."""

from __future__ import annotations

import pytest

from tests.workbench.differences.reading import found
from workbench.differences.company import companies_differ

FIVE = "The envoy was accompanied by five other officials and a doctor"


@pytest.mark.parametrize(
    ("right", "values"),
    [
        ("The group was small: the envoy and six of her senior aides", ("5 officials", "6 aides")),
        ("A delegation of seven people came with her", ("5 officials", "7 people")),
        ("A delegation of five people came with her", None),
        ("Six of her senior aides have resigned", None),
        ("She was accompanied by two dogs", None),
        ("She was accompanied by six officials and five aides", None),
    ],
)
def test_companies_differ_in_their_number(right: str, values: tuple[str, str] | None) -> None:
    assert [f[2:4] for f in found(companies_differ, FIVE, right)] == ([values] if values else [])


def test_a_count_of_the_same_people_is_left_to_the_rule_of_numbers() -> None:
    assert found(companies_differ, FIVE, FIVE.replace("five", "six")) == []

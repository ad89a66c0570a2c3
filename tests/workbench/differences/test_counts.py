"""Counts: the phrase behind a number, parts and their sum, each against all."""

from __future__ import annotations

import pytest

from tests.workbench.differences.reading import found
from workbench.differences.number import OF_EACH, numbers_differ


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("They hold 12 ships", "They hold at least 14 foreign vessels", ("12 ship", "14")),
        ("It has 12 crew members aboard", "It has 16 crewmen aboard", ("12 crew", "16 crew")),
        ("It holds a 256MB card", "It holds up to 16GB cards", None),
        ("Two were hurt, one man died", "Three men were shot", None),
        ("One man died, two men were hurt", "Three men were shot", None),
        ("12 Vale sailors and 11 Skerrin sailors were held", "23 sailors were held", None),
    ],
)
def test_what_is_counted_is_a_phrase_and_may_have_parts(
    left: str, right: str, values: tuple[str, str] | None
) -> None:
    got = [f[2:4] for f in found(numbers_differ, left, right)]
    assert len(got) == (values is not None)
    assert all(v.endswith(w) or w in v for pair in got for v, w in zip(pair, values, strict=True))


def test_what_is_told_of_each_may_agree_with_what_is_told_of_all() -> None:
    each, all_ = "The ferry carries 40 cars each day", "The ferry carries 300 cars"
    assert [f[-1] for f in found(numbers_differ, each, all_)] == [OF_EACH]
    assert [f[-1] for f in found(numbers_differ, each, each.replace("40", "50"))] == [""]

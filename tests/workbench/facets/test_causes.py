"""Reasons, as a text names them."""

from __future__ import annotations

import pytest

from workbench.facets.causes import causes


@pytest.mark.parametrize(
    ("text", "reason", "sure", "negated"),
    [
        ("The match was off because of heavy rain, the club said", "heavy rain", False, False),
        ("He died of a stroke in May", "a stroke in May", True, False),
        ("The fire was caused by a candle and spread", "a candle", True, False),
        ("She left, not because of money", "money", False, True),
    ],
)
def test_a_reason_is_read_with_its_words(text: str, reason: str, sure: bool, negated: bool) -> None:
    (cause,) = causes(text)
    assert text[cause.start : cause.end] == reason
    assert (cause.sure, cause.negated) == (sure, negated)
    assert cause.stems


def test_a_text_without_a_reason_has_none() -> None:
    assert causes("The match was off after heavy rain") == []
    assert causes("They stayed because of it.") == []

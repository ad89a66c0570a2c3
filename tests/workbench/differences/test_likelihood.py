"""A conflict is the likelier the more is at odds; of one article it is not asked."""

from __future__ import annotations

import pytest

from db.records import Claim
from workbench.differences.likelihood import features, likelihood
from workbench.differences.reading import Reading, Statement

ALIKE = ("14 people were hurt on the bridge", "On the bridge 14 people were hurt")


def readings(*texts: str, articles: int = 9) -> list[Reading]:
    return [
        Reading(Statement(Claim(text, ((0, len(text)),), document_id=n % articles, id=n), f"s{n}"))
        for n, text in enumerate(texts, 1)
    ]


def likely(*texts: str, alarms: int = 0) -> float:
    return likelihood(readings(*texts), alarms=alarms)


def test_claims_that_say_the_same_hardly_conflict() -> None:
    assert 0 < likely(*ALIKE) < 0.1


@pytest.mark.parametrize(
    "other",
    [
        "On the bridge 17 people were hurt",
        "Possibly on the bridge 14 people were hurt",
        "How many people were hurt on the bridge is unknown",
        "A lorry driver was seen leaving the harbour, 14 in all",
    ],
)
def test_whatever_is_at_odds_makes_a_conflict_likelier(other: str) -> None:
    assert likely(ALIKE[0], other) > likely(*ALIKE)


def test_an_alarm_weighs_most() -> None:
    assert likely(*ALIKE, alarms=1) > 2 * likely(*ALIKE)
    assert max(likely("17", "a b", alarms=1), 0.5) <= 1


def test_one_article_is_in_no_conflict_with_others() -> None:
    assert features(readings(*ALIKE, articles=1), alarms=1) == {}
    assert likelihood(readings(*ALIKE, articles=1), alarms=1) == 0.0
    assert likelihood([], alarms=0) == 0.0

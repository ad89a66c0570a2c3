"""Doubt is told from ability, a wish from a plan."""

import pytest

from db.records import Certainty
from tests.workbench.clauses.test_article import claims


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The storm could not be seen from the pier.", Certainty.ASSERTED),
        ("Rescuers could hear voices below the rubble.", Certainty.ASSERTED),
        ("The mayor wants to close the pier.", Certainty.ASSERTED),
        ("The army could attack the town.", Certainty.POSSIBLE),
        ("The ferry could have been saved.", Certainty.POSSIBLE),
        ("The ferry could not have been saved if the storm had lasted.", Certainty.POSSIBLE),
    ],
)
def test_could_is_a_doubt_only_where_it_is_no_ability(sentence: str, expected: Certainty) -> None:
    (claim,) = claims(sentence)[1]
    assert claim.certainty is expected

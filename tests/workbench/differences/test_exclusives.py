"""What excludes each other: words of one group, homes of one person, partners of one person."""

from __future__ import annotations

from tests.workbench.differences.reading import found
from workbench.differences.exclusive import exclusives_differ
from workbench.differences.home import homes_differ
from workbench.differences.partner import partners_differ

SHOT = "A clerk opened fire with a shotgun in the office"


def test_words_that_exclude_each_other_are_told_in_claims_that_are_alike() -> None:
    rifle = "A clerk opened fire in the office with a rifle"
    assert found(exclusives_differ, SHOT, rifle) == [("shotgun", "rifle", "shotgun", "rifle", "")]
    assert found(exclusives_differ, SHOT, SHOT) == []
    assert found(exclusives_differ, SHOT, "A clerk opened fire with a shotgun or a rifle") == []
    assert found(exclusives_differ, SHOT, "Police later found a rifle in his car") == []


def test_one_person_is_not_from_two_places() -> None:
    coffee = "Peter Hale of Skerrin was convicted"
    (home,) = found(homes_differ, coffee, "Peter Hale, 38, of Port Ellery was convicted")
    assert home == ("Skerrin", "Port Ellery", "Skerrin", "Port Ellery", "")
    assert found(homes_differ, coffee, "Lena Moss, of Port Ellery, was convicted") == []
    assert found(homes_differ, coffee, "Peter Hale of Port Ellery drove to Skerrin") == []


def test_two_people_with_another_partner_are_told_unless_both_texts_know_her() -> None:
    stewart = "Robert Pattin and Kristen Stahl will star in the film"
    (partner,) = found(partners_differ, stewart, "The film, with Robert Pattin and Kristen Bell")
    assert partner[:2] == ("Kristen Stahl", "Kristen Bell")
    turned = "The film with Kristen Bell and Robert Pattin"
    assert [f[:2] for f in found(partners_differ, stewart, turned)] == [partner[:2]]
    assert found(partners_differ, stewart, f"{turned}, and Stahl as his sister") == []
    assert found(partners_differ, stewart, "Lena Moss, Robert Pattin and Kristen Bell star") == []

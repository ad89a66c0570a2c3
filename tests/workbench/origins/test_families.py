"""Publisher families: only what the table says, and nothing for an outlet that it does not name."""

from pathlib import Path

import pytest

from db.origin import Reason
from tests.workbench.origins.sample import article
from workbench.origins.families import load_families, one_family, read_families
from workbench.origins.outlets import outlet_key


@pytest.mark.parametrize(
    "spelling", ["The Wall Street Journal", "Wall Street Journal", "THE WALL STREET JOURNAL "]
)
def test_spellings_of_an_outlet_have_one_owner(spelling: str) -> None:
    assert load_families().owner(spelling) == "News Corp"


def test_addresses_and_names_are_one_outlet() -> None:
    assert outlet_key("https://www.usatoday.com/") == outlet_key("USA Today")
    assert outlet_key("inews.co.uk") == "inews"
    assert outlet_key("The") == "the"


def test_an_unknown_outlet_has_no_owner() -> None:
    assert load_families().owner("The Ellery Lantern") is None
    assert load_families().owner("") is None


def test_the_table_names_some_fifteen_owners_and_no_outlet_twice() -> None:
    owners = load_families().owners
    assert len(set(owners.values())) >= 15
    assert all(list(owners.values()).count(owner) > 1 for owner in set(owners.values()))


def test_two_outlets_of_one_owner_are_related_and_two_articles_of_one_outlet_are_not() -> None:
    documents = [
        article("x", 3, "MarketWatch"),
        article("y", 1, "Barron's"),
        article("z", 2, "USA Today"),
        article("w", 4, "USA Today"),
        article("v", 5, "The Ellery Lantern"),
    ]
    relations = one_family(documents, load_families())
    assert [(r.reason, r.documents, r.name) for r in relations] == [
        (Reason.FAMILY, (1, 3), "News Corp")
    ]


def test_another_table_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('"Ellery Press" = ["The Ellery Lantern", "Skerrin Mail"]\n', encoding="utf-8")
    families = load_families(path)
    assert families.owner("Ellery Lantern") == "Ellery Press"
    assert families.owner("MarketWatch") is None


@pytest.mark.parametrize("text", ['a = "b"', "a = [1]", 'a = ["x"]\nb = ["The X"]', "nonsense"])
def test_a_broken_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_families(text)

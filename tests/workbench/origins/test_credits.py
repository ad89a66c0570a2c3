"""Credits to agencies: in a dateline, a byline, a credit line; never where one is only named."""

from pathlib import Path

import pytest

from db.origin import Evidence, Reason
from tests.workbench.origins.sample import article, split_all
from workbench.origins.agencies import load_agencies, read_agencies
from workbench.origins.credits import credit, one_agency

AGENCIES = load_agencies()
HEAD = "Ferry strikes a pier in the north\n\n"
BODY = "A ferry struck a pier in the harbour town on Tuesday, officials said. It was late.\n"


def credited(text: str, source: str = "The Lantern") -> tuple[str, str] | None:
    document = article(text, 1, source)
    found = credit(document, split_all([document])[1], AGENCIES)
    return found and (found.agency, text[found.start : found.end])


@pytest.mark.parametrize(
    ("text", "agency", "place"),
    [
        (f"{HEAD}KYIV (AP) — {BODY}", "Associated Press", "AP"),
        (f"{HEAD}PORT ELLERY, March 3 (Reuters) - {BODY}", "Reuters", "Reuters"),
        (f"(AFP) – {BODY}", "Agence France-Presse", "AFP"),
        (f"WASHINGTON (AP) {BODY}", "Associated Press", "AP"),
        (f"LONDON — Reuters — {BODY}", "Reuters", "Reuters"),
        (f"{HEAD}By The Associated Press\n\n{BODY}", "Associated Press", "Associated Press"),
        (f"{HEAD}By JO DOE, Associated Press\n\n{BODY}", "Associated Press", "Associated Press"),
        (f"{HEAD}By Jo Doe | Reuters\n\n{BODY}", "Reuters", "Reuters"),
        (f"{HEAD}Source: AFP\n\n{BODY}", "Agence France-Presse", "AFP"),
        (f"{HEAD}{BODY}\n--Reuters", "Reuters", "Reuters"),
        (f"{HEAD}{BODY}\n(With inputs from PTI)", "Press Trust of India", "PTI"),
        (
            f"{HEAD}{BODY}\nThe Associated Press contributed to this report.",
            "Associated Press",
            "Associated Press",
        ),
        (f"{HEAD}{BODY}\n© 2031 The Associated Press.", "Associated Press", "Associated Press"),
        (f"{HEAD}{BODY}\nThis story was first published by Reuters.", "Reuters", "Reuters"),
    ],
)
def test_a_credit_is_found_where_it_stands(text: str, agency: str, place: str) -> None:
    assert credited(text) == (agency, place)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{BODY}\nThe mayor told Reuters that the ferry had been late.",
        f"{HEAD}{BODY}\nThe ferry had been late, the Associated Press reported on Tuesday.",
        f"{HEAD}{BODY}\nFirefighters on the pier on Tuesday. (AP Photo/Jo Doe)",
        f"{HEAD}Photo: Reuters\n\n{BODY}",
        f"{HEAD}Photo by Jo Doe, Reuters\n\n{BODY}",
        f"{HEAD}Picture, Reuters\n\n{BODY}",
        f"{HEAD}By Anna Apfel, staff writer\n\n{BODY}",
        f"{HEAD}From wire reports\n\n{BODY}",
        f"The ministry (Interfax) was quoted. {BODY}",
        f"{HEAD}{BODY}\nA cap was found, and an apron.",
    ],
)
def test_an_agency_that_is_only_named_is_not_credited(text: str) -> None:
    assert credited(text) is None


def test_the_agency_itself_is_its_own_credit() -> None:
    assert credited(BODY, source="Reuters.com") == ("Reuters", "")


def test_of_two_agencies_the_dateline_counts() -> None:
    text = f"{HEAD}KYIV (AP) — {BODY}\nReuters contributed to this report."
    assert credited(text) == ("Associated Press", "AP")


def test_articles_of_one_agency_are_related_with_their_places() -> None:
    first, second = article(f"KYIV (AP) — {BODY}", 4), article(f"By AP\n\n{BODY}", 2)
    other = article(BODY, 3)
    relations = one_agency([first, second, other], split_all([first, second, other]), AGENCIES)
    assert [(r.reason, r.documents, r.name) for r in relations] == [
        (Reason.AGENCY, (2, 4), "Associated Press")
    ]
    assert relations[0].evidence == (Evidence(2, 3, 5), Evidence(4, 6, 8))


def test_another_table_of_agencies_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('["Norvane Wire"]\nnames = ["Norvane Wire", "Norvane"]\n', encoding="utf-8")
    document = article(f"SKARN (Norvane) — {BODY}", 1)
    found = credit(document, split_all([document])[1], load_agencies(path))
    assert found is not None
    assert found.agency == "Norvane Wire"
    for broken in ("x = 1", "[x]\nnames = 3", "[x]\nnames = [1]", "nonsense"):
        with pytest.raises(ValueError):
            read_agencies(broken)


def test_an_empty_table_credits_nobody() -> None:
    document = article(f"KYIV (AP) — {BODY}", 1)
    assert credit(document, split_all([document])[1], read_agencies("")) is None

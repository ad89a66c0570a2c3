"""Where a paragraph quotes, with the marks that newspapers use and those that only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.origins.quotations import quotations


@pytest.mark.parametrize(
    ("paragraph", "quoted"),
    [
        ("“We will come,” she said. “Soon.”", ["“We will come,”", "“Soon.”"]),
        ('He said: "We will come." Then he left.', ['"We will come."']),
        ("He said ‘we will not come’ again.", ["‘we will not come’"]),
        ("Sie sagte: „Wir kommen bald.“ Dann ging sie.", ["„Wir kommen bald.“"]),
        (
            "He added: “This goes on in the next paragraph.",
            ["“This goes on in the next paragraph."],
        ),
        ('The 6" pipe burst and flooded a 12" main.', []),
        ("It was the '90s and the workers' hall was full.", []),
        ("The team’s coach and the players’ wives didn’t come.", []),
        ("“He said ‘no’ to us,” she said.", ["“He said ‘no’ to us,”"]),
        ("", []),
    ],
)
def test_quotations_are_found(paragraph: str, quoted: list[str]) -> None:
    assert [paragraph[a:b] for a, b in quotations(paragraph)] == quoted


@given(st.text(alphabet="ab \"'“”‘’„«».,6", max_size=60))
def test_any_paragraph_is_read_in_order(paragraph: str) -> None:
    found = quotations(paragraph)
    assert all(a < b <= len(paragraph) for a, b in found)
    assert all(found[n][1] <= found[n + 1][0] for n in range(len(found) - 1))

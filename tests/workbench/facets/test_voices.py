"""Who says so, in the words of a claim."""

from __future__ import annotations

import pytest

from workbench.facets.voices import Voice, voice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fire was set on purpose, Col. Moss said", Voice("Col. Moss", "said")),
        ("According to the police, two men were hurt", Voice("the police", "According to")),
        ("The mayor reportedly left the town", Voice("", "reportedly")),
        ('"We lost everything," he shrugged', Voice("", "quoted")),
        ("Two men were hurt, reports said, and a dog", Voice("", "reports said")),
    ],
)
def test_what_is_reported_names_its_voice(text: str, expected: Voice) -> None:
    assert voice(text) == expected


@pytest.mark.parametrize(
    "text",
    ["The fire was set on purpose", "The mayor told the story", '"Moon," the novel, sold well', ""],
)
def test_what_is_asserted_has_none(text: str) -> None:
    assert voice(text) is None

"""Who says a claim and how it is linked to another stand beside it as data."""

import pytest

from tests.workbench.clauses.test_rules import TREES, shown
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree


def voices(sentence: str) -> list[tuple[str, str, str]]:
    tree = Tree(sentence, TREES[sentence])
    return [
        (shown(tree, voice.speaker), shown(tree, voice.cue), shown(tree, draft.items))
        for draft in claims(tree)
        for voice in draft.voices
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mayor Finch said the pier is safe.", [("Mayor Finch", "said", "the pier is safe")]),
        ("The pier is safe, Mayor Finch said.", [("Mayor Finch", "said", "The pier is safe")]),
        (
            "“The pier is safe,” said Mara Finch, the mayor of Ellery.",
            [("Mara Finch", "said", "The pier is safe")],
        ),
        (
            "The ministry confirmed that the general said the base was empty.",
            [
                ("The ministry", "confirmed", "the base was empty"),
                ("the general", "said", "the base was empty"),
            ],
        ),
        (
            "The mayor said the pier was safe, adding that it would open in May.",
            [
                ("The mayor", "said", "the pier was safe"),
                ("The mayor", "adding", "it would open in May"),
            ],
        ),
        (
            "The driver was drunk, according to the police.",
            [("the police", "according to", "The driver was drunk")],
        ),
        (
            "The mayor said in a statement on Monday that the pier was safe.",
            [("The mayor", "said on Monday", "the pier was safe")],
        ),
        (
            "The mayor said the pier was safe and that the ferry was late.",
            [
                ("The mayor", "said", "the pier was safe"),
                ("The mayor", "said", "the ferry was late"),
            ],
        ),
        (
            "The owner said last week they made an offer.",
            [("The owner", "said last week", "they made an offer")],
        ),
        (
            "The pier will open in May, the statement read.",
            [("the statement", "read", "The pier will open in May")],
        ),
        (
            "The two sides met on Monday, Corvane radio reported.",
            [("Corvane radio", "reported", "The two sides met on Monday")],
        ),
        ("His visit, she said, was a success.", [("she", "said", "His visit was a success")]),
    ],
)
def test_who_says_it_is_data(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert voices(sentence) == expected


def test_a_link_is_data() -> None:
    sentence = "The match was called off because the pitch was under water."
    drafts = claims(Tree(sentence, TREES[sentence]))
    assert [draft.link for draft in drafts] == ["", "because"]

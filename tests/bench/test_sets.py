"""How claims are brought into the form of the public sets that they are measured on."""

import pytest

from bench.sets.propsegment import without_marks
from bench.sets.triples import triples_of
from tests.workbench.clauses.test_rules import TREES
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree


def triples(sentence: str) -> list[tuple[str, ...]]:
    tree = Tree(sentence, TREES[sentence])
    return [
        tuple(
            " ".join(tree.words[w].text for w in slot if tree.upos(w) != "PUNCT") for slot in triple
        )
        for draft in claims(tree)
        for triple in triples_of(tree, draft)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The mayor opened the bridge and thanked the builders.",
            [("The mayor", "opened", "the bridge"), ("The mayor", "thanked", "the builders")],
        ),
        (
            "On Monday, the ferry made its first trip.",
            [
                ("the ferry", "made", "its first trip"),
                ("the ferry", "made its first trip On", "Monday"),
            ],
        ),
        (
            "The ministry plans to close the port and move the ferry to Ellery.",
            [
                ("The ministry", "plans to close", "the port"),
                ("The ministry", "plans to move", "the ferry"),
                ("The ministry", "plans to move the ferry to", "Ellery"),
            ],
        ),
        (
            "Mayor Finch said the pier is safe.",
            [("the pier", "is", "safe"), ("Mayor Finch", "said", "the pier is safe")],
        ),
        (
            "The city of Corvane is a port that exports grain.",
            [("The city of Corvane", "is", "a port"), ("The city of Corvane", "exports", "grain")],
        ),
        (
            "People who live near the dam were told to leave.",
            [("People", "live near", "the dam")],
        ),
        (
            "Mara Finch, chairwoman of the harbour board, opened the meeting.",
            [("Mara Finch", "opened", "the meeting")],
        ),
    ],
)
def test_a_claim_is_written_as_triples(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert triples(sentence) == expected


def test_marks_can_be_left_out_of_propositions() -> None:
    tokens = [{"text": text} for text in ("Finch", "(", "40", ")", "left", ".")]
    pair = ([frozenset({0, 1, 2, 3})], [frozenset({0, 4, 5})])
    assert without_marks([pair], [tokens]) == [([frozenset({0, 2})], [frozenset({0, 4})])]

"""Trees as a parser gets them wrong, and the claims that come out all the same.

Each tree of trees.conllu is spoilt first: words are hung where a parser was seen to hang them.
"""

import pytest

from tests.workbench.clauses.test_rules import TREES, shown
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree

Moves = list[tuple[str, str, str]]


def spoilt(sentence: str, moves: Moves) -> Tree:
    """Hang words on others; a word is its text, with its number where it is not the last."""
    tree = Tree(sentence, TREES[sentence])
    last = {word.text: i for i, word in enumerate(tree.words)}
    last |= {f"{word.text}:{i}": i for i, word in enumerate(tree.words)}
    for word, head, label in moves:
        tree.move(last[word], last[head], label)
    return tree


JOINTS = [
    (
        "The tower is used for safety and can guide ships.",
        [("guide", "safety", "conj")],
        ["The tower is used for safety", "The tower can guide ships"],
    ),
    (
        "She is the daughter of Ines Harrow and the sister of Tom Ashby.",
        [("sister", "Ines", "conj")],
        ["She is the daughter of Ines Harrow", "She is the sister of Tom Ashby"],
    ),
    (
        "Tom Ashby is a manager in the harbour office and its usual spokesman.",
        [("spokesman", "office", "conj")],
        ["Tom Ashby is a manager in the harbour office", "Tom Ashby is its usual spokesman"],
    ),
    (
        "The ferry was the first to enter the port, carrying 40 guests and winning the race.",
        [("carrying", "first", "advcl"), ("winning", "enter", "conj")],
        [
            "The ferry was the first to enter the port",
            "The ferry carr[ied] 40 guests",
            "The ferry [won] the race",
        ],
    ),
    (
        "Founded in 1850, they were the first club in Ellery.",
        [("Founded", "club", "acl")],
        ["they [were] [founded] in 1850", "they were the first club in Ellery"],
    ),
    (
        "He wrote for the Ellery Times, Corvane Post, Harbour Mail and Sunday Echo.",
        [("Post", "Times", "appos")],
        [
            "He wrote for the Ellery Times",
            "He wrote for Corvane Post",
            "He wrote for Harbour Mail",
            "He wrote for Sunday Echo",
        ],
    ),
    (
        "The captain praised Ann Lee and Tom Hill.",
        [("Hill", "Ann", "flat")],
        ["The captain praised Ann Lee", "The captain praised Tom Hill"],
    ),
]
JOINTS += [
    (
        "Ann Lee fell, and Tom Hill ran and shouted for help.",
        [("shouted", "fell", "conj")],
        ["Ann Lee fell", "Tom Hill ran and shouted for help"],
    ),
    (
        "Forty firefighters fought the blaze, which started at nine.",
        [("started", "firefighters", "acl:relcl")],
        ["Forty firefighters fought the blaze", "the blaze started at nine"],
    ),
    (
        "The man shot Judge Ann Lee, court reporter Tom Hill and a guard.",
        [("reporter", "Ann", "appos")],
        ["The man shot Judge Ann Lee, court reporter Tom Hill and a guard"],
    ),
]
JOINTS.append(
    (
        "One of the best pilots in Corvane, Tom Ashby, who flew for years, has died.",
        [],
        ["One of the best pilots in Corvane, Tom Ashby has died", "Tom Ashby flew for years"],
    )
)
JOINTS.append(
    (
        "He played in the Harbour Cup and the Corvane Gold Cup 2011.",
        [("2011", "Cup:5", "conj")],
        ["He played in the Harbour Cup", "He played in the Corvane Gold Cup 2011"],
    )
)


@pytest.mark.parametrize(("sentence", "moves", "expected"), JOINTS)
def test_like_is_joined_to_like(sentence: str, moves: Moves, expected: list[str]) -> None:
    tree = spoilt(sentence, moves)
    assert sorted(shown(tree, d.items) for d in claims(tree)) == sorted(expected)


SPEAKERS = [
    (
        "Finch said the church, which stands in Ellery, is about 30 years old.",
        [("church", "said", "obj"), ("old", "said", "conj")],
        ("Finch", "said"),
        "the church is about 30 years old",
    ),
    (
        "Mark Ashby told a judge that Mara Finch was sleeping and argued that the trial was late.",
        [],
        ("Mark Ashby", "argued"),
        "the trial was late",
    ),
    (
        "The club has offered a contract to Mark Harrow,"
        " general manager Tony Finch said Friday night.",
        [("Tony", "contract", "appos")],
        ("general manager Tony Finch", "said Friday night"),
        "The club has offered a contract to Mark Harrow",
    ),
    (
        "A harbour official speaking at the pier said that under the plan, a review would be held.",
        [("official", "held", "nsubj")],
        ("A harbour official speaking at the pier", "said"),
        "under the plan, a review would be held",
    ),
    (
        "The man was arrested, according to Harbour County Deputy Attorney Jacob Finch.",
        [("according", "Attorney", "case"), ("Attorney", "Jacob", "nmod:desc")],
        ("Harbour County Deputy Attorney Jacob Finch", "according to"),
        "The man was arrested",
    ),
    (
        "Mara Finch and another member of the board were arrested,"
        " the Ellery Times reported on its website, citing court papers.",
        [("reported", "Mara", "parataxis")],
        ("the Ellery Times", "reported"),
        "Mara Finch and another member of the board were arrested",
    ),
    (
        "Mayor Mara Finch said on Monday the pier is safe.",
        [("Monday", "safe", "obl")],
        ("Mayor Mara Finch", "said on Monday"),
        "the pier is safe",
    ),
    (
        "The mayor said the pier was safe and that the ferry was late.",
        [("late", "said", "conj")],
        ("The mayor", "said"),
        "the ferry was late",
    ),
    (
        "“It needs two new boats,” Finch said, adding that the old ones leak.",
        [("adding", "needs", "advcl")],
        ("Finch", "adding"),
        "the old ones leak",
    ),
]


@pytest.mark.parametrize(("sentence", "moves", "voice", "said"), SPEAKERS)
def test_what_is_said_keeps_its_speaker(
    sentence: str, moves: Moves, voice: tuple[str, str], said: str
) -> None:
    tree = spoilt(sentence, moves)
    found = {
        shown(tree, d.items): [(shown(tree, v.speaker), shown(tree, v.cue)) for v in d.voices]
        for d in claims(tree)
    }
    assert found[said] == [voice]


def test_a_bracket_stays_with_the_name_before_it() -> None:
    sentence = "She starred in Blue Harbour (1996) and Red River (1999)."
    tree = spoilt(sentence, [("1999", "Harbour", "nmod:unmarked"), (")", "Harbour", "punct")])
    assert [shown(tree, d.items) for d in claims(tree)] == [
        "She starred in Blue Harbour (1996)",
        "She starred in Red River (1999)",
    ]

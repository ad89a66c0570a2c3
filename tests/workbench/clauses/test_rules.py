"""Every construction with its claims. The trees stand in trees.conllu, so no weights are needed.

[brackets] are what was filled in.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.trees import Leaf, read
from workbench.clauses.draft import Fill, Item, compose
from workbench.clauses.extract import claims
from workbench.clauses.tree import Tree

TREES = dict(read(Path(__file__).parent / "trees.conllu"))


def shown(tree: Tree, items: tuple[Item, ...]) -> str:
    parts = compose(tree, items).parts
    return "".join(
        tree.text[part[0] : part[1]]
        if not isinstance(part, Fill)
        else part.text
        if part.why == "space"
        else f"[{part.text}]"
        for part in parts
    )


def split(sentence: str) -> list[str]:
    tree = Tree(sentence, TREES[sentence])
    return [shown(tree, draft.items) for draft in claims(tree)]


COORDINATION = [
    (
        "The mayor opened the bridge and thanked the builders.",
        ["The mayor opened the bridge", "The mayor thanked the builders"],
    ),
    (
        "The storm tore the roof off, and the school was closed for a week.",
        ["The storm tore the roof off", "the school was closed for a week"],
    ),
    (
        "The company has not paid the workers and has not answered their letters.",
        ["The company has not paid the workers", "The company has not answered their letters"],
    ),
    (
        "The ministry plans to close the port and move the ferry to Ellery.",
        ["The ministry plans to close the port", "The ministry plans to move the ferry to Ellery"],
    ),
    ("She wrote and directed the film.", ["She wrote the film", "She directed the film"]),
    (
        "The islands are not part of Corvane, but free states.",
        ["The islands are not part of Corvane", "The islands are free states"],
    ),
]
LISTS = [
    (
        "Corvane and Dunmarrow have pledged to send money to the island.",
        [
            "Corvane [has] pledged to send money to the island",
            "Dunmarrow [has] pledged to send money to the island",
        ],
    ),
    (
        "Police seized six rifles, 12 boats and about 300 rounds of ammunition.",
        [
            "Police seized six rifles",
            "Police seized 12 boats",
            "Police seized about 300 rounds of ammunition",
        ],
    ),
    (
        "The factory makes cars, buses and trucks, and it employs 900 people.",
        [
            "The factory makes cars",
            "The factory makes buses",
            "The factory makes trucks",
            "it employs 900 people",
        ],
    ),
]
ADVERBIAL = [
    (
        "The match was called off because the pitch was under water.",
        ["The match was called off", "the pitch was under water"],
    ),
    (
        "The sailors left the ship after the storm broke the mast.",
        ["The sailors left the ship", "the storm broke the mast"],
    ),
]
RELATIVE = [
    (
        "The pier, which was built in 1911, was badly damaged.",
        ["The pier was badly damaged", "The pier was built in 1911"],
    ),
    (
        "The crew sailed to Ellery, where the mayor met them.",
        ["The crew sailed to Ellery", "the mayor met them [in] Ellery"],
    ),
    (
        "The author, whose book sold a million copies, died on Sunday.",
        ["The author died on Sunday", "The author[’s] book sold a million copies"],
    ),
    (
        "The city of Corvane is a port that exports grain.",
        ["The city of Corvane is a port", "The city of Corvane exports grain"],
    ),
]
ROLES = [
    (
        "Mara Finch, chairwoman of the harbour board, opened the meeting.",
        ["Mara Finch opened the meeting", "Mara Finch [is] chairwoman of the harbour board"],
    ),
    (
        "A police spokesman, Tom Ashby, confirmed the arrest.",
        [
            "A police spokesman, Tom Ashby, confirmed the arrest",
            "Tom Ashby [is] [a] police spokesman",
        ],
    ),
    (
        "Ines Harrow, 59, was killed in the crash.",
        ["Ines Harrow was killed in the crash", "Ines Harrow [is] 59 [years old]"],
    ),
    (
        "Defense Secretary Lloyd Harrow visited the base on Tuesday.",
        [
            "Defense Secretary Lloyd Harrow visited the base on Tuesday",
            "Lloyd Harrow [is] Defense Secretary",
        ],
    ),
]
PARTICIPLES = [
    (
        "The navy stopped the boat, catching 26 pirates and seizing their weapons.",
        [
            "The navy stopped the boat",
            "The navy [caught] 26 pirates",
            "The navy seiz[ed] their weapons",
        ],
    ),
    (
        "Asked about the talks, the minister declined to comment.",
        ["the minister [was] [asked] about the talks", "the minister declined to comment"],
    ),
    (
        "Ellery is a town founded in 1850.",
        ["Ellery is a town", "Ellery [was] founded in 1850"],
    ),
    (
        "The rescuers worked all night, with volunteers carrying sandbags to the wall.",
        ["The rescuers worked all night", "volunteers [were] carrying sandbags to the wall"],
    ),
]
BESIDE = [
    (
        "The owner closed 40 shops (a storm had damaged them in 2015).",
        ["The owner closed 40 shops", "a storm had damaged them in 2015"],
    ),
    (
        "The storm hit the pier; the mayor closed the road.",
        ["The storm hit the pier", "the mayor closed the road"],
    ),
]

CONJUNCTS = [
    (
        "We are on the third floor, barricaded in.",
        ["We are on the third floor", "We [are] barricaded in"],
    ),
    (
        "Tom Ashby is a pilot and boat builder.",
        ["Tom Ashby is a pilot", "Tom Ashby is [a] boat builder"],
    ),
    (
        "He plays for Ellery Rovers and the national team.",
        ["He plays for Ellery Rovers", "He plays for the national team"],
    ),
    (
        "The Rovers are a football team based in Ellery.",
        ["The Rovers are a football team", "The Rovers [are] based in Ellery"],
    ),
    (
        "Founded in 1850, they were the first club in Ellery.",
        ["they [were] [founded] in 1850", "they were the first club in Ellery"],
    ),
    (
        "Finch (36-3, 24 KO) won the fight and left the hall.",
        ["Finch (36-3, 24 KO) won the fight", "Finch left the hall"],
    ),
    (
        "The storm came as the mayor spoke, so the guests went home.",
        ["The storm came", "the mayor spoke", "the guests went home"],
    ),
]
TITLED = [
    (
        "The bodies of Ann Lee, a nurse, and the mayor’s mother, Mara Finch, were found.",
        [
            "The bodies of Ann Lee, a nurse, and the mayor’s mother, Mara Finch, were found",
            "Mara Finch [is] the mayor’s mother",
        ],
    ),
    (
        "Dunmarrow lawyer Mara Finch left the hall.",
        ["Dunmarrow lawyer Mara Finch left the hall", "Mara Finch [is] [a] Dunmarrow lawyer"],
    ),
    (
        "Harbour-Line director Mara Finch left the hall.",
        [
            "Harbour-Line director Mara Finch left the hall",
            "Mara Finch [is] [a] Harbour-Line director",
        ],
    ),
    (
        "Newly elected Harbour President Mara Finch left the hall.",
        [
            "Newly elected Harbour President Mara Finch left the hall",
            "Mara Finch [is] [newly] elected Harbour President",
        ],
    ),
    (
        "The boy, Tom Ashby, 12, left the hall.",
        ["The boy, Tom Ashby, 12, left the hall", "Tom Ashby [is] [the] boy"],
    ),
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    COORDINATION + LISTS + ADVERBIAL + RELATIVE + ROLES + PARTICIPLES + BESIDE + CONJUNCTS + TITLED,
)
def test_a_construction_becomes_claims_of_its_own(sentence: str, expected: list[str]) -> None:
    assert sorted(split(sentence)) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "Corvane and Dunmarrow met in the capital on Monday.",
        "Talks between Corvane and Dunmarrow failed on Friday.",
        "The council did not approve the road and the tunnel.",
        "If the dam breaks, the village will be flooded.",
        "When the river rises, the ferry stops.",
        "The shop was not closed because it lost money.",
        "People who live near the dam were told to leave.",
        "The minister denied that the army had fired first.",
        "The mayor did not say that the pier was safe.",
        "Reporters asked whether the pier was safe.",
        "The general believes that the war will last a year.",
        "This time referee Sam Ashby stopped the fight.",
        "Its lead investigator, Dana Orrick, left the office.",
        "Mara Finch (broken leg) missed the race.",
        "The thieves are believed to have taken a boat, leaving the port at night.",
        "The council closed the pier, making it useless to the fishermen.",
        "The study was paid for by the Commission for Roads and Bridges.",
        "The bridge was as good as it had ever been.",
        "The bridge would be the longest and widest in Corvane.",
        "The plan is about the harbour and the island.",
        "She is the chair of the board and previously served as mayor.",
        "The cat and the dog sleep and eats fish.",
        "One day after leaving the port, the ship sank.",
        "The bank closed one day after the mayor left.",
        "It was noted that the pier was safe.",
        "They sold the old version, the new version of the boat.",
        "Finch said the plan covers the type of work a judge required them to finish.",
        "The ferry stopped only after the mayor had left.",
        "As president, Senator Mara Finch will stop the plan.",
        "The teams are Ellery, Corvane and Dunmarrow.",
        "The company helps plan, build and sell boats.",
        "Police booked him in Ellery, making for a long night.",
        "The crew left the ship after it hit a rock.",
        "The bank closed 40 branches (it had opened them in 2015).",
        "The team lost the final; its coach resigned the next day.",
        "The island lies on a long ridge, a belt of craters and hot springs around the bay.",
    ],
)
def test_what_cannot_be_parted_without_changing_it_stays_whole(sentence: str) -> None:
    assert split(sentence) == [sentence.rstrip(".")]


def test_a_question_keeps_its_mark() -> None:
    assert split("Who built the bridge?") == ["Who built the bridge?"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The old town was founded in 1850 as a fishing port.",
            ["The old town was founded in 1850", "The old town was founded as a fishing port"],
        ),
        (
            "On Monday, the ferry made its first trip.",
            ["On Monday, the ferry made its first trip", "the ferry made its first trip"],
        ),
        ("The army may attack the town.", ["The army may attack the town"]),
        (
            "The National Harbour Board (NHB) bought the ferry.",
            [
                "The National Harbour Board bought the ferry",
                "The National Harbour Board [is called] NHB",
            ],
        ),
        (
            "She starred in Blue Harbour (1996) and Red River (1999).",
            [
                "She starred in Blue Harbour",
                "She starred in Red River",
                "Blue Harbour [is from] 1996",
                "Red River [is from] 1999",
            ],
        ),
    ],
)
def test_circumstances_and_brackets_can_be_parted_too(sentence: str, expected: list[str]) -> None:
    tree = Tree(sentence, TREES[sentence])
    assert [shown(tree, d.items) for d in claims(tree, fine=True)] == expected


def test_a_sentence_of_five_thousand_words_is_one_claim() -> None:
    words = [Leaf("word", 5 * i, 5 * i + 4, "word", "NOUN", i - 1, "conj") for i in range(5000)]
    (draft,) = claims(Tree("word " * 5000, words))
    assert draft.rule == "whole"
    assert len(draft.items) == 5000


def test_no_words_are_one_empty_claim() -> None:
    (draft,) = claims(Tree("", ()))
    assert draft.items == ()


def test_towns_are_not_parted_from_their_states() -> None:
    sentence = "The ferries run to Ellery, Dunmarrow, and Oakum, Corvane."
    words = [replace(w, entity="LOC" if w.upos == "PROPN" else "") for w in TREES[sentence]]
    tree = Tree(sentence, words)
    assert [shown(tree, d.items) for d in claims(tree)] == [sentence.rstrip(".")]


def test_a_place_is_not_who_did_something() -> None:
    sentence = "The mayor praised the people of Oakum, who left their houses."
    words = [replace(w, entity="LOC" if w.text == "Oakum" else "") for w in TREES[sentence]]
    tree = Tree(sentence, words)
    tree.move(tree.low.index("left"), tree.low.index("oakum"), "acl:relcl")
    assert [shown(tree, d.items) for d in claims(tree)] == [sentence.rstrip(".")]

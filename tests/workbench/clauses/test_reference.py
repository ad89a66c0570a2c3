"""What a claim needs from the rest of its sentence is put into it, or the sentence is not cut."""

from dataclasses import replace

import pytest

from tests.workbench.clauses.test_article import TREES, claims
from workbench.clauses.extract import claims as drafts
from workbench.clauses.tree import Tree


def texts(text: str) -> list[str]:
    assert text in TREES
    return [claim.text for claim in claims(text)[1]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The critics praised the film, but officials said it could harm the town.",
            ["The critics praised the film", "the film could harm the town"],
        ),
        (
            "The harbour board confirmed on Monday that it was going to buy six ferries.",
            ["The harbour board was going to buy six ferries"],
        ),
        (
            "When it hit a rock, the old ferry sank.",
            ["the old ferry hit a rock", "the old ferry sank"],
        ),
        (
            "After the captain left the port, he was arrested.",
            ["the captain left the port", "the captain was arrested"],
        ),
        (
            "The harbour board bought six blue ferries, but Oakum says those ferries should sail"
            " only if the storm ends.",
            [
                "The harbour board bought six blue ferries",
                "those six blue ferries should sail only if the storm ends",
            ],
        ),
        (
            "“They have talked about the pier for years,” Ashby said of the two captains.",
            ["the two captains have talked about the pier for years"],
        ),
        (
            "The officials said they hope the pier will open in May.",
            ["The officials hope the pier will open in May"],
        ),
        (
            "The officials said they left the port on Monday.",
            ["they left the port on Monday"],
        ),
        (
            "The governor said he was at the pier and that his crew was safe.",
            ["The governor was at the pier", "The governor’s crew was safe"],
        ),
        (
            "On Monday, the old ferry hit a rock and sank.",
            ["On Monday, the old ferry hit a rock", "On Monday the old ferry sank"],
        ),
    ],
)
def test_a_referent_of_the_same_sentence_is_put_into_the_claim(
    sentence: str, expected: list[str]
) -> None:
    assert texts(sentence) == expected


def test_he_in_front_is_not_the_subject_who_does_something_to_him() -> None:
    sentence = "As he spoke to the woman, the guard hit him on the head."
    assert not any("guard spoke" in text for text in texts(sentence))


def test_a_surname_taken_for_a_place_may_be_he_all_the_same() -> None:
    sentence = "The guard told Finch to stop, but he left the town."
    words = [replace(w, entity="LOC" if w.text == "Finch" else "") for w in TREES[sentence]]
    assert [d.rule for d in drafts(Tree(sentence, words))] == ["sentence"]


def test_what_is_put_into_a_claim_is_marked_with_its_place() -> None:
    sentence = "The critics praised the film, but officials said it could harm the town."
    _, found = claims(sentence)
    filled = [f for f in found[1].filled if f.why == "borrowed"]
    assert [f.text for f in filled] == ["the film"]
    assert filled[0].origin is not None
    assert sentence[slice(*filled[0].origin)] == "the film"


@pytest.mark.parametrize(
    "sentence",
    [
        "The council pledged three ferries to the flooded island as it struggles to regain its"
        " trade.",
        "Many boats were damaged and their masts fell onto the pier.",
        "Many people were hurt, but it is hard to move them because of the snow.",
        "The captains praised the crew, but they left the port on Monday.",
        "The captain met the engineer, and he left the town.",
        "The crew closed the old bridge, and this angered the mayor.",
        "The captain left the port, but that was no surprise.",
        "That is common for blue ferries, but the lack of wind has put a strain on the ferry.",
        "Corvane lost the war, and its army left the islands.",
        "The mayor closed the pier on Monday, but reopened it two days later.",
        "Builders have worked on the walls at the harbour since May, adding new towers.",
        "A truck stopped at the bridge and hit a car.",
        "If the dam breaks, the village will be flooded and the road will be closed.",
        "When the river rises, the ferry stops and the school closes.",
        "It is true: the mayor will close the pier.",
        "The day saw the fourth success of the navy after it bought new ships.",
        "The captains praised the sailors for their work, but they left the port.",
        "In her second season as captain of the old team, Finch won the cup and left the club.",
        "The police stopped the driver, and his wife left the car.",
    ],
)
def test_a_sentence_is_not_cut_where_a_claim_would_lose_what_it_hangs_on(sentence: str) -> None:
    assert texts(sentence) == [sentence.rstrip(".")]


def test_a_report_is_kept_in_one_where_its_second_half_needs_the_first() -> None:
    sentence = (
        "A sailor from Oakum said that some have been on the island since March, and that they do"
        " not know when another crew will come."
    )
    assert texts(sentence) == [sentence[len("A sailor from Oakum said that ") : -1]]


def test_a_list_is_not_parted_in_a_claim_that_has_a_further_clause() -> None:
    sentence = (
        "The ministry said the army has closed the north gate and the south gate, and that its"
        " guards left the town."
    )
    assert texts(sentence) == [sentence[len("The ministry said ") : -1]]


def test_a_time_counted_from_the_other_half_keeps_them_together() -> None:
    sentence = (
        "The ferry reached Ellery about noon and left the port about two hours later, Ashby said."
    )
    (claim,) = claims(sentence)[1]
    assert claim.text == sentence.removesuffix(", Ashby said.")
    assert claim.speaker == "Ashby"


def test_a_condition_hung_on_the_words_before_a_dash_stays_with_its_clause() -> None:
    sentence = (
        "“And it is good — when you have two old sailors talking about the sea, there is a"
        " difference,” Ashby said."
    )
    tree = Tree(sentence, TREES[sentence])
    have, good = tree.low.index("have"), tree.low.index("good")
    tree.move(have, good, "advcl")
    found = [" ".join(tree.low[w] for w in d.items if isinstance(w, int)) for d in drafts(tree)]
    assert [("when" in text, "difference" in text) for text in found] == [(True, True)]


def test_a_clause_with_as_that_is_joined_to_another_is_a_claim_without_as() -> None:
    sentence = (
        "The port has grown, with crews in Ellery now building a pier, and as other crews in Oakum"
        " show their guests how to use the ferry."
    )
    last = claims(sentence)[1][-1]
    assert last.text == "other crews in Oakum show their guests how to use the ferry"
    assert last.link == "as"

"""Claims of whole articles: exact, complete, self-standing; and any text at all."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.digests import claim_key
from db.places import place_in_document, rebuild
from db.records import Certainty, Claim, Sentence
from tests.strategies import ARTICLE_TEXT, document
from tests.trees import Leaf, read
from workbench.clauses.tree import Parser
from workbench.stages.claim import TreeSplitter
from workbench.stages.sentence import split

TREES = dict(read(Path(__file__).parent / "trees.conllu"))
_TAGS = ("NOUN", "VERB", "PROPN", "PRON", "ADJ", "AUX", "ADP", "PUNCT", "CCONJ", "NUM")
_LABELS = (
    "nsubj obj obl conj cc advcl acl acl:relcl appos parataxis ccomp xcomp punct mark aux cop det"
    " nmod case flat advmod"
).split()


class Known:
    """Parses by looking up; what it does not know is a flat tree."""

    version = "known"

    def parse(self, texts: list[str]) -> list[tuple[Leaf, ...]]:
        return [TREES.get(text) or flat(text) for text in texts]


class Wild:
    """Gives each text some tree: any heads without a circle, any labels."""

    version = "wild"

    def __init__(self, draw: st.DataObject) -> None:
        self.draw = draw

    def parse(self, texts: list[str]) -> list[tuple[Leaf, ...]]:
        return [self.tree(text) for text in texts]

    def tree(self, text: str) -> tuple[Leaf, ...]:
        words = flat(text)
        seed = Random(self.draw.draw(st.integers(0, 1 << 32)))
        return tuple(
            replace(
                word,
                head=seed.randrange(-1, i) if i else -1,
                deprel=seed.choice(_LABELS),
                upos=seed.choice(_TAGS),
                feats=seed.choice(("", "VerbForm=Fin|Tense=Past", "VerbForm=Part", "Number=Plur")),
            )
            if not i or seed.random() < 0.9
            else word
            for i, word in enumerate(words)
        )


def flat(text: str) -> tuple[Leaf, ...]:
    found, at = [], 0
    for form in text.split():
        start = text.index(form, at)
        at = start + len(form)
        head = 0 if found else -1
        found.append(Leaf(form, start, at, form.lower(), "X", head, "dep" if found else "root"))
    return tuple(found)


def claims(
    text: str, parser: Parser | None = None, name: str = "a.txt"
) -> tuple[list[Sentence], list[Claim]]:
    article = replace(document(text, name), published="2023-01-17")
    sentences = [replace(s, id=n) for n, s in enumerate(split(article), 1)]
    return sentences, TreeSplitter(lambda: parser or Known()).split(article, sentences)


def check(text: str, sentences: list[Sentence], found: list[Claim]) -> None:
    homes = {s.id: s for s in sentences}
    for claim in found:
        home = homes[claim.sentence_id]
        assert claim.text == rebuild(text, claim.spans, claim.filled) != ""
        assert all(home.start <= a < b <= home.end for a, b in claim.spans)
        assert claim.key == claim_key("digest", claim.spans)
        for at, character in enumerate(claim.text):
            place = place_in_document(claim, at)
            assert place is None or text[place] == character
    assert {c.sentence_id for c in found} == {s.id for s in sentences if s.kind != "furniture"}
    assert len({claim.key for claim in found}) == len(found)


def test_claims_of_known_sentences_are_exact_and_have_their_data() -> None:
    text = "\n".join(TREES)
    sentences, found = claims(text)
    check(text, sentences, found)
    by_text = {claim.text: claim for claim in found}
    assert by_text["The navy will send two ships"].certainty is Certainty.PLANNED
    assert by_text["The army may attack the town"].certainty is Certainty.POSSIBLE
    assert by_text["The bridge is expected to open in May"].certainty is Certainty.LIKELY
    shared = by_text["The ministry plans to move the ferry to Ellery"]
    assert shared.certainty is Certainty.PLANNED
    denial = "The minister denied that the army had fired first"
    assert by_text[denial].certainty is Certainty.DENIED
    assert by_text["It is important that everybody stays calm"].unchecked == "opinion"
    assert by_text["Who built the bridge?"].unchecked == "question"
    assert by_text["Call the number below for help"].unchecked == "command"
    (monday,) = by_text["The two sides met on Monday"].dates
    assert monday.value == "2023-01-16"
    assert by_text["The two sides met on Monday"].speaker == "Corvane radio"


def test_a_dateline_and_markdown_are_left_out_of_claims_but_not_of_places() -> None:
    text = "ELLERY — The [army](https://example.org) may attack the **town**."
    sentences, found = claims(text, name="a.md")
    check(text, sentences, found)
    assert [claim.text for claim in found] == ["The army may attack the town"]


def test_a_rank_stays_with_its_name() -> None:
    text = "The coach driver, who was not hurt, and two passengers called Gen. Ashby."
    sentences, found = claims(text)
    check(text, sentences, found)
    assert "Gen. Ashby" in found[0].text


@given(ARTICLE_TEXT)
def test_any_text_has_its_claims(text: str) -> None:
    check(text, *claims(text, name="a.md"))


@given(ARTICLE_TEXT, st.data())
def test_any_tree_of_any_text_has_its_claims(text: str, data: st.DataObject) -> None:
    check(text, *claims(text, Wild(data)))


@pytest.mark.parametrize(
    "text",
    [
        "word " * 300 + ".",
        "THE NAVY WILL SEND TWO SHIPS AND THE ARMY MAY ATTACK THE TOWN.",
        "😀 The pier 👩‍👩‍👧 is safe 🎉, he said 😀.",
        "Der Hafen wurde am Montag geschlossen, sagte die Ministerin.",
        "«Порт закрыт», — сообщил министр в понедельник утром.",
    ],
)
@given(data=st.data())
def test_odd_sentences_have_their_claims(text: str, data: st.DataObject) -> None:
    check(text, *claims(text, Wild(data)))


def said(text: str) -> list[tuple[str, str]]:
    _, found = claims(text)
    return [(claim.speaker, claim.text) for claim in found]


def test_a_pronoun_becomes_the_only_person_it_can_mean() -> None:
    text = "Mayor Mara Finch opened the bridge on Tuesday. She thanked the builders."
    _, found = claims(text)
    assert found[-1].text == "Mara Finch thanked the builders"
    (filled,) = found[-1].filled
    assert filled.why == "pronoun"
    assert filled.origin is not None
    assert text[slice(*filled.origin)] == "Mara Finch"


def test_a_pronoun_stays_when_somebody_else_was_spoken_of() -> None:
    text = "Mayor Mara Finch opened the bridge on Tuesday. The engineer thanked Mara Finch."
    assert said(text + " He left the town.")[-1] == ("", "He left the town")


def test_a_surname_gets_its_first_name_marked() -> None:
    text = "Mayor Mara Finch opened the bridge on Tuesday. Finch will visit the port on Friday."
    _, found = claims(text)
    assert found[-1].text == "Mara Finch will visit the port on Friday"
    assert [(f.text, f.why) for f in found[-1].filled if f.why != "space"] == [("Mara", "name")]
    assert [d.value for d in found[-1].dates] == ["2023-01-20"]


def test_a_quotation_that_goes_on_has_the_speaker_named_at_its_end() -> None:
    text = "“We checked every beam. It took three days,” said Tom Ashby, the chief engineer."
    assert said(text)[:2] == [
        ("Tom Ashby", "We checked every beam"),
        ("Tom Ashby", "It took three days"),
    ]


def test_the_following_day_follows_the_day_that_the_sentence_names() -> None:
    _, found = claims("It began on June 3, 2019, and ended the following day.")
    assert [[d.value for d in claim.dates] for claim in found] == [["2019-06-03", "2019-06-04"]]


def test_a_pronoun_is_not_the_speaker_of_what_was_said_of_another() -> None:
    text = "The deputy, who was 35, was killed at noon, Larry Finch said. He had two sons."
    assert said(text)[-1] == ("", "He had two sons")


def test_nobody_calls_himself_he_in_words_that_are_quoted() -> None:
    arrest = "Larry Finch was arrested at noon."
    text = f'{arrest} Sasha Ashby, the clerk, said: "He is a risk to the public."'
    assert ("Sasha Ashby", "He is a risk to the public") in said(text)


def test_somebody_who_spoke_before_another_was_named_is_not_he_who_speaks() -> None:
    text = (
        "“I saw the boat,” said Tom Ashby. The engineer left the hall. “I saw the boat,” he said."
    )
    assert said(text)[-1] == ("he", "I saw the boat")


def test_a_comma_stays_before_a_name_in_full_and_a_nickname_is_no_bare_surname() -> None:
    text = 'Mayor Mara "The Captain" Finch left the hall. On Tuesday, Finch will leave.'
    _, found = claims("Mayor Mara Finch opened the bridge on Tuesday.\n" + text)
    assert [claim.text for claim in found][1:] == [
        'Mayor Mara "The Captain" Finch left the hall',
        "On Tuesday, Mara Finch will leave",
    ]


def test_a_hedge_anywhere_in_a_claim_counts() -> None:
    _, found = claims("The thieves took a boat and reportedly sank it.")
    assert [c.certainty for c in found] == [Certainty.ASSERTED, Certainty.LIKELY]


def test_a_word_that_opened_its_sentence_is_small_inside_of_a_claim() -> None:
    _, found = claims("A police spokesman, Tom Ashby, confirmed the arrest.")
    claim = found[-1]
    assert claim.text == "Tom Ashby is a police spokesman"
    assert [f.text for f in claim.filled if f.origin] == ["a"]


def test_he_is_not_the_one_who_is_named_after_him() -> None:
    text = "Mayor Mara Finch opened the bridge on Tuesday. He was charged with an attack on Finch."
    assert said(text)[-1] == ("", "He was charged with an attack on Mara Finch")


def test_a_quotation_behind_other_news_is_not_given_to_who_spoke_before() -> None:
    text = "“I saw the boat,” said Tom Ashby. “We are very glad.”"
    assert said(text)[-1] == ("Tom Ashby", "We are very glad")
    text = "“I saw the boat,” said Tom Ashby. The harbour is closed. “We are very glad.”"
    assert said(text)[-1] == ("", "We are very glad")

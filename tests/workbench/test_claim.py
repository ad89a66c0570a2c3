"""Claims of whole articles: their text, their characters, their speakers."""

from dataclasses import replace

from hypothesis import given

from db.digests import claim_key
from db.records import Claim
from tests.strategies import ARTICLE_TEXT, document
from workbench.stages.claim import RuleSplitter
from workbench.stages.sentence import split


def claims(text: str, name: str = "a.txt") -> list[Claim]:
    article = document(text, name)
    sentences = [replace(s, id=n) for n, s in enumerate(split(article), 1)]
    return RuleSplitter().split(article, sentences)


def said(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    return [(claim.speaker, claim.text) for claim in claims(text, name)]


def test_a_plain_sentence_is_one_claim() -> None:
    assert said("The bridge is closed.") == [("", "The bridge is closed.")]


def test_a_dateline_is_not_part_of_the_claim() -> None:
    assert said("PORT ELLERY — The bridge is closed.") == [("", "The bridge is closed.")]
    assert said("TEHRAN (AFP) - The bridge is closed.") == [("", "The bridge is closed.")]


def test_a_pronoun_and_a_following_quotation_keep_the_speaker() -> None:
    assert said("Mayor Finch said the pier is safe. He added that it will stay open. “Come.”") == [
        ("Mayor Finch", "the pier is safe"),
        ("Mayor Finch", "it will stay open"),
        ("Mayor Finch", "Come."),
    ]


def test_a_quotation_far_from_any_speaker_has_none() -> None:
    text = "Mayor Finch said the pier is safe. It rained. It was dark. It was cold.\n\n“Come.”"
    assert said(text)[-1] == ("", "Come.")


def test_markdown_leaves_its_marks_out_of_the_claim() -> None:
    text = "The [pier](https://example.org) was **badly** hit."
    (claim,) = claims(text, "a.md")
    assert claim.text == "The pier was badly hit."
    assert "".join(text[a:b] for a, b in claim.spans) == claim.text


def test_furniture_makes_no_claims() -> None:
    assert said("Ship hits pier today\n\nBy Ann Lee\n\nIt sank fast.\n\nRead more here") == [
        ("", "Ship hits pier today"),
        ("", "It sank fast."),
    ]


@given(ARTICLE_TEXT)
def test_claims_are_exact_and_no_sentence_is_without_one(text: str) -> None:
    article = document(text, "a.md")
    sentences = [replace(s, id=n) for n, s in enumerate(split(article), 1)]
    found = RuleSplitter().split(article, sentences)
    homes = {s.id: s for s in sentences}
    for claim in found:
        home = homes[claim.sentence_id]
        assert claim.text == "".join(text[a:b] for a, b in claim.spans) != ""
        assert all(home.start <= a < b <= home.end for a, b in claim.spans)
        assert claim.key == claim_key(article.digest, claim.spans)
    assert {c.sentence_id for c in found} == {s.id for s in sentences if s.kind != "furniture"}
    assert len({claim.key for claim in found}) == len(found)

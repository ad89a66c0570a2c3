"""Sentences and furniture of whole articles, at their exact characters."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from db.records import Sentence, SentenceKind
from tests.strategies import ARTICLE_TEXT, document
from workbench.stages.sentence import LONGEST, split

PAGE = """Today's View • Analysis
Rivals draw closer, but how close?
The Morning PaperTruth in Ink

Top general meets his counterpart near the border

Gen. Ann A. Lee speaks in Washington on Nov. 16. (Jo Roe/AP)
7 min

SOUTHERN COAST — The general met him on Tuesday. “They talked,” she said.

Talks widen as winter nears

The talks go on.
WATCH: Hundreds came to say farewell on January 17 in the old town hall.
With reporting by AP and Reuters
"""


def texts(found: list[Sentence], kind: SentenceKind) -> list[str]:
    return [sentence.text for sentence in found if sentence.kind is kind]


def test_a_news_page_is_taken_apart() -> None:
    found = split(document(PAGE))
    assert texts(found, SentenceKind.HEADLINE) == [
        "Top general meets his counterpart near the border"
    ]
    assert texts(found, SentenceKind.PROSE) == [
        "SOUTHERN COAST — The general met him on Tuesday.",
        "“They talked,” she said.",
        "The talks go on.",
        "Hundreds came to say farewell on January 17 in the old town hall.",
    ]
    reasons = {s.text: s.reason for s in found if s.kind is SentenceKind.FURNITURE}
    assert reasons == {
        "Today's View • Analysis": "kicker",
        "Rivals draw closer, but how close?": "kicker",
        "The Morning PaperTruth in Ink": "kicker",
        "Gen. Ann A. Lee speaks in Washington on Nov. 16. (Jo Roe/AP)": "photo credit",
        "7 min": "reading time",
        "Talks widen as winter nears": "subheading or link",
        "WATCH:": "pointer to other pages",
        "With reporting by AP and Reuters": "credit line",
    }


def test_the_line_that_is_the_title_is_the_headline() -> None:
    lines = [
        "A word from the editor today",
        "Ship hits the old pier",
        "More on page four",
        "It sank.",
    ]
    text = "\n\n".join(lines)
    found = split(document(text, title="Ship hits the old pier"))
    assert texts(found, SentenceKind.HEADLINE) == ["Ship hits the old pier"]


def test_front_matter_and_markdown_are_furniture() -> None:
    text = (
        "---\nsource: Alpha\n---\n# Ship hits the pier\n\n![chart](a.png)\n\n"
        "- The ship hit the pier.\n\n## More\n"
    )
    found = split(document(text, "a.md"))
    assert texts(found, SentenceKind.HEADLINE) == ["Ship hits the pier"]
    assert texts(found, SentenceKind.PROSE) == ["The ship hit the pier."]
    assert texts(found, SentenceKind.FURNITURE) == [
        "---\nsource: Alpha\n---",
        "![chart](a.png)",
        "More",
    ]


def test_a_run_without_end_is_no_sentence() -> None:
    (found,) = split(document("word " * (LONGEST // 4)))
    assert (found.kind, found.reason) == (SentenceKind.FURNITURE, "too long for a sentence")


@given(ARTICLE_TEXT, st.sampled_from(["a.txt", "a.md"]))
def test_every_sentence_is_at_its_place_and_nothing_is_lost(text: str, name: str) -> None:
    found = split(document(text, name))
    assert all(text[s.start : s.end] == s.text != "" for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = "".join(s.text for s in found)
    lost = [c for c in set(text) if c.isalnum() and text.count(c) > covered.count(c)]
    if name == "a.txt":
        assert lost == []
    else:
        assert all(c.isdigit() for c in lost), "only a list marker may go"

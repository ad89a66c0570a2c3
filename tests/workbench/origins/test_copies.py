"""Near-copies: found among articles written for this, and at a cost that does not grow in pairs."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from db.origin import Reason
from tests.workbench.origins.sample import article, articles, copies, pairs, split_all
from workbench.origins.body import Body, body
from workbench.origins.copies import CopyIndex, near_copy

if TYPE_CHECKING:
    from db.records import Document


def bodies(documents: list[Document]) -> list[Body]:
    sentences = split_all(documents)
    return [body(document, sentences[document.id]) for document in documents]


def found_among(documents: list[Document]) -> set[tuple[int, ...]]:
    index = CopyIndex()
    return {relation.documents for one in bodies(documents) for relation in index.add(one)}


def test_copies_are_found_and_independent_reports_are_not() -> None:
    found, labelled = found_among(list(articles().values())), copies()
    assert len(labelled) >= 15
    assert len(pairs() - labelled) >= 150
    precision = len(found & labelled) / len(found)
    recall = len(found & labelled) / len(labelled)
    assert precision == 1.0
    assert recall == 1.0


def test_the_index_finds_what_comparing_all_pairs_finds() -> None:
    documents = list(articles().values())
    every = {
        pair.documents for a, b in combinations(bodies(documents), 2) if (pair := near_copy(a, b))
    }
    assert found_among(documents) == every


def test_a_copy_says_how_much_is_shared_and_where() -> None:
    known = articles()
    wire, short = known["bridge", "wire"], known["bridge", "short"]
    relation = near_copy(*bodies([short, wire]))
    assert relation is not None
    assert relation.reason is Reason.NEAR_COPY
    assert relation.documents == (short.id, wire.id)
    assert relation.share == pytest.approx(1.0, abs=0.1)
    texts = {short.id: short.text, wire.id: wire.text}
    passages = [texts[e.document_id][e.start : e.end] for e in relation.evidence]
    driver = "The driver was taken to hospital with a broken arm."
    assert driver in passages
    assert passages[passages.index(driver) + 1].startswith("The driver, a 52-year-old man")


@pytest.mark.parametrize(("one", "other"), [("own", "radio"), ("own", "wire"), ("radio", "wire")])
def test_shared_quotations_make_no_copy(one: str, other: str) -> None:
    known = articles()
    assert near_copy(*bodies([known["mill", one], known["mill", other]])) is None


def test_a_text_that_is_all_quotation_says_nothing() -> None:
    text = (
        "“" + "The harbour will open again on Monday and nobody needs to worry about it. " * 5 + "”"
    )
    assert near_copy(*bodies([article(text, 1), article(text, 2)])) is None


def test_short_texts_say_nothing() -> None:
    text = "The bridge was closed on Monday, police said."
    assert near_copy(*bodies([article(text, 1), article(text, 2)])) is None


def test_shared_furniture_makes_no_copy() -> None:
    lines = [
        "Sign up for our newsletter and get the best stories of the week from every corner.",
        "Share this story with friends and tell them what you think about the new harbour.",
        "© 2031 Harbour Media. All rights reserved; no part may be used without a licence.",
    ]
    furniture = "\n\n".join(lines)
    own = ["The old pier was shut on Monday.", "A lorry has spilled its load of gravel."]
    told = [article(f"{text}\n\n{furniture}", n) for n, text in enumerate(own, 1)]
    assert near_copy(*bodies(told)) is None


def made(number: int, seed: int = 5, versions: int = 4) -> list[Document]:
    """Make articles of random words: each story once, and printed by others shortened."""
    chance = random.Random(seed)
    words = [
        f"{a}{b}{c}" for a in "blmnprst" for b in "aeiou" for c in ("n", "rd", "st", "mel", "")
    ]
    texts: list[str] = []
    while len(texts) < number:
        story = [" ".join(chance.choices(words, k=14)).capitalize() + "." for _ in range(8)]
        story.append("Officials did not immediately respond to a request for comment on Tuesday.")
        for version in range(versions):
            kept = [line for line in story if not version or chance.random() < 0.8]
            texts.append("\n".join(chance.sample(kept, len(kept))))
    return [article(text, n) for n, text in enumerate(texts[:number], 1)]


def test_two_thousand_articles_cost_a_few_comparisons_each() -> None:
    index = CopyIndex()
    found = [r.documents for one in bodies(made(2000)) for r in index.add(one)]
    assert index.compared < 3 * 2000
    same_story = [(a - 1) // 4 == (b - 1) // 4 for a, b in found]
    assert all(same_story)
    assert len(found) > 0.95 * 2000 * 3 / 2


def test_a_story_that_everybody_prints_is_compared_with_few_of_them() -> None:
    index = CopyIndex()
    found = [r.documents for one in bodies(made(300, versions=300)) for r in index.add(one)]
    assert index.compared <= 12 * 300
    assert {b for _, b in found} == set(range(2, 301))


def test_one_at_a_time_finds_what_all_at_once_finds() -> None:
    documents = made(40)
    first = CopyIndex()
    early = [r for one in bodies(documents[:30]) for r in first.add(one)]
    late = [r for one in bodies(documents[30:]) for r in first.add(one)]
    whole = CopyIndex()
    assert early + late == [r for one in bodies(documents) for r in whole.add(one)]


def test_an_article_is_put_in_once() -> None:
    index = CopyIndex()
    one = bodies(made(1))[0]
    index.add(one)
    with pytest.raises(ValueError, match="already"):
        index.add(one)

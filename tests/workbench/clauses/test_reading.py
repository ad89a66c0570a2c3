"""What is parsed of a sentence, and the way back."""

from dataclasses import replace

from tests.strategies import document
from workbench.clauses.reading import Reading, read
from workbench.stages.sentence import split


def reading(text: str, name: str = "a.txt") -> Reading:
    article = document(text, name)
    (sentence, *_) = split(article)
    return read(article, replace(sentence, id=1), markdown=name.endswith(".md"))


def back(text: str, found: Reading, word: str) -> str:
    start = found.text.index(word)
    return "".join(text[a:b] for a, b in found.spans(start, start + len(word)))


def test_a_rank_comes_back_with_its_name() -> None:
    text = "Army Brig. Gen. Mara Finch met Dr. Ashby at the pier."
    found = reading(text)
    assert found.text == "Mara Finch met Ashby at the pier."
    assert back(text, found, "Mara Finch") == "Army Brig. Gen. Mara Finch"
    assert back(text, found, "Ashby") == "Dr. Ashby"
    assert back(text, found, "met") == "met"


def test_a_dateline_is_not_parsed() -> None:
    assert reading("PORT ELLERY (AP) — The pier is safe now.").text == "The pier is safe now."


def test_markdown_is_left_out_of_the_middle_of_a_word() -> None:
    text = "The pi**er** is [safe](https://example.org) now."
    found = reading(text, "a.md")
    assert found.text == "The pier is safe now."
    assert back(text, found, "pier is safe") == "pier is safe"

"""A claim with its sentence, and what was filled in."""

from __future__ import annotations

from db.records import Claim, Document, Filled, Member, Sentence
from workbench.ui.widgets.claim_card import _in_own_words, sentence

TEXT = "He was not hurt, and left."
DOCUMENT = Document("Alpha", "a.txt", "/a", "digest", "utf-8", TEXT)


def member(claim: Claim) -> Member:
    return Member(claim, Sentence(0, len(TEXT), TEXT), DOCUMENT)


def test_what_was_filled_in_stands_in_braces() -> None:
    claim = Claim(
        "R. J. Hale left", ((20, 25),), filled=(Filled(0, "R. J. Hale", "pronoun", (0, 2)),)
    )
    assert _in_own_words(claim).plain == "→ {R. J. Hale} left"


def test_spaces_that_were_filled_in_are_not_marked() -> None:
    claim = Claim("He left", ((0, 2), (21, 25)), filled=(Filled(2, " ", "space"),))
    assert _in_own_words(claim).plain == "→ He left"


def test_a_claim_that_is_nothing_to_check_says_why() -> None:
    claim = Claim("He left", ((0, 2), (20, 25)), unchecked="a question")
    assert _in_own_words(claim).plain == "→ He left  (not to be checked: a question)"


def test_what_differs_is_bracketed_in_the_sentence() -> None:
    claim = Claim(TEXT, ((0, len(TEXT)),))
    assert sentence(member(claim), {(7, 10)})[0].plain == "He was ⟦not⟧ hurt, and left."

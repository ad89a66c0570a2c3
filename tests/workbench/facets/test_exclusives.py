"""Words that exclude each other, and where they stand."""

from __future__ import annotations

import pytest

from db.records import Kind
from workbench.facets.exclusives import exclusives


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("He was walking into the store", "walking into", Kind.EVENT),
        ("He came back out with a bag", "came back out", Kind.EVENT),
        ("She had a shotgun with her", "shotgun", Kind.EVENT),
        ("She had an AK-47 with her", "AK-47", Kind.EVENT),
        ("No suspects have been taken into custody", "No suspects have been taken into custody",
         Kind.EVENT),
        ("He died on the way to the hospital", "way to the hospital", Kind.PLACE),
        ("The next day it rained", "The next day", Kind.TIME),
    ],
)  # fmt: skip
def test_the_words_are_found_where_they_stand(text: str, words: str, kind: Kind) -> None:
    found = [one for one in exclusives(text) if text[one.start : one.end] == words]
    assert [one.kind for one in found] == [kind]


def test_a_word_in_another_word_is_none() -> None:
    assert exclusives("The cartoon shows a busy vanguard of truckers") == []

"""Common nouns that name a person by what he is or does."""

from __future__ import annotations

TITLES = frozenset(
    "president minister secretary senator governor mayor judge chief chairman chairwoman director"
    " doctor professor prosecutor sheriff officer detective coach spokesman spokeswoman"
    " spokesperson ambassador general colonel captain lieutenant major sergeant commander admiral"
    " king queen prince princess pope premier chancellor commissioner inspector superintendent"
    " attorney lawyer actor actress singer representative congressman congresswoman analyst"
    " founder leader ceo deputy head boss manager pilot astronaut expert author".split()
)
_PERSONS = frozenset(
    "man woman boy girl person child son daughter father mother wife husband brother sister deputy"
    " suspect victim patient guard witness student native resident friend neighbor neighbour client"
    " teenager veteran colleague star agent candidate fan cop civilian defendant player".split()
)
_ENDS = ("man", "woman", "ian", "ist", "yer", "ctor", "ator", "cher", "orker", "eader", "unner")


def is_person(lemma: str) -> bool:
    """Say whether a common noun names a person by what he is or does."""
    return lemma in _PERSONS or lemma in TITLES or lemma.endswith(_ENDS)

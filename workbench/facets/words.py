"""The words of a text with their places and stems; the ground on which facets are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?|[$€£%]")
_ENDING = re.compile(r"[’']s?$|\.$")
_STOPWORDS = frozenset(
    "a an the this that these those and or but nor so yet of in on at by for from with to into onto"
    " over under as than then is are was were be been being am has have had having do does did will"
    " would shall should can could may might must it its he she they them his her their we us our i"
    " you your who whom whose which what where when while after before during since until about"
    " around some any each other another more most very also just only up out off down there here"
    " said say says not no n't".split()
)
_stemmer = snowballstemmer.stemmer("english")
_STRIPPED = tuple("' s e y i ed ing al ll ism ion er ator ogist ful ic ant ent".split())
"""The endings that the stemmer takes off or changes: a word without one is its own stem."""
_MOST_KNOWN = 1 << 16
"""Words whose stem is remembered, some 15 MB."""
_MOST_READ = 64
"""Texts whose words are remembered: of a claim they are asked for several times in a row."""


class Word(NamedTuple):
    """A word of a text: text[start:end], in lower case without its possessive, and its stem."""

    start: int
    end: int
    text: str
    stem: str

    @property
    def is_content(self) -> bool:
        """Say whether the word carries meaning of its own."""
        return self.text not in _STOPWORDS


def stem(word: str) -> str:
    """Return the stem of a word in lower case."""
    if word.endswith(_STRIPPED) or word.startswith("'"):
        return str(_stemmer.stemWord(word))
    return word


@lru_cache(maxsize=_MOST_READ)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order, currency and percent signs included."""
    return tuple([Word(*m.span(), *_form(m[0])) for m in _WORD.finditer(text)])


def content_stems(text: str) -> list[str]:
    """Return the stems of the words of `text` that carry meaning, in order: faster than `words`."""
    return [stem for form, stem in map(_form, _WORD.findall(text)) if form not in _STOPWORDS]


@lru_cache(maxsize=_MOST_KNOWN)
def _form(word: str) -> tuple[str, str]:
    """Return a word as it stands in a text in lower case without its possessive, and its stem."""
    form = _ENDING.sub("", word.lower()).replace("’", "'")
    return form, stem(form)

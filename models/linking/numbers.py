"""The numbers that texts state, in figures or in words, each as one value."""

import re
from collections.abc import Sequence

import numpy as np

from models.linking.sparse import Sparse, incidence
from models.linking.tokens import Words, numbered

_NUMBER = re.compile(
    r"(?<![\w.])[$€£]?(\d[\d,]*(?:\.\d+)?)"
    r"(?:\s*-?\s*(hundred|thousand|million|billion|k|mn?|bn)\b)?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9,
}  # fmt: skip
COUNTS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def stated(texts: Sequence[str], words: Words) -> Sparse:
    """Which text states which number; `words` are those of the texts."""
    found = [*_in_figures(texts, words), *_in_words(words)]
    distinct, number = numbered([value for _, value in found])
    owner = np.array([text for text, _ in found], dtype=np.int64)
    return incidence(owner, number, (len(texts), len(distinct)))


def _in_figures(texts: Sequence[str], words: Words) -> list[tuple[int, str]]:
    """Each text with each of its numbers in figures, "1.7 million" as "1.7e+06"."""
    figures = np.array([_FIGURE.search(word) is not None for word in words.known], dtype=np.bool_)
    return [
        (text, f"{float(digits.replace(',', '')) * _SCALES.get(scale.lower(), 1):g}")
        for text in np.unique(words.owner[figures[words.number]]).tolist()
        for digits, scale in _NUMBER.findall(texts[text])
    ]


def _in_words(words: Words) -> list[tuple[int, str]]:
    """Each text with each of its numbers in words."""
    counts = np.array([word in COUNTS for word in words.known], dtype=np.bool_)
    said = np.flatnonzero(counts[words.number])
    values = [f"{COUNTS[words.known[word]]:g}" for word in words.number[said].tolist()]
    return list(zip(words.owner[said].tolist(), values, strict=True))

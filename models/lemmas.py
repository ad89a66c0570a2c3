"""Lemmas as small edit scripts, so that a classifier can choose them: "cut 3, add y, lower".

A small lexicon knows the irregular and the frequent words; for the rest, a script whose
result is no word of the encoder's vocabulary has to be much the best one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

# Word class -> script -> the words, in small letters and with spaces between, that take it.
Lexicon = dict[str, dict[str, str]]

_OPEN = ("VERB", "NOUN", "ADJ", "ADV", "AUX")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SAME = ("l|0|", "k|0|")
_CACHED_WORDS = 50_000


def script(word: str, lemma: str) -> str:
    """Return the script that turns `word` into `lemma`, as "case|characters cut|text added"."""
    lower, kept = _common(word.lower(), lemma), _common(word, lemma)
    if lower >= kept:
        return f"l|{len(word.lower()) - lower}|{lemma[lower:]}"
    return f"k|{len(word) - kept}|{lemma[kept:]}"


def apply(word: str, script: str) -> str:
    """Return what `script` makes of `word`: the word itself when the script does not fit."""
    case, cut, added = script.split("|", 2)
    base = word.lower() if case == "l" else word
    if int(cut) > len(base):
        return base
    return base[: len(base) - int(cut)] + added or base


def _common(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def lexicon_of(words: Iterable[tuple[str, str, str]]) -> Lexicon:
    """Return the scripts of inflected words, from (word, word class, lemma) in a corpus."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word, tag, lemma in words:
        if tag in _OPEN and word.isalpha():
            seen[tag, word.lower()][lemma.lower()] += 1
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (tag, word), lemmas in sorted(seen.items()):
        [(lemma, count)] = lemmas.most_common(1)
        if (lemma != word or tag == "VERB") and 3 * count >= 2 * lemmas.total():
            found[tag][script(word, lemma)].append(word)
    return {tag: {s: " ".join(w) for s, w in scripts.items()} for tag, scripts in found.items()}


class Lemmatiser:
    """Chooses lemmas with a lexicon, a vocabulary of whole words and a classifier's scripts."""

    def __init__(
        self,
        scripts: Sequence[str],
        lexicon: Mapping[str, Mapping[str, str]],
        known: Collection[str],
    ) -> None:
        self._scripts, self._known = scripts, known
        self._lexicon = {
            (tag, word): rule
            for tag, rules in lexicon.items()
            for rule, words in rules.items()
            for word in words.split(" ")
        }
        self._masks: dict[str, NDArray[np.bool_]] = {}

    def likely(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return (n, scripts): whether a script makes a known word, or keeps one in capitals."""
        if len(self._masks) > _CACHED_WORDS:
            self._masks.clear()
        return np.array([self._mask(word) for word in words])

    def lemma(self, word: str, tag: str, number: int) -> str:
        """Return the lemma of a word of class `tag`, for which script `number` was chosen."""
        rule = self._lexicon.get((tag, word.lower()))
        if rule is not None:
            return apply(word, rule)
        if tag == "NUM" and _NUMBER.fullmatch(word):
            return word.replace(",", "")
        return apply(word, self._scripts[number])

    def _likely(self, word: str, rule: str) -> bool:
        if not word.isalpha() or (rule in _SAME and not word.islower()):
            return True
        return apply(word, rule).lower() in self._known

    def _mask(self, word: str) -> NDArray[np.bool_]:
        mask = self._masks.get(word)
        if mask is None:
            mask = np.array([self._likely(word, rule) for rule in self._scripts])
            self._masks[word] = mask
        return mask

"""A parsed sentence: its words with their heads, and quick ways through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Word(Protocol):
    """One word of a tree; offsets count characters of the text that was parsed."""

    @property
    def text(self) -> str:
        """Return the word as it is written."""

    @property
    def start(self) -> int:
        """Return where the word begins."""

    @property
    def end(self) -> int:
        """Return where the word ends."""

    @property
    def lemma(self) -> str:
        """Return the word as a dictionary lists it."""

    @property
    def upos(self) -> str:
        """Return the universal part of speech."""

    @property
    def head(self) -> int:
        """Return the index of the governing word, -1 for the root."""

    @property
    def deprel(self) -> str:
        """Return the relation to the head, as Universal Dependencies names it."""

    @property
    def feats(self) -> str:
        """Return the features, as "Mood=Ind|Tense=Past"."""

    @property
    def entity(self) -> str:
        """Return "PER", "LOC", "ORG" or ""."""


class Parser(Protocol):
    """Makes a tree of each text; the same text always gives the same tree."""

    @property
    def version(self) -> str:
        """Name the weights and the rules."""

    def parse(self, texts: Sequence[str]) -> Sequence[Sequence[Word]]:
        """Parse each text as one sentence."""


class Tree:
    """The words of one sentence and who governs whom."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.heads = [word.head if 0 <= word.head < len(words) else -1 for word in words]
        self.labels = [word.deprel for word in words]
        self.low = [word.text.translate(_PLAIN).lower() for word in words]
        self.root = next((i for i, head in enumerate(self.heads) if head < 0), 0)
        self.below: list[list[int]] = [[] for _ in words]
        for i, head in enumerate(self.heads):
            if head >= 0:
                self.below[head].append(i)

    def move(self, i: int, head: int, label: str) -> None:
        """Hang a word on another head."""
        if self.heads[i] >= 0:
            self.below[self.heads[i]].remove(i)
        self.heads[i], self.labels[i] = head, label
        self.below[head] = sorted([*self.below[head], i])

    def __len__(self) -> int:
        return len(self.words)

    def rel(self, i: int) -> str:
        """Return the relation of a word without its subtype: "nsubj:pass" is "nsubj"."""
        return self.labels[i].partition(":")[0]

    def upos(self, i: int) -> str:
        """Return the part of speech of a word."""
        return self.words[i].upos

    def lemma(self, i: int) -> str:
        """Return the lemma of a word in small letters."""
        return self.words[i].lemma.lower()

    def has(self, i: int, feature: str) -> bool:
        """Say whether a word has a feature, as "Number=Plur"."""
        return feature in self.words[i].feats.split("|")

    def under(self, i: int, *relations: str) -> list[int]:
        """Return the words that `i` governs in one of the relations, in the order of the text."""
        return [c for c in self.below[i] if self.rel(c) in relations]

    def subtree(self, i: int) -> list[int]:
        """Return `i` and all words below it, in the order of the text."""
        found, open_ = [], [i]
        while open_:
            at = open_.pop()
            found.append(at)
            open_ += self.below[at]
        return sorted(found)

    def is_whole(self, i: int) -> bool:
        """Say whether a subtree stands in one run; a broken one is rarely parsed well."""
        found = self.subtree(i)
        return found[-1] - found[0] == len(found) - 1

    def edge(self, i: int) -> int:
        """Return the first word of the subtree of `i` that is no punctuation."""
        return next((w for w in self.subtree(i) if self.upos(w) != "PUNCT"), i)

    def before(self, i: int) -> str:
        """Return the word before the subtree of `i`, counting its own punctuation; "" for none."""
        at = self.edge(i) - 1
        while at >= 0 and self.low[at] == '"':
            at -= 1
        return self.low[at] if at >= 0 and not self._is_hyphen(at) else ""

    def _is_hyphen(self, i: int) -> bool:
        """Say whether a dash stands between two words without a space: "twin-engine"."""
        word = self.words[i]
        return word.text == "-" and i > 0 and self.words[i - 1].end == word.start
